using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.GlobalTransforms;

/// <summary>Gives a table's blueprint the transforms of its fields' tags.</summary>
public static class TaggedBlueprint
{
    private const string ViewSuffix = "_view";

    /// <summary>The blueprint with a rule set for a view; as it is where no tag of it has a transform.</summary>
    /// <param name="blueprint">A policy without rule sets.</param>
    /// <param name="transforms">The global transforms.</param>
    public static DataPolicy Apply(DataPolicy blueprint, IEnumerable<GlobalTransform> transforms)
    {
        ArgumentNullException.ThrowIfNull(blueprint);
        Dictionary<string, TagTransform> byTag = transforms.Select(transform => transform.TagTransform).OfType<TagTransform>()
            .DistinctBy(tag => TagName.Key(tag.TagContent)).ToDictionary(tag => TagName.Key(tag.TagContent), StringComparer.Ordinal);
        ValueList<FieldTransform> fields = (blueprint.Source?.Fields ?? [])
            .Select(field => new FieldTransform
            {
                Field = new Field { NameParts = field.NameParts },
                Transforms = Combine(field.Tags.Select(tag => (tag, byTag.GetValueOrDefault(TagName.Key(tag))))),
            })
            .Where(field => field.Transforms.Count > 0).ToValueList();
        return fields.Count == 0 ? blueprint : blueprint with
        {
            RuleSets = [.. blueprint.RuleSets, new RuleSet { Target = TargetOf(blueprint), FieldTransforms = fields }],
        };
    }

    /// <summary>
    /// The transforms of several tags in the order of the tags. Who was named by an earlier one is not named again, and a
    /// transform that is left with nobody is left out: it was for some, and never becomes the one for everybody else. Of those
    /// for everybody else the first counts.
    /// </summary>
    private static ValueList<Transform> Combine(IEnumerable<(string Tag, TagTransform? Transform)> tags)
    {
        List<Transform> named = [];
        HashSet<Principal> seen = [];
        Transform? everybodyElse = null;
        foreach ((string tag, Transform transform) in tags
            .SelectMany(item => (item.Transform?.Transforms ?? []).Select(transform => (item.Tag, transform))))
        {
            if (transform.Principals.Count == 0)
            {
                everybodyElse ??= transform with { FromTag = tag };
                continue;
            }

            ValueList<Principal> left = transform.Principals.Where(principal => !seen.Contains(principal)).ToValueList();
            if (left.Count > 0)
            {
                seen.UnionWith(left);
                named.Add(transform with { Principals = left, FromTag = tag });
            }
        }

        return everybodyElse is null ? named.ToValueList() : [.. named, everybodyElse];
    }

    // Where the source's name cannot be read, the target is left to people.
    private static Target TargetOf(DataPolicy blueprint)
    {
        ResourceUrn? source = blueprint.Source?.Ref;
        string? name = source?.IntegrationFqn is { } text && QualifiedName.TryParse(text, out QualifiedName parsed, out _)
            ? new QualifiedName([.. parsed.Parts.SkipLast(1), parsed.Name + ViewSuffix]).ToString()
            : null;
        return new Target
        {
            Type = TargetType.SqlView,
            Ref = new ResourceUrn { IntegrationFqn = name, Platform = source?.Platform },
        };
    }
}
