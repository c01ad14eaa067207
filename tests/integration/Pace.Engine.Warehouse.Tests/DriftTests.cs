using Pace.Engine.Comparison;
using Pace.Engine.Policies;
using Pace.Engine.Warehouse.Tests.Support;
using Pace.Tests.Warehouses;

namespace Pace.Engine.Warehouse.Tests;

public sealed class SnowflakeDriftTests : SnowflakeTest
{
    [Fact]
    public async Task What_was_just_applied_differs_in_nothing_and_each_change_is_told()
    {
        DataPolicy policy = Policy();
        await Platform.ApplyAsync(Request(policy), None);
        DriftRequest request = new(policy, Compile(policy), 1);
        Assert.Empty(await Platform.FindDriftAsync(request, None));

        StubRelation view = Stub.Content.Find("PUBLIC", "DEMO_VIEW")!;
        view.Query = "select * from \"SHOP\".\"PUBLIC\".\"DEMO\"";
        view.Selectors.Remove("MARKETING");
        view.Selectors.Add("AUDITORS");
        Stub.Content.Find("PUBLIC", "DEMO")!.Columns.Add((new StubColumn("SSN", "text"), "TEXT", true, []));
        IReadOnlyList<PolicyDifference> found = await Platform.FindDriftAsync(request, None);
        Assert.Equal(
            [DifferenceKind.ColumnAdded, DifferenceKind.ViewChanged, DifferenceKind.GrantRevoked, DifferenceKind.GrantGiven],
            found.Select(difference => difference.Kind));
        Assert.Contains("grant select on view", found[2].Sql, StringComparison.Ordinal);

        Stub.Content.Relations.Remove(view);
        Assert.Contains(await Platform.FindDriftAsync(request, None), difference => difference.Kind == DifferenceKind.ViewDropped);
    }
}

public sealed class BigQueryDriftTests : BigQueryTest
{
    [Fact]
    public async Task What_was_just_applied_differs_in_nothing_and_each_change_is_told()
    {
        DataPolicy policy = Policy();
        await Platform.ApplyAsync(Request(policy), None);
        DriftRequest request = new(policy, Compile(policy), 1);
        Assert.Empty(await Platform.FindDriftAsync(request, None));

        Stub.Content.Tables[("views", "demo_view")]["view"]!["query"] = "select * from `shop-project`.`shop`.`demo`";
        System.Text.Json.Nodes.JsonArray access = Stub.Content.Datasets["shop"]["access"]!.AsArray();
        access.Remove(access.Single(entry => entry!["view"] is not null));
        IReadOnlyList<PolicyDifference> found = await Platform.FindDriftAsync(request, None);
        Assert.Equal([DifferenceKind.ViewChanged, DifferenceKind.UsageRevoked], found.Select(difference => difference.Kind));
        Assert.Contains("labels = [('pace-policy', ", found[0].Sql, StringComparison.Ordinal);

        Stub.Content.Tables.Remove(("views", "demo_view"));
        Assert.Contains(await Platform.FindDriftAsync(request, None), difference => difference.Kind == DifferenceKind.ViewDropped);
    }
}
