using System.Collections.Frozen;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Sql.Portable;

/// <summary>Finds the columns that an expression names, as the policy's platform reads names.</summary>
internal sealed class PortableNames(ValueList<Field> fields, SqlLexicalRules rules, PortableTyping typing)
{
    // PostgreSQL 15, appendix C: reserved, and reserved but for functions and types. No column is called so without quotes.
    private static readonly FrozenSet<string> Reserved = SqlWords.Words("""
        all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation
        column concurrently constraint create cross current_catalog current_date current_role current_schema current_time
        current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze
        from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit
        localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references
        returning right select session_user similar some symmetric table tablesample then to trailing true union unique user
        using variadic verbose when where window with
        """);

    /// <summary>Whether a word can be no column's name unless it stands in quotes.</summary>
    public static bool IsReserved(SqlToken word) => Reserved.Contains(word.Text);

    /// <summary>The column of a name.</summary>
    public PortableOperand Column(SqlToken token)
    {
        bool quoted = token.Kind == SqlTokenKind.QuotedName;
        string name = Fold(token.Value, quoted);
        StringComparison comparison = rules.Folding == NameFolding.Insensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        int at = fields.ToList().FindIndex(field => field.NameParts.Count == 1 && field.NameParts[0].Equals(name, comparison));
        if (at < 0)
        {
            string? near = NearestName.Find(name, fields.Where(field => field.NameParts.Count == 1).Select(field => field.NameParts[0]));
            return typing.Refuse(token.Offset, token.Text.Length, $"the source lists no field {token.Text}",
                near is null ? "add the column to source.fields" : $"did you mean {Spell(near)}?");
        }

        Field field = fields[at];
        if (field.Type.Length == 0)
        {
            return typing.Refuse(token.Offset, token.Text.Length, $"the source gives no type for the field {token.Text}", "set it in source.fields");
        }

        if (!SqlType.TryParse(field.Type, out SqlType type) || PortableKinds.Computing(type) is not { } computing)
        {
            return typing.Refuse(token.Offset, token.Text.Length,
                $"{token.Text} is {field.Type}, which only a real platform computes with",
                type?.Kind == SqlTypeKind.Char ? "char pads with blanks; use varchar" : null);
        }

        return new PortableOperand(token.Offset) { Expression = new PortableColumn(at, field.NameParts[0], computing) };
    }

    /// <summary>A plain string's text; null for every notation that some platform reads otherwise.</summary>
    public string? Unquote(SqlToken token)
    {
        string text = token.Text;
        if (text.Length < 2 || text[0] != '\'' || text[^1] != '\'' || (rules.BackslashEscapes && text.Contains('\\', StringComparison.Ordinal)))
        {
            return null;
        }

        // A single quote left over ends one of several parts.
        string inner = text[1..^1].Replace("''", "\0", StringComparison.Ordinal);
        return inner.Contains('\'', StringComparison.Ordinal) ? null : inner.Replace('\0', '\'');
    }

    private string Fold(string name, bool quoted) => quoted ? name : rules.Folding switch
    {
        NameFolding.Lower => Ascii(name, char.ToLowerInvariant),
        NameFolding.Upper => Ascii(name, char.ToUpperInvariant),
        _ => name,
    };

    private string Spell(string name)
    {
        char quote = rules.NameQuotes[0];
        return SqlWords.IsPlainName(name, rules) ? name : $"{quote}{name}{quote}";
    }

    private static string Ascii(string name, Func<char, char> fold) =>
        string.Create(name.Length, (name, fold), static (span, state) =>
        {
            for (int at = 0; at < span.Length; at++)
            {
                char character = state.name[at];
                span[at] = char.IsAscii(character) ? state.fold(character) : character;
            }
        });
}
