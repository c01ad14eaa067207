using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;

namespace Pace.Engine.Validation.Rules;

/// <summary>A policy says which table it is about, on which platform, and has something to make of it.</summary>
internal sealed class SourceRule : IPolicyRule
{
    public void Check(PolicyContext context)
    {
        PolicySource? source = context.Policy.Source;
        if (string.IsNullOrWhiteSpace(source?.Ref?.IntegrationFqn))
        {
            context.Report(DiagnosticCodes.SourceMissing, "source.ref.integration_fqn", "the policy does not name its source");
        }

        Platform(context, source?.Ref);
        if (source?.Ref?.Catalog is { } catalog && string.IsNullOrWhiteSpace(catalog.Id))
        {
            context.Report(DiagnosticCodes.EmptyName, "source.ref.catalog.id", "the catalog has no id");
        }

        if (context.Fields.Count == 0)
        {
            context.Report(DiagnosticCodes.NoFields, "source.fields", "the source lists no fields");
        }

        if (context.RuleSets.Count == 0)
        {
            context.Report(DiagnosticCodes.NoRuleSets, "rule_sets", "the policy has no rule set");
        }
    }

    private static void Platform(PolicyContext context, ResourceUrn? reference)
    {
        if (reference?.Platform is not { } platform)
        {
            if (context.Options.RequirePlatform && context.Options.Platform is null)
            {
                context.Report(DiagnosticCodes.PlatformMissing, "source.ref.platform", "the policy does not say which platform it is for");
            }

            return;
        }

        if (string.IsNullOrWhiteSpace(platform.Id))
        {
            context.Report(DiagnosticCodes.EmptyName, "source.ref.platform.id", "the platform has no id");
        }

        if (platform.PlatformType == PlatformType.Unspecified)
        {
            context.Report(
                DiagnosticCodes.RequiredMissing, "source.ref.platform.platform_type", $"the platform '{platform.Id}' has no platform_type",
                "set platform_type, such as POSTGRES");
        }
    }
}
