using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Platforms.Sqlite;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Tests.Platforms.Sqlite.Support;
using Pace.Engine.Tests.Storage.Support;

namespace Pace.Engine.Tests.Platforms.Sqlite;

public sealed class SqliteApplyTests : IDisposable
{
    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_planned_is_what_runs_and_planning_changes_nothing()
    {
        SqlitePlatform platform = Sales();
        ApplyRequest request = Request(platform, One());
        byte[] before = File.ReadAllBytes(_folder.UserFile);

        ApplyPlan plan = await platform.PlanAsync(request, CancellationToken.None);

        Assert.Equal(before, File.ReadAllBytes(_folder.UserFile));
        Assert.StartsWith("create view \"v\" as\n/* pace: {", Assert.Single(plan.Statements), StringComparison.Ordinal);
        ApplyResult result = await platform.ApplyAsync(request, CancellationToken.None);
        Assert.Equal((plan.Version, plan.Statements), (result.Version, result.Statements));
        Assert.Equal((1, _folder.Clock.Now), (result.Version, result.AppliedAt));
        Assert.Equal([new QualifiedName(["v"])], result.Targets);
    }

    [Fact]
    public async Task The_mark_says_which_policy_at_which_version_made_a_view()
    {
        SqlitePlatform platform = Sales();
        (_, CompiledPolicy compiled) = platform.Compile(One());
        await platform.ApplyAsync(One(), 7);

        ViewMark mark = Assert.Single(await platform.ReadMarksAsync("t", CancellationToken.None));

        Assert.Equal(new ViewMark(new QualifiedName(["v"]), "t", 7, compiled.Hash, ["a", "b"]), mark);
        Assert.Equal("t", (await platform.ListTablesAsync(null, Page.All, CancellationToken.None)).Single(table => table.Name == "v").Policy);
        Assert.Equal(["a", "b"], (await platform.ListGroupsAsync(Page.All, CancellationToken.None)).Select(group => group.Name));
        Assert.Empty(await platform.ReadMarksAsync("main.t", CancellationToken.None));
    }

    [Fact]
    public async Task A_users_file_gets_views_and_no_stamp()
    {
        SqlitePlatform platform = Sales();
        await platform.ApplyAsync(One());

        Assert.Equal(0L, _folder.Run("pragma user_version"));
        Assert.Equal(0L, _folder.Run("pragma application_id"));
        Assert.Equal("delete", _folder.Run("pragma journal_mode"));
        Assert.Equal("t,v", _folder.Run("select group_concat(name) from (select name from sqlite_schema order by name)"));
    }

    [Fact]
    public async Task Applying_again_replaces_the_view()
    {
        SqlitePlatform platform = Sales();
        await platform.ApplyAsync(One());

        ApplyResult result = await platform.ApplyAsync(One(fixedValue: 5), 2);

        Assert.Equal(["drop view \"main\".\"v\""], result.Statements.Take(1));
        Assert.Equal([[1L, 5L]], await platform.ValuesAsync("v"));
        Assert.Equal(2, Assert.Single(await platform.ReadMarksAsync("t", CancellationToken.None)).Version);
    }

    [Theory]
    [InlineData(1, 5, "already has version 2, which is newer")]
    [InlineData(2, 5, "already has version 2, with other content")]
    public async Task A_version_that_is_behind_the_files_is_a_conflict_unless_asked_otherwise(int version, int content, string problem)
    {
        SqlitePlatform platform = Sales();
        await platform.ApplyAsync(One(), 2);

        PaceException error = await Assert.ThrowsAsync<PaceException>(() => platform.ApplyAsync(One(fixedValue: content), version));
        Assert.Equal((PaceErrorKind.VersionConflict, "t"), (error.Kind, error.Target));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);

        ApplyRequest next = Request(platform, One(fixedValue: content), version) with { NextAfterPlatform = true };
        Assert.Equal(3, (await platform.ApplyAsync(next, CancellationToken.None)).Version);
        Assert.Equal(4, (await platform.ApplyAsync(One(fixedValue: content + 1), version, force: true)).Version);
    }

    [Fact]
    public async Task A_view_of_somebody_elses_is_only_taken_over_with_force()
    {
        SqlitePlatform platform = Sales("create view V as select 1 as mine");

        PaceException error = await Assert.ThrowsAsync<PaceException>(() => platform.ApplyAsync(One()));
        Assert.Equal(PaceErrorKind.TargetNotPace, error.Kind);
        Assert.Equal([[1L]], await platform.ValuesAsync("v"));

        await platform.ApplyAsync(One(), force: true);
        Assert.Equal([[1L, 3L]], await platform.ValuesAsync("v"));
    }

    [Theory]
    [InlineData("create table v (x)", "there is a table of that name")]
    [InlineData("create index v on t(id)", "there is an index of that name")]
    public async Task A_table_or_an_index_is_never_taken_over(string sql, string problem)
    {
        SqlitePlatform platform = Sales(sql);

        PaceException error = await Assert.ThrowsAsync<PaceException>(() => platform.ApplyAsync(One(), force: true));

        Assert.Equal(PaceErrorKind.TargetNotPace, error.Kind);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_view_that_is_no_longer_a_target_is_dropped()
    {
        SqlitePlatform platform = Sales();
        await platform.ApplyAsync(One());

        ApplyResult result = await platform.ApplyAsync(One("w"), 2);

        Assert.Equal("drop view \"main\".\"v\"", result.Statements[0]);
        Assert.Equal(["t", "w"], (await platform.ListTablesAsync(null, Page.All, CancellationToken.None)).Select(table => table.Name));
    }

    [Fact]
    public async Task A_view_that_others_read_is_not_taken_from_under_them()
    {
        SqlitePlatform platform = Sales();
        await platform.ApplyAsync(One());
        _folder.Run("create view reader as select age from v; create view already_broken as select nothing_there from v");

        PaceException moved = await Assert.ThrowsAsync<PaceException>(() => platform.ApplyAsync(One("w"), 2));
        PaceException narrowed = await Assert.ThrowsAsync<PaceException>(() => platform.ApplyAsync(SamplePoliciesWithoutAge, 2));
        PaceException withdrawn = await Assert.ThrowsAsync<PaceException>(() => platform.WithdrawAsync("t", CancellationToken.None));
        PaceException planned = await Assert.ThrowsAsync<PaceException>(() => platform.PlanWithdrawAsync("t", CancellationToken.None));

        foreach (PaceException error in new[] { moved, narrowed, withdrawn, planned })
        {
            Assert.Equal((PaceErrorKind.TargetHasDependants, "t"), (error.Kind, error.Target));
            Assert.Contains("View reader", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("already_broken", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal([[3L]], await platform.ValuesAsync("reader"));
        await platform.ApplyAsync(One(fixedValue: 4), 2);
        Assert.Equal([[4L]], await platform.ValuesAsync("reader"));
    }

    [Fact]
    public async Task A_trigger_that_somebody_hung_on_the_view_stays()
    {
        SqlitePlatform platform = Sales();
        await platform.ApplyAsync(One());
        _folder.Run("create table log (x); create trigger tr instead of insert on v begin insert into log values (new.id); end");

        await platform.ApplyAsync(One(fixedValue: 4), 2);

        Assert.Equal("v", _folder.Run("select tbl_name from sqlite_schema where type = 'trigger'"));
    }

    [Fact]
    public async Task A_view_that_cannot_be_read_is_not_made()
    {
        SqlitePlatform platform = _folder.User("create table t (id)");

        PaceException error = await Assert.ThrowsAsync<PaceException>(() => platform.ApplyAsync(One()));

        Assert.Equal(PaceErrorKind.PlatformRefused, error.Kind);
        Assert.Contains("age", error.Message, StringComparison.Ordinal);
        Assert.Equal(["t"], (await platform.ListTablesAsync(null, Page.All, CancellationToken.None)).Select(table => table.Name));
    }

    [Fact]
    public async Task Withdrawing_drops_the_policys_views_and_no_other()
    {
        SqlitePlatform platform = Sales("create view mine as select id from t");
        await platform.ApplyAsync(One());

        ApplyPlan plan = await platform.PlanWithdrawAsync("t", CancellationToken.None);
        IReadOnlyList<QualifiedName> dropped = await platform.WithdrawAsync("t", CancellationToken.None);

        Assert.Equal((1, "drop view \"main\".\"v\""), (plan.Version, Assert.Single(plan.Statements)));
        Assert.Equal([new QualifiedName(["v"])], dropped);
        Assert.Equal(["mine", "t"], (await platform.ListTablesAsync(null, Page.All, CancellationToken.None)).Select(table => table.Name));
        Assert.Empty(await platform.WithdrawAsync("t", CancellationToken.None));
    }

    [Fact]
    public async Task A_policy_without_rule_sets_is_refused_instead_of_dropping_views()
    {
        SqlitePlatform platform = Sales();
        await platform.ApplyAsync(One());
        (DataPolicy policy, CompiledPolicy compiled) = platform.Compile(One());
        ApplyRequest nothing = new(policy with { RuleSets = [] }, compiled with { Views = [] }, 2);

        PaceException error = await Assert.ThrowsAsync<PaceException>(() => platform.ApplyAsync(nothing, CancellationToken.None));

        Assert.Equal(PaceErrorKind.PolicyInvalid, error.Kind);
        Assert.Single(await platform.ReadMarksAsync("t", CancellationToken.None));
    }

    [Fact]
    public async Task The_mark_goes_with_the_view()
    {
        SqlitePlatform platform = Sales();
        await platform.ApplyAsync(One());
        _folder.Run("drop view v; create view v as select 1 as x");

        Assert.Empty(await platform.ReadMarksAsync("t", CancellationToken.None));
        Assert.Empty(await platform.ListGroupsAsync(Page.All, CancellationToken.None));
    }

    [Fact]
    public async Task Processes_that_apply_at_once_come_one_after_the_other()
    {
        Sales();
        string file = Path.Combine(_folder.Root, "t.yaml");
        File.WriteAllText(file, One());
        using (ChildProcess first = new("apply", _folder.UserFile, file, "20"))
        using (ChildProcess second = new("apply", _folder.UserFile, file, "20"))
        {
            Assert.Equal("done", first.ReadToEnd()[^1]);
            Assert.Equal("done", second.ReadToEnd()[^1]);
        }

        Assert.Equal(40, Assert.Single(await _folder.User().ReadMarksAsync("t", CancellationToken.None)).Version);
        Assert.Equal([[1L, 3L]], await _folder.User().ValuesAsync("v"));
    }

    [Fact]
    public async Task A_file_that_keeps_its_texts_in_UTF_16_takes_no_policy()
    {
        SqlitePlatform platform = _folder.User("pragma encoding = 'UTF-16le'; create table t (id int, age int); insert into t values (1, 2)");
        (DataPolicy policy, CompiledPolicy compiled) = platform.Compile(One());

        PaceException error = await Assert.ThrowsAsync<PaceException>(() => platform.ApplyAsync(One()));
        Diagnostic found = Assert.Single(await platform.CheckAsync(policy, compiled, CancellationToken.None));

        Assert.Equal((PaceErrorKind.NotSupported, DiagnosticCodes.RefusedByPlatform), (error.Kind, found.Code));
        Assert.Equal([[1L, 2L]], await platform.ValuesAsync("t"));
    }

    [Fact]
    public async Task A_policy_that_is_fine_has_no_problems_and_one_that_is_not_has_all_of_them()
    {
        SqlitePlatform platform = Sales("create table v (x); create table tokens (token text)");
        string yaml = SamplePolicies.TokensAndAggregates.Replace("{ name_parts: [ x ], type: text }", "{ name_parts: [ x ], type: text }, { name_parts: [ aeg ], type: text }", StringComparison.Ordinal);
        (DataPolicy policy, CompiledPolicy compiled) = platform.Compile(yaml);

        IReadOnlyList<Diagnostic> problems = await platform.CheckAsync(policy, compiled, CancellationToken.None);
        (policy, compiled) = platform.Compile(One("w"));
        IReadOnlyList<Diagnostic> none = await platform.CheckAsync(policy, compiled, CancellationToken.None);

        Assert.Empty(none);
        Assert.Equal(
            [
                DiagnosticCodes.ColumnNotFound, DiagnosticCodes.ColumnNotFound, DiagnosticCodes.TargetTaken, DiagnosticCodes.TokenSourceNotFound,
                DiagnosticCodes.ColumnNotCovered,
            ],
            problems.Select(problem => problem.Code).OrderBy(code => code.Id));
        Assert.Contains(problems, problem => problem.Hint == "did you mean 'age'?");
    }

    [Fact]
    public async Task A_source_that_is_not_there_and_a_type_that_differs_are_told()
    {
        SqlitePlatform platform = _folder.User("create table tt (id text, age date); create table t (id text, age date)");
        (DataPolicy policy, CompiledPolicy compiled) = platform.Compile(One());
        Assert.Equal(
            [DiagnosticCodes.ColumnTypeDiffers, DiagnosticCodes.ColumnTypeDiffers],
            (await platform.CheckAsync(policy, compiled, CancellationToken.None)).Select(problem => problem.Code));
        _folder.Run("drop table t");

        Diagnostic missing = Assert.Single(await platform.CheckAsync(policy, compiled, CancellationToken.None));

        Assert.Equal((DiagnosticCodes.SourceNotFound, "did you mean 'tt'?"), (missing.Code, missing.Hint));
    }

    [Fact]
    public void A_name_in_another_schema_and_SQL_outside_of_the_portable_subset_are_errors()
    {
        SqlitePlatform platform = _folder.Embedded();
        string yaml = SamplePolicies.Demo
            .Replace("integration_fqn: demo,", "integration_fqn: public.demo,", StringComparison.Ordinal)
            .Replace("\"age > 17 and", "\"age % 2 = 1 and", StringComparison.Ordinal);

        PaceException error = Assert.Throws<PaceException>(() => platform.Compile(yaml));

        Assert.Equal(
            [DiagnosticCodes.NameInvalid, DiagnosticCodes.NotPortable], error.Diagnostics.Select(problem => problem.Code).OrderBy(code => code.Id));
    }

    private SqlitePlatform Sales(string sql = "") => _folder.User($"create table t (id int, age int); insert into t values (1, 2); {sql}");

    private static ApplyRequest Request(SqlitePlatform platform, string yaml, int version = 1)
    {
        (DataPolicy policy, CompiledPolicy compiled) = platform.Compile(yaml);
        return new ApplyRequest(policy, compiled, version);
    }

    private static string One(string target = "v", int fixedValue = 3) =>
        $$"""
        source:
          ref: { integration_fqn: t, platform: { id: sales, platform_type: SQLITE } }
          fields: [ { name_parts: [ id ], type: bigint }, { name_parts: [ age ], type: bigint } ]
        rule_sets:
          - target: { ref: { integration_fqn: {{target}} } }
            field_transforms:
              - field: { name_parts: [ age ] }
                transforms:
                  - { principals: [ { group: b }, { group: a } ], identity: {} }
                  - { principals: [], fixed: { value: "{{fixedValue}}" } }
        """;

    private const string SamplePoliciesWithoutAge =
        """
        source:
          ref: { integration_fqn: t, platform: { id: sales, platform_type: SQLITE } }
          fields: [ { name_parts: [ id ], type: bigint } ]
        rule_sets: [ { target: { ref: { integration_fqn: v } } } ]
        """;
}
