using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Warehouse.Tests.Support;
using Pace.Tests.Warehouses;

namespace Pace.Engine.Warehouse.Tests;

public sealed class SnowflakeApplyTests : SnowflakeTest
{
    private StubRelation View => Stub.Content.Find("PUBLIC", "DEMO_VIEW")!;

    [Fact]
    public async Task A_policy_that_fits_has_no_problems()
    {
        DataPolicy policy = Policy();
        Assert.Empty(await Platform.CheckAsync(policy, Compile(policy), None));
    }

    [Fact]
    public async Task Checking_tells_every_problem_with_its_position()
    {
        DataPolicy policy = Policy(change: text => text
            .Replace("{ name_parts: [ AGE ], type: \"number(38,0)\" }", "{ name_parts: [ AGES ], type: varchar }", StringComparison.Ordinal)
            .Replace("AGE > 18", "AGES > 18", StringComparison.Ordinal)
            .Replace("group: MARKETING", "group: MARKTING", StringComparison.Ordinal)
            .Replace("PUBLIC.DEMO_VIEW", "PUBLICS.DEMO_VIEW", StringComparison.Ordinal));
        IReadOnlyList<Diagnostic> problems = await Platform.CheckAsync(policy, Compile(policy), None);
        Assert.Equal(
            [DiagnosticCodes.ColumnNotCovered, DiagnosticCodes.ColumnNotFound, DiagnosticCodes.RefusedByPlatform, DiagnosticCodes.GroupNotFound],
            problems.Select(problem => problem.Code));
        Assert.All(problems, problem => Assert.NotNull(problem.Position));
        Assert.Equal("did you mean 'MARKETING'?", problems[3].Hint);
    }

    [Fact]
    public async Task A_complaint_about_the_policys_own_SQL_stands_at_its_very_place()
    {
        DataPolicy policy = Policy(change: text => text.Replace("AGE > 18", "AGE > 18 and NO_SUCH_COLUMN = 1", StringComparison.Ordinal));
        Diagnostic problem = Assert.Single(await Platform.CheckAsync(policy, Compile(policy), None));
        Assert.Equal(DiagnosticCodes.RefusedByPlatform, problem.Code);
        Assert.Equal("NO_SUCH_COLUMN", problem.SourceLine!.Substring(problem.Position!.Value.Column - 1, 14));
    }

    [Fact]
    public async Task Applying_runs_what_planning_showed_and_leaves_view_mark_and_grants()
    {
        ApplyRequest request = Request(Policy());
        ApplyPlan plan = await Platform.PlanAsync(request, None);
        Assert.Null(Stub.Content.Find("PUBLIC", "DEMO_VIEW"));
        ApplyResult result = await Platform.ApplyAsync(request, None);
        Assert.Equal(plan.Statements, result.Statements);
        Assert.Equal(["FRAUD_AND_RISK", "MARKETING"], View.Selectors);
        ViewMark mark = Assert.Single(await Platform.ReadMarksAsync("PUBLIC.DEMO", None));
        Assert.Equal(("PUBLIC.DEMO_VIEW", 1, request.Compiled.Hash), (mark.Target.ToString(), mark.Version, mark.Hash));
        Assert.Equal(["FRAUD_AND_RISK", "MARKETING"], mark.Grants.Order(StringComparer.Ordinal));
        TableInfo table = (await Platform.ListTablesAsync("PUBLIC", Page.All, None)).Single(item => item.Name == "DEMO_VIEW");
        Assert.Equal(("view", "PUBLIC.DEMO", (string?)null), (table.Kind, table.Policy, table.Comment));
    }

    [Fact]
    public async Task Rights_that_the_policy_no_longer_gives_go_before_the_view_changes_and_new_ones_come_after()
    {
        await Platform.ApplyAsync(Request(Policy()), None);
        View.Selectors.Add("PACE_READER");
        Stub.Content.Roles["PACE_READER"] = "USERADMIN";
        Stub.Content.Roles["SUPPORT"] = "USERADMIN";
        ApplyResult result = await Platform.ApplyAsync(
            Request(Policy(change: text => text.Replace("group: MARKETING", "group: SUPPORT", StringComparison.Ordinal)), 2), None);
        Assert.Equal(["revoke", "create", "grant"], result.Statements.Select(statement => statement.Split(' ')[0]));
        // Somebody else's grant stays: Pace did not make it.
        Assert.Equal(["FRAUD_AND_RISK", "PACE_READER", "SUPPORT"], View.Selectors);
    }

    [Fact]
    public async Task Where_a_statement_fails_nobody_has_more_rights_and_applying_again_goes_on()
    {
        Stub.Content.RefuseGrantTo = "MARKETING";
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => Platform.ApplyAsync(Request(Policy()), None));
        Assert.Equal(PaceErrorKind.ResourceNotFound, error.Kind);
        Assert.Contains("statements had run before", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("MARKETING", View.Selectors);
        Stub.Content.RefuseGrantTo = null;
        await Platform.ApplyAsync(Request(Policy()), None);
        Assert.Equal(["FRAUD_AND_RISK", "MARKETING"], View.Selectors);
    }

    [Fact]
    public async Task Grants_that_failed_once_are_still_taken_away_when_the_policy_changes()
    {
        await Platform.ApplyAsync(Request(Policy()), None);
        string[] only = ["FRAUD_AND_RISK"];
        DataPolicy second = Policy(change: text => text
            .Replace("          - principals: [ { group: MARKETING } ]\n            regexp: { regexp: \"^.*(@.*)$\", replacement: \"****$1\" }\n", "", StringComparison.Ordinal));
        await Platform.ApplyAsync(Request(second, 2), None);
        Assert.Equal(only, View.Selectors);
        Assert.Equal(only, (await Platform.ReadMarksAsync("PUBLIC.DEMO", None)).Single().Grants);
    }

    [Fact]
    public async Task A_view_that_Pace_did_not_make_is_taken_over_with_force_only_and_keeps_its_comment()
    {
        Stub.Content.Relations.Add(new StubRelation { Schema = "PUBLIC", Name = "DEMO_VIEW", Kind = "VIEW", Owner = "PACE_ADMIN", Comment = "by hand" });
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => Platform.PlanAsync(Request(Policy()), None));
        Assert.Equal(PaceErrorKind.TargetNotPace, error.Kind);
        await Platform.ApplyAsync(Request(Policy(), force: true), None);
        Assert.StartsWith("by hand\npace: {", View.Comment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_view_and_what_another_role_owns_is_left_alone()
    {
        await Platform.ApplyAsync(Request(Policy()), None);
        View.Owner = "SYSADMIN";
        PaceException foreign = await Assert.ThrowsAsync<PaceException>(() => Platform.PlanAsync(Request(Policy(), 2), None));
        Assert.Equal(PaceErrorKind.TargetNotPace, foreign.Kind);
        Assert.Contains("SYSADMIN", foreign.Message, StringComparison.Ordinal);
        PaceException withdrawn = await Assert.ThrowsAsync<PaceException>(() => Platform.WithdrawAsync("PUBLIC.DEMO", None));
        Assert.Equal(PaceErrorKind.PlatformRefused, withdrawn.Kind);
        Stub.Content.Relations.Remove(View);
        Stub.Content.Add("PUBLIC", "DEMO_VIEW");
        View.Columns.Add((new StubColumn("ID", "fixed"), "NUMBER", false, []));
        PaceException table = await Assert.ThrowsAsync<PaceException>(() => Platform.PlanAsync(Request(Policy(), force: true), None));
        Assert.Equal(PaceErrorKind.TargetNotPace, table.Kind);
    }

    [Fact]
    public async Task An_older_version_does_not_go_over_a_newer_one()
    {
        await Platform.ApplyAsync(Request(Policy(), 3), None);
        DataPolicy other = Policy(change: text => text.Replace("AGE > 18", "AGE > 21", StringComparison.Ordinal));
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => Platform.ApplyAsync(Request(other, 2), None));
        Assert.Equal(PaceErrorKind.VersionConflict, error.Kind);
        Assert.Equal(4, (await Platform.ApplyAsync(Request(other, 2, force: true), None)).Version);
    }

    [Fact]
    public async Task A_former_target_is_dropped_and_withdrawing_drops_what_is_left()
    {
        await Platform.ApplyAsync(Request(Policy()), None);
        await Platform.ApplyAsync(Request(Policy(change: text => text.Replace("PUBLIC.DEMO_VIEW", "SALES.DEMO_VIEW", StringComparison.Ordinal)), 2), None);
        Assert.Null(Stub.Content.Find("PUBLIC", "DEMO_VIEW"));
        ApplyPlan plan = await Platform.PlanWithdrawAsync("PUBLIC.DEMO", None);
        Assert.Equal(["drop view \"SHOP\".\"SALES\".\"DEMO_VIEW\""], plan.Statements);
        Assert.Equal("SALES.DEMO_VIEW", Assert.Single(await Platform.WithdrawAsync("PUBLIC.DEMO", None)).ToString());
        Assert.Empty(await Platform.WithdrawAsync("PUBLIC.DEMO", None));
    }

    [Fact]
    public async Task A_group_that_is_not_there_and_a_target_elsewhere_are_refused_before_anything_runs()
    {
        DataPolicy group = Policy(change: text => text.Replace("group: MARKETING", "group: NOBODY", StringComparison.Ordinal));
        DataPolicy elsewhere = Policy(change: text => text.Replace("PUBLIC.DEMO_VIEW", "ARCHIVE.PUBLIC.DEMO_VIEW", StringComparison.Ordinal));
        foreach (DataPolicy policy in new[] { group, elsewhere })
        {
            PaceException error = await Assert.ThrowsAsync<PaceException>(() => Platform.ApplyAsync(Request(policy), None));
            Assert.Equal(PaceErrorKind.PolicyInvalid, error.Kind);
        }

        Assert.Single(Stub.Content.Relations);
    }
}
