using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Postgres.Tests.Support;

namespace Pace.Engine.Postgres.Tests;

public sealed class ConnectionTests : PostgresTest
{
    [PostgresFact]
    public async Task A_wrong_password_is_a_refusal_that_names_server_database_and_user_and_no_password()
    {
        PaceException error = await Refused(
            () => Platform(("password", "wrong-secret")).ListGroupsAsync(Page.All, None), PaceErrorKind.PlatformRefused);

        Assert.Contains(Role("pace"), error.Message, StringComparison.Ordinal);
        Assert.Contains(Database, error.Message, StringComparison.Ordinal);
        Assert.Contains(Settings().Values["port"], error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", error.ToString(), StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
    }

    [PostgresFact]
    public async Task A_missing_password_is_told_with_the_ways_to_give_one()
    {
        PaceException error = await Refused(
            () => Platform(("password", null)).ListGroupsAsync(Page.All, None), PaceErrorKind.PlatformRefused);

        Assert.Contains("password", error.Message, StringComparison.Ordinal);
        Assert.Contains("~/.pgpass", error.Remedy, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_password_file_is_read_where_no_password_is_configured()
    {
        string file = Path.GetTempFileName();
        string? before = Environment.GetEnvironmentVariable("PGPASSFILE");
        try
        {
            await File.WriteAllTextAsync(file, $"*:*:{Database}:{Role("pace")}:{Password}\n");
            Environment.SetEnvironmentVariable("PGPASSFILE", file);

            Assert.NotEmpty(await Platform(("password", null)).ListSchemasAsync(null, Page.All, None));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PGPASSFILE", before);
            File.Delete(file);
        }
    }

    [PostgresFact]
    public async Task A_database_that_is_not_there_is_a_refusal()
    {
        PaceException error = await Refused(
            () => Platform(("database", "nowhere")).ListGroupsAsync(Page.All, None), PaceErrorKind.PlatformRefused);

        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Nobody_who_listens_is_told_at_once()
    {
        PaceException error = await Refused(
            () => Platform(("port", "1")).ListGroupsAsync(Page.All, None), PaceErrorKind.PlatformUnreachable);

        Assert.Contains(":1,", error.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_server_that_never_answers_costs_the_time_that_is_configured()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        string port = ((IPEndPoint)silent.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Stopwatch watch = Stopwatch.StartNew();

        await Refused(
            () => Platform(("host-name", "127.0.0.1"), ("port", port), ("timeout-seconds", "1")).ListGroupsAsync(Page.All, None),
            PaceErrorKind.PlatformUnreachable);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8), $"{watch.Elapsed}");
    }

    [PostgresFact]
    public async Task A_connection_that_the_server_ended_is_opened_again()
    {
        IProcessingPlatform platform = Platform();
        await platform.ListDatabasesAsync(Page.All, None);
        await Sql($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{Database}' and application_name = 'Pace'");

        await Record.ExceptionAsync(() => platform.ListDatabasesAsync(Page.All, None));
        Assert.NotEmpty(await platform.ListDatabasesAsync(Page.All, None));
    }

    [PostgresFact]
    public async Task A_platform_opens_nothing_until_it_is_used_and_closes_all_when_it_is_disposed()
    {
        string query = $"select pid from pg_stat_activity where datname = '{Database}' and application_name = 'Pace'";
        await using (IProcessingPlatform platform = PlatformRegistry.Default.Create(Settings()))
        {
            Assert.Empty(await Rows(null, query));
            await platform.ListGroupsAsync(Page.All, None);
            Assert.Single(await Rows(null, query));
        }

        Stopwatch watch = Stopwatch.StartNew();
        while ((await Rows(null, query)).Length > 0 && watch.Elapsed < TimeSpan.FromSeconds(5))
        {
            await Task.Delay(20);
        }

        Assert.Empty(await Rows(null, query));
    }

    [PostgresFact]
    public async Task A_credential_wins_over_the_entry()
    {
        PlatformSettings settings = Settings(("user-name", "somebody"), ("password", "wrong")) with { Credential = (Role("pace"), Password) };
        await using IProcessingPlatform platform = PlatformRegistry.Default.Create(settings);

        Assert.NotEmpty(await platform.ListSchemasAsync(null, Page.All, None));
    }
}
