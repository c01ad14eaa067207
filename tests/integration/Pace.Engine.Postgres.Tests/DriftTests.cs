using Pace.Engine.Comparison;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Postgres.Tests.Support;

namespace Pace.Engine.Postgres.Tests;

/// <summary>What somebody changes by hand is found, named, and mended by the SQL that stands there.</summary>
public sealed class DriftTests : PostgresTest
{
    private const string View = "public.demo_view";

    // A view that hides rows, so that it has a security barrier.
    private const string Filtered =
        """

          filters:
            - generic_filter:
                conditions:
                  - { principals: [ { group: "%fraud%" } ], condition: "true" }
                  - { principals: [], condition: "age > 17" }
        """;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (TestServer.ConnectionString is not null)
        {
            await SqlAs("pace", Demo);
        }
    }

    [PostgresFact]
    public async Task What_was_just_applied_is_no_drift()
    {
        DriftRequest request = await Applied();
        Assert.Empty(await Platform().FindDriftAsync(request, None));
        Assert.Empty(await SuperuserPlatform().FindDriftAsync(request, None));
        Assert.Equal(["demo", "demo_view"], await Rows(null, "select relname from pg_class where relkind in ('r', 'v') and relnamespace = 'public'::regnamespace"));
    }

    [PostgresFact]
    public Task A_view_whose_mask_was_taken_off() => IsFoundAndMended(
        DifferenceKind.ViewChanged,
        $"create or replace view {View} with (security_barrier = true) as select id, email, age, brand from public.demo where age > 17",
        "the view shows column 'email' in another way, and other rows");

    [PostgresFact]
    public Task A_view_made_anew_with_another_column() => AreFoundAndMended(
        [DifferenceKind.ViewChanged, DifferenceKind.OptionsChanged, DifferenceKind.MarkRemoved, DifferenceKind.GrantRevoked, DifferenceKind.GrantRevoked],
        $"drop view {View}; create view {View} as select id, email, age, brand, 1 as more from public.demo");

    [PostgresFact]
    public Task A_view_that_was_dropped() => IsFoundAndMended(DifferenceKind.ViewDropped, $"drop view {View}", "the view is not there");

    [PostgresFact]
    public Task A_grant_that_was_revoked() => IsFoundAndMended(
        DifferenceKind.GrantRevoked, $"revoke select on {View} from %marketing%", "group '%marketing%' may not select from the view");

    [PostgresFact]
    public Task A_grant_that_was_given_to_somebody_else() => IsFoundAndMended(
        DifferenceKind.GrantGiven, $"grant select on {View} to %auditor%", "'%auditor%' may select from the view, and the policy does not name it",
        DiagnosticSeverity.Warning);

    [PostgresFact]
    public Task A_grant_that_was_given_to_everybody_on_one_column() => IsFoundAndMended(
        DifferenceKind.GrantGiven, $"grant select (email) on {View} to public",
        "everybody (PUBLIC) may select column 'email' of the view, and the policy does not name it", DiagnosticSeverity.Warning);

    [PostgresFact]
    public Task A_right_to_write() => IsFoundAndMended(
        DifferenceKind.RightGiven, $"grant insert, delete on {View} to %marketing%", "'%marketing%' may do more than select: delete, insert");

    [PostgresFact]
    public Task A_right_that_may_be_passed_on() => IsFoundAndMended(
        DifferenceKind.RightGiven, $"grant select on {View} to %marketing% with grant option", "group '%marketing%' may pass its right to select on");

    [PostgresFact]
    public Task A_security_barrier_that_was_switched_off() => IsFoundAndMended(
        DifferenceKind.OptionsChanged, $"alter view {View} reset (security_barrier)", "the security barrier is off, so that hidden rows can be made out");

    [PostgresFact]
    public Task Another_option_that_was_set() => IsFoundAndMended(
        DifferenceKind.OptionsChanged, $"alter view {View} set (security_barrier = on, check_option = local)", "option check_option is set");

    [PostgresFact]
    public Task A_mark_that_was_removed() => IsFoundAndMended(
        DifferenceKind.MarkRemoved, $"comment on view {View} is 'ours now'", "the view does not have the policy's mark");

    [PostgresFact]
    public async Task A_mark_of_another_version()
    {
        DriftRequest request = await Applied();
        await IsFoundAndMended(request with { Version = 2 }, "select 1", [DifferenceKind.VersionDiffers], "the view has the mark of another version");
    }

    [PostgresFact]
    public async Task An_owner_that_was_changed()
    {
        await Sql("grant %other% to %pace%; grant create, usage on schema public to %other%; grant select on public.demo to %other%");
        await IsFoundAndMended(DifferenceKind.OwnerChanged, $"alter view {View} owner to %other%", "the view belongs to '%other%'");
    }

    [PostgresFact]
    public Task A_group_that_was_dropped() => IsFoundAndMended(
        DifferenceKind.PrincipalDropped,
        "drop owned by %marketing%; drop role %marketing%",
        "there is no group '%marketing%'");

    [PostgresFact]
    public Task A_schema_that_a_group_may_no_longer_use() => IsFoundAndMended(
        DifferenceKind.UsageRevoked, "revoke usage on schema public from public; grant usage on schema public to %marketing%",
        "group '%fraud%' may not use schema 'public'", DiagnosticSeverity.Warning);

    [PostgresFact]
    public Task A_column_that_was_renamed() => IsFoundAndMended(
        DifferenceKind.ColumnRenamed, "alter table public.demo rename column age to years", "column 'age' is called 'years'");

    [PostgresFact]
    public Task A_column_that_was_dropped_and_the_view_with_it() => AreFoundAndMended(
        [DifferenceKind.ColumnDropped, DifferenceKind.ViewDropped], "alter table public.demo drop column brand cascade");

    [PostgresFact]
    public Task A_column_of_another_type_below_a_view_that_was_made_again() => AreFoundAndMended(
        [DifferenceKind.ColumnRetyped, DifferenceKind.OptionsChanged, DifferenceKind.MarkRemoved, DifferenceKind.GrantRevoked, DifferenceKind.GrantRevoked],
        $"drop view {View}; alter table public.demo alter column age type text; create view {View} as select id, email, age, brand from public.demo");

    [PostgresFact]
    public async Task A_column_that_no_policy_covers_and_only_since_it_is_new()
    {
        await SqlAs("pace", "alter table public.demo add column ssn text");
        DriftRequest request = await Applied();
        Assert.Empty(await Platform().FindDriftAsync(request, None));

        await SqlAs("pace", "alter table public.demo add column phone text");

        PolicyDifference found = Assert.Single(await Platform().FindDriftAsync(request, None));
        Assert.Equal((DifferenceKind.ColumnAdded, "public.demo", null, "phone text", DiagnosticSeverity.Warning),
            (found.Kind, found.Where, found.Expected, found.Actual, found.Severity));
        await Platform().ApplyAsync(new ApplyRequest(request.Policy, request.Compiled, 1), None);
        Assert.Empty(await Platform().FindDriftAsync(request, None));
    }

    [PostgresFact]
    public async Task A_view_that_is_no_target_any_more()
    {
        DriftRequest request = await Applied();
        string comment = (await Rows(null, $"select obj_description('{View}'::regclass, 'pg_class')"))[0];
        await IsFoundAndMended(
            request,
            $"create view public.copy as select * from public.demo; comment on view public.copy is '{comment}'",
            [DifferenceKind.ViewLeft],
            "a view with the policy's mark that is none of its targets");
    }

    [PostgresFact]
    public async Task A_table_in_the_place_of_a_view_is_named_and_left_to_people()
    {
        DriftRequest request = await Applied();
        await SqlAs("pace", $"drop view {View}; create table {View} (id int)");

        PolicyDifference found = Assert.Single(await Platform().FindDriftAsync(request, None));

        Assert.Equal((DifferenceKind.ViewReplaced, "table", ""), (found.Kind, found.Actual, found.Sql));
    }

    [PostgresFact]
    public async Task A_table_that_is_gone()
    {
        DriftRequest request = await Applied();
        await SqlAs("pace", "drop table public.demo cascade");
        Assert.Equal(
            [DifferenceKind.SourceMissing, DifferenceKind.ViewDropped],
            (await Platform().FindDriftAsync(request, None)).Select(found => found.Kind));
    }

    [PostgresFact]
    public async Task The_gate_names_each_change_that_publishing_would_go_over()
    {
        DriftRequest request = await Applied();
        await SqlAs("pace", $"revoke select on {View} from %marketing%; alter view {View} reset (security_barrier); grant select on {View} to %auditor%");
        IReadOnlyList<PolicyDifference> found = await Platform().FindDriftAsync(request, None);

        PaceException refused = Assert.Throws<PaceException>(() => DriftGate.Refuse(request, found));

        Assert.Equal(PaceErrorKind.PlatformDrift, refused.Kind);
        Assert.Contains($"GrantRevoked {View}: group '{Role("marketing")}' may not select from the view", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"OptionsChanged {View}: ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("auditor", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Compare-PaceDataPolicy public.demo", refused.Remedy, StringComparison.Ordinal);
    }

    private async Task<DriftRequest> Applied()
    {
        ApplyRequest request = await Request(Masked(View, "marketing", "fraud") + Filtered);
        await Platform().ApplyAsync(request, None);
        return new DriftRequest(request.Policy, request.Compiled, 1);
    }

    private async Task IsFoundAndMended(
        DifferenceKind kind, string change, string what, DiagnosticSeverity severity = DiagnosticSeverity.Error)
    {
        IReadOnlyList<PolicyDifference> found = await IsFoundAndMended(await Applied(), change, [kind], what);
        Assert.Equal(severity, found[0].Severity);
    }

    private async Task AreFoundAndMended(DifferenceKind[] kinds, string change) => await IsFoundAndMended(await Applied(), change, kinds, null);

    private async Task<IReadOnlyList<PolicyDifference>> IsFoundAndMended(DriftRequest request, string change, DifferenceKind[] kinds, string? what)
    {
        await Sql($"set role %pace%; {(change.Contains("role %", StringComparison.Ordinal) ? "reset role;" : "")} {change}");

        IReadOnlyList<PolicyDifference> found = await Platform().FindDriftAsync(request, None);

        Assert.Equal(kinds, found.Select(difference => difference.Kind));
        Assert.All(found, difference =>
        {
            Assert.Equal(("public.demo", "pg"), (difference.Policy, difference.ProcessingPlatform));
            Assert.NotEqual(difference.Expected, difference.Actual);
            Assert.EndsWith(";\n", difference.Sql, StringComparison.Ordinal);
            Assert.EndsWith(".", difference.Remedy, StringComparison.Ordinal);
        });
        if (what is not null)
        {
            Assert.Equal(what.Replace("%marketing%", Role("marketing"), StringComparison.Ordinal)
                .Replace("%fraud%", Role("fraud"), StringComparison.Ordinal).Replace("%auditor%", Role("auditor"), StringComparison.Ordinal)
                .Replace("%other%", Role("other"), StringComparison.Ordinal), found[0].What);
        }

        foreach (PolicyDifference difference in found)
        {
            // Making a role takes a superuser.
            bool makesRole = difference.Sql.StartsWith("create role", StringComparison.Ordinal);
            await SqlAs(makesRole ? null : "pace", difference.Sql);
        }

        Assert.Empty(await Platform().FindDriftAsync(request, None));
        return found;
    }
}
