using System.Globalization;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;

namespace Pace.Engine.Validation.Rules;

/// <summary>A rounding is of a number, says which way, and has a step above zero and a sensible precision.</summary>
internal sealed class RoundingRule : IPolicyRule
{
    public void Check(PolicyContext context)
    {
        foreach (TransformPlace transform in context.Transforms)
        {
            if (transform.Value.Action is NumericRoundingTransform rounding)
            {
                Check(context, transform, rounding, transform.Path + ".numeric_rounding");
            }
        }
    }

    private static void Check(PolicyContext context, TransformPlace transform, NumericRoundingTransform rounding, string path)
    {
        if (context.RequireType(transform.Field, "a rounding") is { IsNumeric: false })
        {
            context.Report(DiagnosticCodes.NotNumeric, path, $"'{transform.Field!.Name}' is {transform.Field.Type}, and only numbers are rounded");
        }

        if (rounding.Rounding is not { } kind)
        {
            context.Report(DiagnosticCodes.KindUnset, path, "the rounding does not say which", "add ceil, floor or round");
            return;
        }

        string way = kind.ToString().ToLowerInvariant();
        if (rounding.Divisor is { } divisor)
        {
            if (divisor <= 0)
            {
                context.Report(
                    DiagnosticCodes.DivisorInvalid, $"{path}.{way}.divisor",
                    string.Create(CultureInfo.InvariantCulture, $"the divisor {divisor} is not above zero"));
            }
        }
        else if (kind != RoundingKind.Round)
        {
            context.Report(DiagnosticCodes.DivisorInvalid, $"{path}.{way}.divisor", $"{way} has no divisor");
        }

        if (kind == RoundingKind.Round)
        {
            Precisions.Check(context, rounding.Precision, $"{path}.round.precision");
        }
    }
}
