using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Validation.Rules;

/// <summary>A fixed value is a value of the field's type.</summary>
internal sealed class FixedRule : IPolicyRule
{
    public void Check(PolicyContext context)
    {
        foreach (TransformPlace transform in context.Transforms)
        {
            if (transform.Value.Action is not FixedTransform @fixed)
            {
                continue;
            }

            string path = transform.Path + ".fixed";
            SqlType? type = context.RequireType(transform.Field, "a fixed value");
            if (type is not null && FixedValues.Problem(@fixed.Value, type) is { } problem)
            {
                context.Report(
                    DiagnosticCodes.BadFixedValue, path + ".value",
                    $"'{@fixed.Value}' is no value of '{transform.Field!.Name}', which is {transform.Field.Type}: {problem}");
            }
        }
    }
}
