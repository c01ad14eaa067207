using System.Net.Sockets;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Platforms.Postgres;
using Pace.Engine.Policies;

namespace Pace.Engine.Tests.Platforms;

public sealed class PlatformRegistryTests
{
    [Fact]
    public async Task A_platform_of_a_known_type_is_made_without_opening_anything()
    {
        await using IProcessingPlatform platform = PlatformRegistry.Default.Create(PostgresSettings());

        Assert.Equal("pg", platform.Id);
        Assert.Equal(PlatformType.Postgres, platform.Type);
        Assert.Equal(PlatformType.Postgres, platform.Dialect.Platform);
    }

    [Fact]
    public void A_type_that_cannot_be_connected_to_is_refused_with_those_that_can()
    {
        PaceException error = Assert.Throws<PaceException>(() =>
            PlatformRegistry.Default.Create(new PlatformSettings("dwh", PlatformType.Databricks, new Dictionary<string, string>())));

        Assert.Equal(PaceErrorKind.NotSupported, error.Kind);
        Assert.Contains("DATABRICKS", error.Message, StringComparison.Ordinal);
        Assert.Contains("POSTGRES", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_registry_has_one_factory_for_a_type() => Assert.Throws<ArgumentException>(() =>
        new PlatformRegistry([new PostgresPlatformFactory(), new PostgresPlatformFactory()]));

    [Fact]
    public void All_that_is_wrong_with_an_entry_is_told_at_once_and_no_value_with_it()
    {
        PaceException error = Misconfigured(
            ("database", null), ("pasword", "hunter2"), ("port", "99999x"), ("judge-by", "hunter3"), ("ssl-mode", "verify"), ("timeout-seconds", "0"));

        foreach (string part in new[]
        {
            "'pasword' is not known; did you mean 'password'?",
            "'database' is missing",
            "'port' is no number from 1 to 65535",
            "'judge-by' is none of current_user, session_user",
            "'ssl-mode' is none of prefer, disable, require, verify-ca, verify-full",
            "'timeout-seconds' is no number from 1 to 300",
        })
        {
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("hunter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_comes_from_the_entry_or_from_a_credential()
    {
        Assert.Contains("'user-name' is missing", Misconfigured(("user-name", null)).Message, StringComparison.Ordinal);

        await using IProcessingPlatform platform = PlatformRegistry.Default.Create(
            PostgresSettings(("user-name", null)) with { Credential = ("ann", "secret") });
        Assert.Equal("pg", platform.Id);
    }

    [Fact]
    public void A_root_certificate_must_be_there_and_be_used()
    {
        Assert.Contains(
            "not there", Misconfigured(("ssl-mode", "verify-full"), ("root-certificate", "/no/such/file")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "does nothing", Misconfigured(("root-certificate", "/no/such/file")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_entry_is_one_server() =>
        Assert.Contains("several servers", Misconfigured(("host-name", "a,b")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_folder_as_host_name_is_that_of_a_servers_socket()
    {
        string folder = Directory.CreateTempSubdirectory("pace-").FullName;
        try
        {
            using Socket server = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            server.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, ".s.PGSQL.5432")));
            server.Listen();
            Task<Socket> accept = server.AcceptAsync();
            await using IProcessingPlatform platform = PlatformRegistry.Default.Create(PostgresSettings(("host-name", folder), ("ssl-mode", "disable"), ("timeout-seconds", "1")));

            Task<Exception?> use = Record.ExceptionAsync(() => platform.ListGroupsAsync(Page.All, CancellationToken.None));
            using (Socket client = await accept.WaitAsync(TimeSpan.FromSeconds(10)))
            {
                Assert.True(await client.ReceiveAsync(new byte[8]).WaitAsync(TimeSpan.FromSeconds(10)) > 0);
            }

            Assert.Equal(PaceErrorKind.PlatformUnreachable, Assert.IsType<PaceException>(await use).Kind);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static PaceException Misconfigured(params (string Key, string? Value)[] changes)
    {
        PaceException error = Assert.Throws<PaceException>(() => PlatformRegistry.Default.Create(PostgresSettings(changes)));
        Assert.Equal(PaceErrorKind.PlatformMisconfigured, error.Kind);
        Assert.Equal("pg", error.Target);
        return error;
    }

    private static PlatformSettings PostgresSettings(params (string Key, string? Value)[] changes)
    {
        Dictionary<string, string> values = new() { ["host-name"] = "localhost", ["database"] = "postgres", ["user-name"] = "pace" };
        foreach ((string key, string? value) in changes)
        {
            values.Remove(key);
            if (value is not null)
            {
                values[key] = value;
            }
        }

        return new PlatformSettings("pg", PlatformType.Postgres, values);
    }
}
