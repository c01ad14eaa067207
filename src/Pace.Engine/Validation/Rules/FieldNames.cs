using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;

namespace Pace.Engine.Validation.Rules;

/// <summary>What several rules ask of a field's name.</summary>
internal static class FieldNames
{
    /// <summary>Whether a field has a name without empty parts; else that is reported.</summary>
    public static bool CheckParts(PolicyContext context, Field? field, string path, string thing)
    {
        if (field is null || field.NameParts.Count == 0)
        {
            context.Report(DiagnosticCodes.RequiredMissing, path + ".name_parts", $"{thing} has no name", "set name_parts, such as [ email ]");
            return false;
        }

        bool good = true;
        for (int at = 0; at < field.NameParts.Count; at++)
        {
            if (string.IsNullOrEmpty(field.NameParts[at]))
            {
                context.Report(DiagnosticCodes.EmptyName, $"{path}.name_parts[{at}]", $"{thing} has a part without a character in its name");
                good = false;
            }
        }

        return good;
    }

    /// <summary>The path of a field's name: of its part where it has only one, so that the caret stands at the name.</summary>
    public static string PathOf(Field field, string path) => path + (field.NameParts.Count == 1 ? ".name_parts[0]" : ".name_parts");

    /// <summary>Reports a field that has no name, that the source does not list, or lists in another case.</summary>
    public static void CheckReference(PolicyContext context, Field? field, string path, string thing)
    {
        // Without any field the source itself is what is wrong.
        if (!CheckParts(context, field, path, thing) || context.Fields.Count == 0 || context.Resolve(field) is not null)
        {
            return;
        }

        string place = PathOf(field!, path);
        string[] known = [.. context.Fields.Select(candidate => candidate.Name)];
        string? inOtherCase = known.FirstOrDefault(name => string.Equals(name, field!.Name, StringComparison.OrdinalIgnoreCase));
        if (inOtherCase is null)
        {
            context.Report(
                DiagnosticCodes.UnknownField, place, $"the source has no field '{field!.Name}'",
                NearestName.Hint(field.Name, known));
        }
        else if (inOtherCase == field!.Name)
        {
            // The same letters in other parts: [a.b] is one column with a dot, [a, b] a field in another.
            context.Report(
                DiagnosticCodes.UnknownField, place, $"the source has '{field.Name}' with other name_parts",
                "write name_parts as source.fields does");
        }
        else
        {
            context.Report(
                DiagnosticCodes.FieldCase, place, $"the source has no field '{field.Name}', but '{inOtherCase}'",
                $"write '{inOtherCase}'");
        }
    }
}
