using Pace.Engine.Comparison;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms.Sqlite;
using Pace.Engine.Policies;
using Pace.Engine.Tests.Platforms.Sqlite.Support;

namespace Pace.Engine.Tests.Platforms.Sqlite;

/// <summary>What another program changes in a file is found, named, and mended by the SQL that stands there.</summary>
public sealed class SqliteDriftTests : IDisposable
{
    private const string Open = "create view v as select id, age from t";

    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_just_applied_is_no_drift()
    {
        (SqlitePlatform platform, DriftRequest request) = await Applied();
        Assert.Empty(await platform.FindDriftAsync(request, CancellationToken.None));
    }

    [Fact]
    public Task A_view_that_was_dropped() => IsFoundAndMended("drop view v", DifferenceKind.ViewDropped);

    [Fact]
    public Task A_view_that_somebody_made_anew() => IsFoundAndMended("drop view v; " + Open, DifferenceKind.MarkRemoved, DifferenceKind.ViewChanged);

    [Fact]
    public async Task A_view_whose_mark_was_kept()
    {
        (SqlitePlatform platform, DriftRequest request) = await Applied();
        string text = (string)_folder.Run("select sql from sqlite_schema where name = 'v'")!;
        await IsFoundAndMended(platform, request, "drop view v; " + text.Replace("> 17", "> 1", StringComparison.Ordinal), DifferenceKind.ViewChanged);
    }

    [Fact]
    public async Task A_mark_of_another_version()
    {
        (SqlitePlatform platform, DriftRequest request) = await Applied();
        await IsFoundAndMended(platform, request with { Version = 2 }, "select 1", DifferenceKind.VersionDiffers);
    }

    [Fact]
    public Task A_column_that_was_renamed() =>
        IsFoundAndMended(
            "drop view v; alter table t rename column age to years", DifferenceKind.ColumnRenamed, DifferenceKind.ViewDropped);

    [Fact]
    public Task A_column_that_was_dropped() => IsFoundAndMended(
        "drop view v; drop table t; create table t (id integer, other text)", DifferenceKind.ColumnDropped, DifferenceKind.ViewDropped);

    [Fact]
    public async Task A_view_that_is_no_target_any_more()
    {
        (SqlitePlatform platform, DriftRequest request) = await Applied();
        string text = (string)_folder.Run("select sql from sqlite_schema where name = 'v'")!;
        await IsFoundAndMended(platform, request, text.Replace("\"v\"", "\"w\"", StringComparison.Ordinal), DifferenceKind.ViewLeft);
    }

    [Fact]
    public async Task A_column_that_no_policy_covers_and_only_since_it_is_new()
    {
        SqlitePlatform platform = _folder.User("create table t (id integer, age integer, ssn text)");
        DriftRequest request = await Apply(platform);
        Assert.Empty(await platform.FindDriftAsync(request, CancellationToken.None));
        _folder.Run("alter table t add column phone text");

        PolicyDifference found = Assert.Single(await platform.FindDriftAsync(request, CancellationToken.None));

        Assert.Equal((DifferenceKind.ColumnAdded, "phone TEXT", DiagnosticSeverity.Warning), (found.Kind, found.Actual, found.Severity));
        await Apply(platform);
        Assert.Empty(await platform.FindDriftAsync(request, CancellationToken.None));
    }

    [Fact]
    public async Task A_column_of_another_type_is_told_and_left_to_people()
    {
        (SqlitePlatform platform, DriftRequest request) = await Applied();
        _folder.Run("drop view v; drop table t; create table t (id integer, age text)");

        IReadOnlyList<PolicyDifference> found = await platform.FindDriftAsync(request, CancellationToken.None);

        Assert.Equal([DifferenceKind.ColumnRetyped, DifferenceKind.ViewDropped], found.Select(difference => difference.Kind));
        Assert.Equal(("bigint", "TEXT", ""), (found[0].Expected, found[0].Actual, found[0].Sql));
    }

    [Fact]
    public async Task A_trigger_on_a_view_comes_back_with_it()
    {
        (SqlitePlatform platform, DriftRequest request) = await Applied();
        _folder.Run("drop view v; " + Open + "; create trigger w instead of delete on v begin select 1; end");
        PolicyDifference found = (await platform.FindDriftAsync(request, CancellationToken.None))[0];
        _folder.Run(found.Sql);
        Assert.Equal(1L, _folder.Run("select count(*) from sqlite_schema where type = 'trigger' and tbl_name = 'v'"));
        Assert.Empty(await platform.FindDriftAsync(request, CancellationToken.None));
    }

    [Fact]
    public async Task A_table_and_a_name_that_are_gone_are_named()
    {
        (SqlitePlatform platform, DriftRequest request) = await Applied();
        _folder.Run("drop view v; drop table t; create table v (id integer)");
        Assert.Equal(
            [DifferenceKind.SourceMissing, DifferenceKind.ViewReplaced],
            (await platform.FindDriftAsync(request, CancellationToken.None)).Select(difference => difference.Kind));
    }

    private async Task<(SqlitePlatform Platform, DriftRequest Request)> Applied()
    {
        SqlitePlatform platform = _folder.User("create table t (id integer, age integer); insert into t values (1, 20), (2, 10)");
        return (platform, await Apply(platform));
    }

    private static async Task<DriftRequest> Apply(SqlitePlatform platform)
    {
        string yaml = SamplePolicies.TwoIntegers("age > 17", "nullify: {}");
        await platform.ApplyAsync(yaml);
        (DataPolicy policy, CompiledPolicy compiled) = platform.Compile(yaml);
        return new DriftRequest(policy, compiled, 1);
    }

    private async Task IsFoundAndMended(string change, params DifferenceKind[] kinds)
    {
        (SqlitePlatform platform, DriftRequest request) = await Applied();
        await IsFoundAndMended(platform, request, change, kinds);
    }

    private async Task IsFoundAndMended(SqlitePlatform platform, DriftRequest request, string change, params DifferenceKind[] kinds)
    {
        _folder.Run(change);

        IReadOnlyList<PolicyDifference> found = await platform.FindDriftAsync(request, CancellationToken.None);

        Assert.Equal(kinds, found.Select(difference => difference.Kind));
        foreach (PolicyDifference difference in found)
        {
            Assert.Equal(("t", "sales"), (difference.Policy, difference.ProcessingPlatform));
            _folder.Run(difference.Sql);
        }

        Assert.Empty(await platform.FindDriftAsync(request, CancellationToken.None));
    }
}
