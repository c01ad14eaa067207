using Pace.Engine.Compilation;
using Pace.Engine.Platforms;
using Pace.Engine.Platforms.Snowflake;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Tests.Warehouses;

namespace Pace.Engine.Warehouse.Tests.Support;

/// <summary>A platform on a strict stub; whatever the stub found against its contract fails the test at its end.</summary>
public abstract class SnowflakeTest : IAsyncLifetime
{
    protected SnowflakeTest()
    {
        Stub = new SnowflakeStub();
        SnowflakeAccount.Example(Stub.Content);
        Platform = Create();
    }

    protected SnowflakeStub Stub { get; }

    protected IProcessingPlatform Platform { get; }

    protected static CancellationToken None => CancellationToken.None;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Platform.DisposeAsync();
        Stub.Dispose();
        Assert.Empty(Stub.Violations);
    }

    protected IProcessingPlatform Create(params (string Key, string? Value)[] changes)
    {
        Dictionary<string, string> values = new()
        {
            ["server-url"] = Stub.Address,
            ["organization-name"] = "acme",
            ["account-name"] = "shop",
            ["user-name"] = "pace",
            ["database"] = "SHOP",
            ["private-key"] = Stub.PrivateKey,
        };
        foreach ((string key, string? value) in changes)
        {
            if (value is null)
            {
                values.Remove(key);
            }
            else
            {
                values[key] = value;
            }
        }

        return new SnowflakePlatformFactory().Create(new PlatformSettings("sf", PlatformType.Snowflake, values));
    }

    protected static DataPolicy Policy(string name = "demo", Func<string, string>? change = null)
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", $"snowflake-{name}.yaml"));
        PolicyReadResult read = PolicyReader.Read(change?.Invoke(text) ?? text, PolicyFormat.Yaml, $"{name}.yaml");
        Assert.DoesNotContain(read.Diagnostics, problem => problem.Severity == Diagnostics.DiagnosticSeverity.Error);
        return read.Policy!;
    }

    protected static ApplyRequest Request(DataPolicy policy, int version = 1, bool force = false) =>
        new(policy, Compile(policy), version, force);

    protected static CompiledPolicy Compile(DataPolicy policy) =>
        PolicyCompiler.Compile(policy, new Sql.Dialects.SnowflakeDialect("SHOP")).Policy!;
}
