using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;

namespace Pace.Engine.Validation.Rules;

/// <summary>A field has one field transform and one retention filter in a rule set: of a second only one could be meant.</summary>
internal sealed class DuplicateRule : IPolicyRule
{
    public void Check(PolicyContext context)
    {
        foreach ((_, string path) in context.RuleSets)
        {
            Report(
                context, DiagnosticCodes.DuplicateFieldTransform, "two field transforms",
                context.FieldTransforms.Where(item => IsBelow(item.Path, path)).Select(item => (item.Value.Field, item.Path)));
            Report(
                context, DiagnosticCodes.DuplicateRetention, "two retention filters",
                context.Filters.Where(item => IsBelow(item.Path, path) && item.Value is RetentionFilter)
                    .Select(item => (((RetentionFilter)item.Value).Field, item.Path)));
        }
    }

    private static bool IsBelow(string path, string ruleSet) => path.StartsWith(ruleSet + ".", StringComparison.Ordinal);

    private static void Report(PolicyContext context, DiagnosticCode code, string what, IEnumerable<(Field? Field, string Path)> items)
    {
        HashSet<ValueList<string>> seen = [];
        foreach ((Field? field, string path) in items)
        {
            if (field is { NameParts.Count: > 0 } && !seen.Add(field.NameParts))
            {
                context.Report(code, FieldNames.PathOf(field, path + ".field"), $"the rule set has {what} for '{field.Name}'");
            }
        }
    }
}
