using System.Text.Json.Nodes;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Warehouse.Tests.Support;

namespace Pace.Engine.Warehouse.Tests;

public sealed class BigQueryApplyTests : BigQueryTest
{
    private JsonObject? View => Stub.Content.Tables.GetValueOrDefault(("views", "demo_view"));

    [Fact]
    public async Task A_policy_that_fits_has_no_problems()
    {
        DataPolicy policy = Policy();
        Assert.Empty(await Platform.CheckAsync(policy, Compile(policy), None));
    }

    [Fact]
    public async Task Checking_tells_every_problem_with_its_position()
    {
        DataPolicy policy = Policy(text => text
            .Replace("[ address, zip ]", "[ address, zipp ]", StringComparison.Ordinal)
            .Replace("group: marketing", "group: markting", StringComparison.Ordinal)
            .Replace("shop-project.views.demo_view", "shop-project.view.demo_view", StringComparison.Ordinal));
        IReadOnlyList<Diagnostic> problems = await Platform.CheckAsync(policy, Compile(policy), None);
        Assert.Equal(
            [DiagnosticCodes.ColumnNotCovered, DiagnosticCodes.ColumnNotFound, DiagnosticCodes.RefusedByPlatform, DiagnosticCodes.GroupNotFound],
            problems.Select(problem => problem.Code));
        Assert.All(problems, problem => Assert.NotNull(problem.Position));
    }

    [Fact]
    public async Task A_complaint_about_the_policys_own_SQL_stands_at_its_very_place()
    {
        DataPolicy policy = Policy(text => text.Replace("age > 18", "age > 18 and no_such_column = 1", StringComparison.Ordinal));
        Diagnostic problem = Assert.Single(await Platform.CheckAsync(policy, Compile(policy), None));
        Assert.Equal("no_such_column", problem.SourceLine!.Substring(problem.Position!.Value.Column - 1, 14));
        Assert.All(Stub.Requests.Where(request => request.Path.EndsWith("/jobs", StringComparison.Ordinal) && request.Statement.Contains("demo", StringComparison.Ordinal)),
            request => Assert.Contains("\"dryRun\":true", request.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Applying_does_what_planning_showed_and_leaves_view_mark_and_authorization()
    {
        ApplyRequest request = Request(Policy());
        ApplyPlan plan = await Platform.PlanAsync(request, None);
        Assert.Null(View);
        ApplyResult result = await Platform.ApplyAsync(request, None);
        Assert.Equal(plan.Statements, result.Statements);
        Assert.Equal(2, plan.Statements.Count);
        Assert.Equal(["views.demo_view"], Stub.Content.Authorized("shop"));
        ViewMark mark = Assert.Single(await Platform.ReadMarksAsync("shop-project.shop.demo", None));
        Assert.Equal(("shop-project.views.demo_view", 1, request.Compiled.Hash), (mark.Target.ToString(), mark.Version, mark.Hash));
        TableInfo table = Assert.Single(await Platform.ListTablesAsync("views", Page.All, None));
        Assert.Equal(("view", "shop-project.shop.demo", (string?)null), (table.Kind, table.Policy, table.Comment));
    }

    [Fact]
    public async Task Applying_again_changes_query_and_mark_in_one_request_and_nothing_else()
    {
        await Platform.ApplyAsync(Request(Policy()), None);
        DataPolicy second = Policy(text => text.Replace("age > 18", "age > 21", StringComparison.Ordinal));
        ApplyResult result = await Platform.ApplyAsync(Request(second, 2), None);
        Assert.Single(result.Statements);
        Assert.Contains("age > 21", (string)View!["view"]!["query"]!, StringComparison.Ordinal);
        Assert.Single(Stub.Requests, request => request.Method == "PATCH" && request.Path.EndsWith("/demo_view", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_changes_a_view_in_between_is_not_overwritten()
    {
        await Platform.ApplyAsync(Request(Policy()), None);
        Stub.Disturb(412, 1, path: "PATCH ", reason: "conditionNotMet");
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => Platform.ApplyAsync(Request(Policy(), 2), None));
        Assert.Equal(PaceErrorKind.VersionConflict, error.Kind);
    }

    [Fact]
    public async Task A_view_that_cannot_be_authorized_shows_nothing_and_applying_again_goes_on()
    {
        Stub.Disturb(403, 1, path: "PATCH ", reason: "accessDenied");
        DataPolicy policy = Policy(text => text.Replace("views.demo_view", "shop.demo_view", StringComparison.Ordinal));
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => Platform.ApplyAsync(Request(policy), None));
        Assert.Contains("1 of 2 steps were done before", error.Message, StringComparison.Ordinal);
        Assert.Empty(Stub.Content.Authorized("shop"));
        await Platform.ApplyAsync(Request(policy), None);
        Assert.Equal(["shop.demo_view"], Stub.Content.Authorized("shop"));
        // Somebody takes the authorization back: the next apply sees that it is missing.
        JsonArray access = Stub.Content.Datasets["shop"]["access"]!.AsArray();
        access.Remove(access.Single(entry => entry!["view"] is not null));
        ApplyResult again = await Platform.ApplyAsync(Request(policy), None);
        Assert.StartsWith("-- authorize", again.Statements[^1], StringComparison.Ordinal);
        Assert.Equal(["shop.demo_view"], Stub.Content.Authorized("shop"));
    }

    [Fact]
    public async Task A_former_target_is_dropped_with_its_authorization_and_withdrawing_leaves_nothing()
    {
        await Platform.ApplyAsync(Request(Policy()), None);
        await Platform.ApplyAsync(Request(Policy(text => text.Replace("views.demo_view", "views.other_view", StringComparison.Ordinal)), 2), None);
        Assert.Null(View);
        Assert.Equal(["views.other_view"], Stub.Content.Authorized("shop"));
        ApplyPlan plan = await Platform.PlanWithdrawAsync("shop-project.shop.demo", None);
        Assert.Equal(2, plan.Statements.Count);
        Assert.StartsWith("-- end the authorization", plan.Statements[0], StringComparison.Ordinal);
        Assert.Equal("shop-project.views.other_view", Assert.Single(await Platform.WithdrawAsync("shop-project.shop.demo", None)).ToString());
        Assert.Empty(Stub.Content.Authorized("shop"));
        Assert.Empty(await Platform.WithdrawAsync("shop-project.shop.demo", None));
    }

    [Fact]
    public async Task With_the_IAM_check_groups_are_granted_the_view_and_lose_it_with_the_policy()
    {
        Stub.Content.AddDataset("principal_check_routines");
        await using IProcessingPlatform iam = Create(("user-groups-table", null), ("use-iam-check-extension", "true"));
        await iam.ApplyAsync(Request(Policy(), platform: iam), None);
        Assert.Equal(["group:fraud_and_risk", "group:marketing"], Stub.Content.Readers(("views", "demo_view")));
        Stub.Content.Readers(("views", "demo_view")).Add("group:auditors");
        DataPolicy second = Policy(text => text.Replace("group: marketing", "group: support", StringComparison.Ordinal));
        ApplyResult result = await iam.ApplyAsync(Request(second, 2, platform: iam), None);
        Assert.Equal(["revoke", "create", "grant"], result.Statements.Select(statement => statement.Split(' ')[0]));
        Assert.Equal(["group:auditors", "group:fraud_and_risk", "group:support"], Stub.Content.Readers(("views", "demo_view")));
    }

    [Fact]
    public async Task A_view_that_Pace_did_not_make_is_taken_over_with_force_only_and_a_table_never()
    {
        DataPolicy policy = Policy();
        await Platform.ApplyAsync(Request(policy), None);
        View!["description"] = "by hand";
        PaceException view = await Assert.ThrowsAsync<PaceException>(() => Platform.PlanAsync(Request(policy), None));
        Assert.Equal(PaceErrorKind.TargetNotPace, view.Kind);
        await Platform.ApplyAsync(Request(policy, force: true), None);
        Assert.StartsWith("by hand\npace: {", (string)View!["description"]!, StringComparison.Ordinal);
        View!["type"] = "TABLE";
        PaceException table = await Assert.ThrowsAsync<PaceException>(() => Platform.PlanAsync(Request(policy, force: true), None));
        Assert.Equal(PaceErrorKind.TargetNotPace, table.Kind);
    }
}
