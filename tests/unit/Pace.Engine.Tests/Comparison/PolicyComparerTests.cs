using FsCheck.Fluent;
using Pace.Engine.Comparison;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Policies.Writing;
using Pace.Engine.Tests.Platforms.Sqlite.Support;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Comparison;

public sealed class PolicyComparerTests
{
    [Fact]
    public void A_policy_does_not_differ_from_itself_whatever_it_says() =>
        Property.Holds(PolicyGenerator.Policy, policy => Assert.Empty(PolicyComparer.Compare(policy, policy)));

    [Fact]
    public void Policies_that_are_written_otherwise_differ_and_the_other_way_round_as_often() => Property.Holds(
        PolicyGenerator.Policy.Two().Select(pair => (Left: WithoutStoredParts(pair.Item1), Right: WithoutStoredParts(pair.Item2))),
        pair =>
        {
            if (PolicyWriter.Write(pair.Left, PolicyFormat.Json) != PolicyWriter.Write(pair.Right, PolicyFormat.Json))
            {
                Assert.NotEmpty(PolicyComparer.Compare(pair.Left, pair.Right));
                Assert.Equal(PolicyComparer.Compare(pair.Left, pair.Right).Count, PolicyComparer.Compare(pair.Right, pair.Left).Count);
            }
        });

    [Fact]
    public void Versions_and_times_are_no_difference()
    {
        DataPolicy policy = Demo();
        DataPolicy stored = policy with { Metadata = policy.Metadata! with { Version = 3, CreateTime = DateTimeOffset.UnixEpoch, LastApplyTime = DateTimeOffset.UnixEpoch } };
        Assert.Empty(PolicyComparer.Compare(policy, stored));
    }

    [Theory]
    [InlineData("\"****$1\"", "\"x$1\"", DifferenceKind.Changed, "view demo_view, column 'email', for marketing, regexp, replacement", "****$1", "x$1")]
    [InlineData("title: demo", "title: other", DifferenceKind.Changed, "title", "demo", "other")]
    [InlineData("age > 17", "age > 18", DifferenceKind.Changed, "view demo_view, filter 1, for everyone else, condition", "age > 17 and amount >= 20.5", "age > 18 and amount >= 20.5")]
    [InlineData("type: date }", "type: timestamp }", DifferenceKind.Changed, "field 'joined', type", "date", "timestamp")]
    [InlineData("{ name_parts: [ id ], type: integer, required: true }", "{ name_parts: [ id ], type: integer }", DifferenceKind.Removed, "field 'id', required", "true", null)]
    [InlineData("value: \"?\"", "value: \"\"", DifferenceKind.Removed, "view demo_view, column 'email', for everyone else, fixed, value", "?", null)]
    public void A_change_is_one_difference_with_its_place(
        string from, string to, DifferenceKind kind, string what, string? expected, string? actual)
    {
        PolicyDifference found = Assert.Single(PolicyComparer.Compare(Demo(), Read(SamplePolicies.Demo.Replace(from, to, StringComparison.Ordinal))));
        Assert.Equal((kind, what, expected, actual, "demo"), (found.Kind, found.What, found.Expected, found.Actual, found.Policy));
    }

    [Fact]
    public void A_branch_that_is_added_before_others_is_one_difference()
    {
        string more = SamplePolicies.Demo.Replace(
            "- { principals: [ { group: marketing } ], regexp", "- { principals: [ { group: new } ], nullify: {} }\n          - { principals: [ { group: marketing } ], regexp", StringComparison.Ordinal);
        PolicyDifference found = Assert.Single(PolicyComparer.Compare(Demo(), Read(more)));
        Assert.Equal(
            (DifferenceKind.Added, "rule_sets[demo_view].field_transforms[email].transforms[new]"), (found.Kind, found.Where));
    }

    [Fact]
    public void Another_order_of_branches_is_a_difference_because_the_first_decides()
    {
        DataPolicy policy = Demo();
        FieldTransform email = policy.RuleSets[0].FieldTransforms[0];
        FieldTransform turned = email with { Transforms = [email.Transforms[1], email.Transforms[0], email.Transforms[2]] };
        DataPolicy other = policy with
        {
            RuleSets = [policy.RuleSets[0] with { FieldTransforms = [turned, .. policy.RuleSets[0].FieldTransforms.Skip(1)] }],
        };
        PolicyDifference found = Assert.Single(PolicyComparer.Compare(policy, other));
        Assert.Equal(
            ("view demo_view, column 'email': order", "administrator, marketing, everyone else", "marketing, administrator, everyone else"),
            (found.What, found.Expected, found.Actual));
    }

    private static DataPolicy Demo() => Read(SamplePolicies.Demo);

    private static DataPolicy Read(string yaml) => PolicyReader.Read(yaml, PolicyFormat.Yaml).Policy!;

    private static DataPolicy WithoutStoredParts(DataPolicy policy) => policy with
    {
        Metadata = policy.Metadata is { } metadata ? metadata with { Version = 0, CreateTime = null, UpdateTime = null, LastApplyTime = null } : null,
    };
}
