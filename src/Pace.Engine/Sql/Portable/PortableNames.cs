using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Sql.Portable;

/// <summary>The source's fields by the names that expressions call them.</summary>
internal sealed class PortableNames(ValueList<Field> fields, SqlLexicalRules rules)
{
    /// <summary>A field's type as the policy writes it.</summary>
    public string TypeText(int field) => fields[field].Type;

    /// <summary>The column of a name; null where there is none or its type is not known, which is reported.</summary>
    public PortableColumn? Find(SqlToken name, List<SqlProblem> problems)
    {
        int at = IndexOf(name);
        if (at < 0)
        {
            string[] known = [.. fields.Where(field => field.NameParts.Count == 1).Select(field => field.NameParts[0])];
            problems.Add(new SqlProblem(
                name.Offset, name.Text.Length, $"the source has no field {name.Text}",
                NearestName.Find(name.Value, known) is { } near ? $"did you mean {Spelling(near)}?" : null));
            return null;
        }

        Field field = fields[at];
        if (!SqlType.TryParse(field.Type, out SqlType type))
        {
            problems.Add(new SqlProblem(
                name.Offset, name.Text.Length, $"'{field.Name}' has no type in source.fields, and what it means depends on that", "set its type"));
            return null;
        }

        return new PortableColumn(at, field.NameParts[0], PortableKinds.Computing(type) ?? type);
    }

    private int IndexOf(SqlToken name)
    {
        bool quoted = name.Kind == SqlTokenKind.QuotedName;
        bool exact = rules.Folding == NameFolding.Lower || (quoted && rules.Folding == NameFolding.Upper);

        // Only ASCII letters are folded: what becomes of others depends on the server.
        string text = rules.Folding == NameFolding.Lower && !quoted ? Lower(name.Value) : name.Value;
        int found = Place(text, StringComparison.Ordinal);
        if (found >= 0 && (exact || quoted || rules.Folding != NameFolding.Upper))
        {
            return found;
        }

        if (exact)
        {
            return -1;
        }

        found = rules.Folding == NameFolding.Upper ? Place(text.ToUpperInvariant(), StringComparison.Ordinal) : -1;
        return found >= 0 ? found : Place(text, StringComparison.OrdinalIgnoreCase);
    }

    private int Place(string name, StringComparison comparison)
    {
        for (int at = 0; at < fields.Count; at++)
        {
            if (fields[at].NameParts.Count == 1 && string.Equals(fields[at].NameParts[0], name, comparison))
            {
                return at;
            }
        }

        return -1;
    }

    private string Spelling(string name) =>
        SqlWords.IsPlainName(name, rules) ? name : $"{rules.NameQuotes[0]}{name}{rules.NameQuotes[0]}";

    private static string Lower(string name) => string.Create(name.Length, name, (span, text) =>
    {
        for (int at = 0; at < span.Length; at++)
        {
            span[at] = char.IsAsciiLetterUpper(text[at]) ? (char)(text[at] | 0x20) : text[at];
        }
    });
}
