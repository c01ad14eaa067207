using Pace.Engine.Compilation;
using Pace.Engine.Platforms;
using Pace.Engine.Platforms.BigQuery;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Tests.Warehouses;

namespace Pace.Engine.Warehouse.Tests.Support;

/// <summary>A platform on a strict stub; whatever the stub found against its contract fails the test at its end.</summary>
public abstract class BigQueryTest : IAsyncLifetime
{
    protected BigQueryTest()
    {
        Stub = new BigQueryStub();
        BigQueryProject.Example(Stub.Content);
        Platform = Create();
    }

    protected BigQueryStub Stub { get; }

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
            ["data-catalog-url"] = Stub.Address,
            ["project-id"] = "shop-project",
            ["user-groups-table"] = "shop-project.shop.user_groups",
            ["service-account-json-key"] = Stub.Key,
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

        return new BigQueryPlatformFactory().Create(new PlatformSettings("bq", PlatformType.BigQuery, values));
    }

    protected static DataPolicy Policy(Func<string, string>? change = null)
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "bigquery-demo.yaml"));
        PolicyReadResult read = PolicyReader.Read(change?.Invoke(text) ?? text, PolicyFormat.Yaml, "demo.yaml");
        Assert.False(read.HasErrors);
        return read.Policy!;
    }

    protected ApplyRequest Request(DataPolicy policy, int version = 1, bool force = false, IProcessingPlatform? platform = null) =>
        new(policy, Compile(policy, platform), version, force);

    protected CompiledPolicy Compile(DataPolicy policy, IProcessingPlatform? platform = null) =>
        PolicyCompiler.Compile(policy, (platform ?? Platform).Dialect).Require(policy);
}
