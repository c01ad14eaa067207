using FsCheck.Fluent;
using Pace.Engine.GlobalTransforms;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Policies.Writing;
using Pace.Engine.Tests.Support;
using Pace.Engine.Validation;

namespace Pace.Engine.Tests.GlobalTransforms;

public sealed class TaggedBlueprintTests
{
    private static readonly TransformAction Identity = new IdentityTransform();
    private static readonly TransformAction Nullify = new NullifyTransform();
    private static readonly TransformAction Fixed = new FixedTransform { Value = "x" };

    [Fact]
    public void A_field_gets_the_transforms_of_its_tag_and_each_says_which()
    {
        DataPolicy policy = Apply(["pii"], Tag("pii", On(Identity, "fraud"), On(Nullify)));

        RuleSet ruleSet = Assert.Single(policy.RuleSets);
        Assert.Equal("public.t_view", ruleSet.Target!.Ref!.IntegrationFqn);
        FieldTransform field = Assert.Single(ruleSet.FieldTransforms);
        Assert.Equal("a", field.Field!.Name);
        Assert.Equal([On(Identity, "fraud"), On(Nullify)], field.Transforms);
        Assert.All(field.Transforms, transform => Assert.Equal("pii", transform.FromTag));
    }

    [Fact]
    public void A_table_without_tags_that_have_transforms_has_no_rule_set()
    {
        Assert.Empty(Apply([], Tag("pii", On(Nullify))).RuleSets);
        Assert.Empty(Apply(["other"], Tag("pii", On(Nullify))).RuleSets);
        Assert.Empty(Apply(["pii"]).RuleSets);
    }

    [Theory]
    [InlineData("PII Email", "pii-email", true)]
    [InlineData("pii_email", "PII-EMAIL", true)]
    [InlineData("a_b", "axb", false)]
    [InlineData("a%", "abc", false)]
    [InlineData("pii", "pii2", false)]
    public void Tags_are_one_in_both_directions_or_in_none(string field, string stored, bool same)
    {
        Assert.Equal(same ? 1 : 0, Apply([field], Tag(stored, On(Nullify))).RuleSets.Count);
        Assert.Equal(same ? 1 : 0, Apply([stored], Tag(field, On(Nullify))).RuleSets.Count);
    }

    [Fact]
    public void The_first_tag_decides_for_a_group_and_the_first_default_for_everybody_else()
    {
        GlobalTransform first = Tag("one", On(Identity, "x", "y"), On(Fixed));
        GlobalTransform second = Tag("two", On(Nullify, "y", "z"), On(Nullify));

        Assert.Equal([On(Identity, "x", "y"), On(Nullify, "z"), On(Fixed)], Combined(["one", "two"], first, second));
        Assert.Equal([On(Nullify, "y", "z"), On(Identity, "x"), On(Nullify)], Combined(["two", "one"], first, second));
    }

    [Fact]
    public void A_transform_whose_groups_were_all_named_before_does_not_become_the_one_for_everybody()
    {
        GlobalTransform mask = Tag("mask", On(Nullify, "x"));
        GlobalTransform open = Tag("open", On(Identity, "x"), On(Nullify));

        Assert.Equal([On(Nullify, "x"), On(Nullify)], Combined(["mask", "open"], mask, open));
    }

    [Fact]
    public void A_role_and_a_group_of_one_name_are_two()
    {
        Transform role = new() { Principals = [new Principal(PrincipalKind.Role, "x")], Action = Nullify };
        Assert.Equal(
            [On(Identity, "x"), role, On(Fixed)],
            Combined(["one", "two"], Tag("one", On(Identity, "x"), On(Fixed)), Tag("two", role, On(Nullify))));
    }

    [Fact]
    public void Whatever_the_tags_nobody_is_named_twice_and_who_is_in_no_transform_is_never_shown_more_than_a_default() =>
        Property.Holds(
            Gen.ListOf(Gen.ListOf(Gen.Two(Gen.Choose(0, 4)), 3), 3),
            tags =>
            {
                GlobalTransform[] all = [.. tags.Select((transforms, tag) => Tag($"t{tag}",
                    [.. transforms.Select(pair => On(pair.Item1 % 2 == 0 ? Identity : Nullify, $"g{pair.Item2}")), On(Fixed)]))];
                ValueList<Transform> combined = Combined([.. all.Select(transform => transform.Ref)], all);
                List<Principal> named = [.. combined.SelectMany(transform => transform.Principals)];
                Assert.Equal(named.Distinct().Count(), named.Count);
                Assert.Equal(all.Length == 0 ? 0 : 1, combined.Count(transform => transform.Principals.Count == 0));
                Assert.True(combined.Count == 0 || combined[^1].Action == Fixed);
            });

    [Fact]
    public void The_blueprint_is_a_valid_policy_and_its_text_reads_back_as_the_same()
    {
        DataPolicy policy = Apply(["pii"], Tag("PII", On(Identity, "fraud"), On(Nullify)));
        string text = PolicyWriter.Write(policy, PolicyFormat.Yaml);

        Assert.Equal(2, text.Split('\n').Count(line => line.Trim() == "# from tag pii"));
        Assert.DoesNotContain("pii", PolicyWriter.Write(policy with { Source = null }, PolicyFormat.Json), StringComparison.Ordinal);
        PolicyReadResult read = PolicyReader.Read(text, PolicyFormat.Yaml);
        Assert.Empty(read.Diagnostics);
        Assert.Equal(policy, read.Policy);
        Assert.Empty(PolicyValidator.Validate(policy));
    }

    private static ValueList<Transform> Combined(string[] tags, params GlobalTransform[] transforms) =>
        Apply(tags, transforms) is { RuleSets: [var ruleSet] } ? ruleSet.FieldTransforms[0].Transforms : [];

    private static DataPolicy Apply(string[] tags, params GlobalTransform[] transforms) => TaggedBlueprint.Apply(
        new DataPolicy
        {
            Metadata = new PolicyMetadata { Title = "public.t" },
            Source = new PolicySource
            {
                Ref = new ResourceUrn
                {
                    IntegrationFqn = "public.t",
                    Platform = new PlatformReference { Id = "pg", PlatformType = PlatformType.Postgres },
                },
                Fields = [new Field { NameParts = ["id"], Type = "integer" }, new Field { NameParts = ["a"], Type = "text", Tags = tags.ToValueList() }],
            },
        },
        transforms);

    private static GlobalTransform Tag(string tag, params Transform[] transforms) =>
        new() { TagTransform = new TagTransform { TagContent = tag, Transforms = transforms.ToValueList() } };

    private static Transform On(TransformAction action, params string[] groups) =>
        new() { Action = action, Principals = groups.Select(Principal.Group).ToValueList() };
}
