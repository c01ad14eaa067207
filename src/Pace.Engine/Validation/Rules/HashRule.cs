using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Validation.Rules;

/// <summary>A hash is of a number or a text, and has a seed.</summary>
internal sealed class HashRule : IPolicyRule
{
    public void Check(PolicyContext context)
    {
        foreach (TransformPlace transform in context.Transforms)
        {
            if (transform.Value.Action is not HashTransform hash)
            {
                continue;
            }

            string path = transform.Path + ".hash";
            SqlType? type = context.RequireType(transform.Field, "a hash");
            if (type is not null && !type.IsNumeric && !type.IsText)
            {
                context.Report(DiagnosticCodes.HashType, path, $"'{transform.Field!.Name}' is {transform.Field.Type}, and that has no hash");
            }

            if (hash.Seed is null)
            {
                context.Report(DiagnosticCodes.SeedMissing, path, $"the hash of '{transform.Field?.Name ?? "the field"}' has no seed");
            }
        }
    }
}
