using Pace.Engine.Comparison;
using Pace.Engine.Compilation;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Storage;
using Pace.Engine.Tests.Storage.Support;

namespace Pace.Engine.Tests.Comparison;

public sealed class AppliedBaselineTests
{
    private static readonly QualifiedName View = new(["public", "v"]);

    [Fact]
    public void It_is_the_version_that_the_view_is_marked_with_not_the_newest()
    {
        DriftRequest? found = Find([Stored(1), Stored(2)], [Mark(1)]);
        Assert.Equal((1, "one"), (found!.Version, found.Policy.Metadata!.Title));
    }

    [Fact]
    public void Content_counts_more_than_the_number_that_somebody_wrote_into_the_mark()
    {
        Assert.Equal(2, Find([Stored(1), Stored(2)], [Mark(2) with { Version = 1 }])!.Version);
        // Of another machine, which counts further.
        Assert.Equal(9, Find([Stored(1), Stored(2)], [Mark(2) with { Version = 9 }])!.Version);
    }

    [Fact]
    public void What_another_machine_applied_is_known_where_it_is_what_is_about_to_be_applied()
    {
        Assert.Equal(5, Find([], [Mark(1) with { Version = 5 }])!.Version);
        Assert.Null(Find([], [Mark(2)]));
    }

    [Fact]
    public void A_mark_that_fits_nothing_hides_no_other() =>
        Assert.Equal(1, Find([Stored(1)], [Mark(1) with { Version = 99, Hash = "sha256:x" }, Mark(1)])!.Version);

    [Fact]
    public void Where_no_view_is_left_it_is_what_was_applied_last()
    {
        Assert.Equal(1, Find([Stored(1, applied: 3), Stored(2, applied: 1), Stored(3)], [])!.Version);
        Assert.Null(Find([Stored(1), Stored(2)], []));
    }

    private static DriftRequest? Find(IReadOnlyList<StoredPolicy> history, IReadOnlyList<ViewMark> marks) =>
        AppliedBaseline.Find(history, marks, Titled(1), policy => new CompiledPolicy(policy.Id, View, [], Hash(policy)));

    private static StoredPolicy Stored(int version, int? applied = null) => new(
        "pg", "public.demo", version, false, Titled(version), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch,
        applied is { } at ? DateTimeOffset.UnixEpoch.AddDays(at) : null);

    private static ViewMark Mark(int version) => new(View, "public.demo", version, Hash(Titled(version)), []);

    private static DataPolicy Titled(int version) => Some.Policy(version switch { 1 => "one", 2 => "two", _ => "three" });

    private static string Hash(DataPolicy policy) => "sha256:" + policy.Metadata!.Title;
}
