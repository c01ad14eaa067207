using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Validation.Rules;

namespace Pace.Engine.Validation;

/// <summary>
/// Finds what is wrong with a policy before any platform is asked: all of it at once. What a dialect cannot express
/// is the compiler's to say, and what is not on the platform is the platform's.
/// </summary>
public static class PolicyValidator
{
    // The order decides nothing but which of several problems at one position is told first.
    private static readonly IReadOnlyList<IPolicyRule> Rules =
    [
        new MetadataRule(),
        new SourceRule(),
        new SourceFieldRule(),
        new TargetRule(),
        new FieldReferenceRule(),
        new DuplicateRule(),
        new CompletenessRule(),
        new PrincipalRule(),
        new GroupRule(),
        new RoleOrderRule(),
        new FixedRule(),
        new HashRule(),
        new NullifyRule(),
        new RegexpRule(),
        new RoundingRule(),
        new AggregationRule(),
        new DetokenizeRule(),
        new RetentionRule(),
        new SqlRule(),
    ];

    /// <summary>
    /// All problems of a policy, errors and warnings, by position where it was read from a text; none twice.
    /// What reading found is not among them.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="options">What else is known; null: nothing.</param>
    public static IReadOnlyList<Diagnostic> Validate(DataPolicy policy, ValidationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        PolicyContext context = new(policy, options ?? new ValidationOptions());
        foreach (IPolicyRule rule in Rules)
        {
            rule.Check(context);
        }

        return context.Diagnostics;
    }
}
