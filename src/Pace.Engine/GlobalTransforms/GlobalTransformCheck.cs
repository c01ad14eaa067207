using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Validation;

namespace Pace.Engine.GlobalTransforms;

/// <summary>
/// Finds what is wrong with a global transform: the rules of a policy's field transforms, but for those about the field's
/// type, which the tag does not tell.
/// </summary>
public static class GlobalTransformCheck
{
    private const string Field = "value";
    private const string InPolicy = "rule_sets[0].field_transforms[0]";
    private const string Here = "tag_transform";

    private static readonly HashSet<DiagnosticCode> AboutTypes =
    [
        DiagnosticCodes.BadFixedValue, DiagnosticCodes.NotNumeric, DiagnosticCodes.HashType, DiagnosticCodes.TypeMissing,
        DiagnosticCodes.AggregationType, DiagnosticCodes.NotText,
    ];

    /// <summary>All problems, what reading found included.</summary>
    public static IReadOnlyList<Diagnostic> Run(GlobalTransform transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        DiagnosticBag bag = new(transform.Origin);
        bag.AddRange(transform.Origin?.ReadDiagnostics ?? []);
        if (transform.TagTransform is not { } tag)
        {
            bag.Add(DiagnosticCodes.RequiredMissing, Here, "the global transform does not say what it is", "add tag_transform with tag_content and transforms");
            return bag.Sorted();
        }

        if (TagName.Key(tag.TagContent).Length == 0)
        {
            bag.Add(DiagnosticCodes.RequiredMissing, Here + ".tag_content", "the tag is empty", "write the tag in tag_content");
        }

        foreach (Diagnostic found in PolicyValidator.Validate(Around(tag)).Where(IsMeant))
        {
            bag.Add(found.Code, Here + found.Path[InPolicy.Length..], found.Message, found.Hint);
        }

        return bag.Sorted();
    }

    private static bool IsMeant(Diagnostic found) =>
        found.Path.StartsWith(InPolicy, StringComparison.Ordinal) && !AboutTypes.Contains(found.Code);

    private static DataPolicy Around(TagTransform tag)
    {
        Field field = new() { NameParts = [Field], Type = "text" };
        ResourceUrn Named(string name) => new()
        {
            IntegrationFqn = name,
            Platform = new PlatformReference { Id = "any", PlatformType = PlatformType.Postgres },
        };
        return new DataPolicy
        {
            Source = new PolicySource { Ref = Named("any.source"), Fields = [field] },
            RuleSets =
            [
                new RuleSet
                {
                    Target = new Target { Ref = Named("any.target") },
                    FieldTransforms = [new FieldTransform { Field = field, Transforms = tag.Transforms }],
                },
            ],
        };
    }
}
