using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Validation.Rules;

/// <summary>Each rule set makes a view of its own, which is not the source.</summary>
internal sealed class TargetRule : IPolicyRule
{
    public void Check(PolicyContext context)
    {
        StringComparer comparer = context.FoldsCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        Dictionary<string, int> seen = new(comparer);
        string source = Canonical(context.Policy.Id);
        string? platform = context.Policy.Source?.Ref?.Platform?.Id;
        for (int at = 0; at < context.RuleSets.Count; at++)
        {
            (RuleSet ruleSet, string path) = context.RuleSets[at];
            string target = ruleSet.Target?.Ref?.IntegrationFqn ?? "";
            string place = path + ".target.ref.integration_fqn";
            if (string.IsNullOrWhiteSpace(target))
            {
                context.Report(DiagnosticCodes.TargetMissing, place, "the rule set does not name its view");
                continue;
            }

            if (comparer.Equals(Canonical(target), source))
            {
                context.Report(DiagnosticCodes.TargetIsSource, place, $"the view '{target}' would stand in the place of its own source");
            }

            if (!seen.TryAdd(Canonical(target), at))
            {
                context.Report(DiagnosticCodes.TargetTwice, place, $"the view '{target}' is made by rule_sets[{seen[Canonical(target)]}] already");
            }

            if (ruleSet.Target?.Ref?.Platform is { Id.Length: > 0 } other && platform is not null && other.Id != platform)
            {
                context.Report(
                    DiagnosticCodes.TargetUnsupported, path + ".target.ref.platform",
                    $"the view '{target}' is on platform '{other.Id}', and its source on '{platform}'", "leave the target's platform out");
            }
        }
    }

    // A name that cannot be read is the dialect's to report; two equal ones are two all the same.
    private static string Canonical(string text) =>
        QualifiedName.TryParse(text, out QualifiedName name, out _) ? name.ToString() : text;
}
