using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Validation.Rules;

/// <summary>The source's fields have names, each its own, and types that are types' names.</summary>
internal sealed class SourceFieldRule : IPolicyRule
{
    public void Check(PolicyContext context)
    {
        for (int at = 0; at < context.Fields.Count; at++)
        {
            Field field = context.Fields[at];
            string path = $"source.fields[{at}]";
            FieldNames.CheckParts(context, field, path, "the field");
            if (field.Type.Length > 0 && !SqlType.TryParse(field.Type, out _))
            {
                context.Report(DiagnosticCodes.TypeInvalid, path + ".type", $"'{field.Type}' is not a type's name");
            }

            if (field.NameParts.Count > 0
                && context.Fields.Take(at).FirstOrDefault(other => IsSame(other, field, context.FoldsCase)) is { } first)
            {
                string message = first.Name == field.Name
                    ? $"the source lists '{field.Name}' twice"
                    : $"the source lists '{first.Name}' and '{field.Name}', which are one column on a platform that ignores case";
                context.Report(DiagnosticCodes.DuplicateField, FieldNames.PathOf(field, path), message);
            }
        }
    }

    private static bool IsSame(Field a, Field b, bool foldsCase) =>
        a.NameParts.SequenceEqual(b.NameParts, foldsCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
}
