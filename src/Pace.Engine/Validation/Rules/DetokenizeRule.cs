using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;

namespace Pace.Engine.Validation.Rules;

/// <summary>A detokenize names its token table and both columns.</summary>
internal sealed class DetokenizeRule : IPolicyRule
{
    public void Check(PolicyContext context)
    {
        foreach (TransformPlace transform in context.Transforms)
        {
            if (transform.Value.Action is DetokenizeTransform detokenize)
            {
                string path = transform.Path + ".detokenize";
                Require(context, !string.IsNullOrWhiteSpace(detokenize.TokenSourceRef), path, "token_source_ref");
                Require(context, HasName(detokenize.TokenField), path, "token_field");
                Require(context, HasName(detokenize.ValueField), path, "value_field");
            }
        }
    }

    private static bool HasName(Field? field) => field is { NameParts.Count: > 0 } && field.NameParts.All(part => part.Length > 0);

    private static void Require(PolicyContext context, bool there, string path, string key)
    {
        if (!there)
        {
            context.Report(DiagnosticCodes.DetokenizeIncomplete, $"{path}.{key}", $"the detokenize has no {key}", $"set {key}");
        }
    }
}
