using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Validation.Rules;

/// <summary>The source's fields have names, each its own, and types that are types' names.</summary>
internal sealed class SourceFieldRule : IPolicyRule
{
    public void Check(PolicyContext context)
    {
        // By name: a comparison of each with all would take seconds for thousands. No platform's name holds a NUL.
        Dictionary<string, Field> seen = new(context.FoldsCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        for (int at = 0; at < context.Fields.Count; at++)
        {
            Field field = context.Fields[at];
            string path = $"source.fields[{at}]";
            FieldNames.CheckParts(context, field, path, "the field");
            if (field.Type.Length > 0 && !SqlType.TryParse(field.Type, out _))
            {
                context.Report(DiagnosticCodes.TypeInvalid, path + ".type", $"'{field.Type}' is not a type's name");
            }

            string key = string.Join('\0', field.NameParts);
            if (field.NameParts.Count > 0 && !seen.TryAdd(key, field))
            {
                Field first = seen[key];
                string message = first.Name == field.Name
                    ? $"the source lists '{field.Name}' twice"
                    : $"the source lists '{first.Name}' and '{field.Name}', which are one column on a platform that ignores case";
                context.Report(DiagnosticCodes.DuplicateField, FieldNames.PathOf(field, path), message);
            }
        }
    }
}
