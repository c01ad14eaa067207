using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Platforms.Postgres;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Tests.Platforms.Postgres;

public sealed class PostgresApplyPlannerTests
{
    private const string Owner = "pace";
    private static readonly QualifiedName Name = new(["public", "v"]);
    private static readonly string Hash = "sha256:" + new string('0', 64);
    private static readonly string OtherHash = "sha256:" + new string('1', 64);
    private static readonly ColumnShape Id = new("id", 20, "");

    [Fact]
    public void A_new_view_is_created_granted_and_marked_in_this_order()
    {
        PostgresPlan plan = Plan(Request(1), State());

        Assert.Equal(
            [
                "create view \"public\".\"v\"\nwith (security_barrier = true) as\nselect id from t",
                "grant select on \"public\".\"v\" to \"marketing\"",
                $$"""comment on view "public"."v" is 'pace: {"format":1,"policy":"public.t","version":1,"hash":"{{Hash}}","grants":["marketing"],"owner":"pace"}'""",
            ],
            plan.Statements.Select(statement => statement.Sql));
    }

    [Fact]
    public void A_version_goes_on_where_nothing_contradicts_it()
    {
        Assert.Equal(5, Plan(Request(5), State(Mark(3, OtherHash))).Version);
        Assert.Equal(3, Plan(Request(3), State(Mark(3, Hash))).Version);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public void A_version_that_is_there_otherwise_is_refused_or_counted_on_from(int version)
    {
        PostgresState state = State(Mark(3, OtherHash));

        PaceException error = Assert.Throws<PaceException>(() => Plan(Request(version), state));
        Assert.Equal(PaceErrorKind.VersionConflict, error.Kind);
        Assert.Equal(4, Plan(Request(version) with { NextAfterPlatform = true }, state).Version);
        Assert.Equal(4, Plan(Request(version) with { Force = true }, state).Version);
    }

    [Fact]
    public void After_the_last_version_there_is_no_next()
    {
        PostgresState state = State(Mark(int.MaxValue, OtherHash));

        Assert.Equal(
            PaceErrorKind.VersionConflict,
            Assert.Throws<PaceException>(() => Plan(Request(1) with { NextAfterPlatform = true }, state)).Kind);
    }

    [Fact]
    public void Views_that_are_dropped_go_before_those_that_are_made()
    {
        MarkedView former = new(Mark(1, Hash) with { Target = new QualifiedName(["public", "old"]) }, Owner, true, []);
        PostgresState state = State() with { Marked = [former] };

        Assert.Equal("drop view \"public\".\"old\"", Plan(Request(2), state).Statements[0].Sql);
    }

    [Fact]
    public void A_view_of_another_owner_gets_its_owner_back_when_it_is_made_anew()
    {
        ExistingRelation existing = Existing(Mark(1, Hash)) with
        {
            Owner = "boss",
            Columns = [(new ColumnShape("id", 25, ""), null)],
            Acl = [new AclEntry("boss", "auditor", "SELECT", false)],
        };
        TargetState target = State().Targets[0] with
        {
            Existing = existing,
            DefaultAcl = [new AclEntry(Owner, Owner, "SELECT", false), new AclEntry(Owner, "boss", "INSERT", false), new AclEntry(Owner, "other", "SELECT", false)],
        };
        PostgresState state = State() with { Targets = [target] };

        string[] statements = [.. Plan(Request(2), state).Statements.Select(statement => statement.Sql)];

        Assert.Equal("drop view \"public\".\"v\"", statements[0]);
        Assert.StartsWith("create view", statements[1], StringComparison.Ordinal);
        Assert.Equal(
            [
                "alter view \"public\".\"v\" owner to \"boss\"",
                "revoke select on \"public\".\"v\" from \"other\" cascade",
                "grant select on \"public\".\"v\" to \"auditor\"",
                "grant select on \"public\".\"v\" to \"marketing\"",
            ],
            statements[2..6]);
    }

    private static PostgresPlan Plan(ApplyRequest request, PostgresState state) =>
        PostgresApplyPlanner.Plan(request, state, new HashSet<QualifiedName>());

    private static ApplyRequest Request(int version)
    {
        CompiledView view = new(Name, ["id"], "select id from t", true, ["marketing"], [], []);
        return new ApplyRequest(
            new DataPolicy(), new CompiledPolicy("public.t", new QualifiedName(["public", "t"]), [view], Hash), version);
    }

    private static ViewMark Mark(int version, string hash) => new(Name, "public.t", version, hash, ["marketing"]);

    private static ExistingRelation Existing(ViewMark mark) => new(
        PostgresCatalog.View, Owner, CommentMark.Write(mark, null), [(Id, null)], [new AclEntry(Owner, "marketing", "SELECT", false)], []);

    private static PostgresState State(ViewMark? mark = null) => new(
        Owner,
        [new TargetState(Request(1).Compiled.Views[0], [Id], mark is null ? null : Existing(mark), [new AclEntry(Owner, Owner, "SELECT", false)])],
        mark is null ? [] : [new MarkedView(mark, Owner, true, [])]);
}
