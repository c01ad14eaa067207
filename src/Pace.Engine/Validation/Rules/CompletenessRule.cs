using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;

namespace Pace.Engine.Validation.Rules;

/// <summary>Field transforms, transforms and filters say something.</summary>
internal sealed class CompletenessRule : IPolicyRule
{
    public void Check(PolicyContext context)
    {
        foreach ((FieldTransform item, string path) in context.FieldTransforms)
        {
            if (item.Transforms.Count == 0)
            {
                context.Report(DiagnosticCodes.NoTransforms, path + ".transforms", $"nothing is said of how '{item.Field?.Name}' looks");
            }
        }

        foreach (TransformPlace transform in context.Transforms.Where(transform => transform.Value.Action is null))
        {
            context.Report(DiagnosticCodes.TransformUnset, transform.Path, "the transform does not say what to do; that never means to show the value");
        }

        foreach ((Filter item, string path) in context.Filters)
        {
            int conditions = item switch
            {
                GenericFilter generic => generic.Conditions.Count,
                RetentionFilter retention => retention.Conditions.Count,
                _ => 0,
            };
            if (conditions == 0)
            {
                context.Report(DiagnosticCodes.NoConditions, path + ".conditions", "the filter has no conditions");
            }
        }
    }
}
