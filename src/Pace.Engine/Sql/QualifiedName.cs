using System.Text;
using Pace.Engine.Policies;

namespace Pace.Engine.Sql;

/// <summary>
/// The name of a table or view in its parts, such as schema and table. In a policy the parts are separated by dots;
/// a part that holds a dot or a quote is written in double quotes, with quotes doubled: <c>public."my.table"</c>.
/// Case counts.
/// </summary>
/// <param name="Parts">At least one part, none of them empty.</param>
public sealed record QualifiedName(ValueList<string> Parts)
{
    /// <summary>The last part.</summary>
    public string Name => Parts[^1];

    /// <summary>The part before the last, or null.</summary>
    public string? Schema => Parts.Count > 1 ? Parts[^2] : null;

    /// <summary>Reads a name. On failure says what is wrong with it.</summary>
    /// <param name="text">The text of the policy.</param>
    /// <param name="name">The name, when the result is true.</param>
    /// <param name="problem">What is wrong, as the rest of a sentence, when the result is false.</param>
    public static bool TryParse(string text, out QualifiedName name, out string problem)
    {
        List<string> parts = [];
        int at = 0;
        name = null!;
        while (true)
        {
            StringBuilder part = new();
            if (at < text.Length && text[at] == '"')
            {
                at++;
                while (true)
                {
                    if (at >= text.Length)
                    {
                        problem = "a quoted part does not end";
                        return false;
                    }

                    if (text[at] == '"')
                    {
                        if (at + 1 < text.Length && text[at + 1] == '"')
                        {
                            part.Append('"');
                            at += 2;
                            continue;
                        }

                        at++;
                        break;
                    }

                    part.Append(text[at++]);
                }

                if (at < text.Length && text[at] != '.')
                {
                    problem = "a quoted part is followed by more than a dot";
                    return false;
                }
            }
            else
            {
                while (at < text.Length && text[at] != '.')
                {
                    if (text[at] == '"')
                    {
                        problem = "a quote stands in a part that does not begin with one";
                        return false;
                    }

                    part.Append(text[at++]);
                }

                if (part.Length > 0 && (char.IsWhiteSpace(part[0]) || char.IsWhiteSpace(part[^1])))
                {
                    problem = "a part begins or ends with white space";
                    return false;
                }
            }

            if (part.Length == 0)
            {
                problem = text.Length == 0 ? "it is empty" : "a part is empty";
                return false;
            }

            parts.Add(part.ToString());
            if (at >= text.Length)
            {
                name = new QualifiedName(parts.ToValueList());
                problem = "";
                return true;
            }

            at++; // the dot
        }
    }

    /// <summary>The name as a policy writes it: parts are quoted only where they must be.</summary>
    public override string ToString() => string.Join('.', Parts.Select(Write));

    private static string Write(string part) =>
        part.AsSpan().IndexOfAny('.', '"') >= 0 || char.IsWhiteSpace(part[0]) || char.IsWhiteSpace(part[^1])
            ? $"\"{part.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : part;
}
