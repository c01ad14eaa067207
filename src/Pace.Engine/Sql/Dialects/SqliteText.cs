using System.Globalization;
using System.Text;

namespace Pace.Engine.Sql.Dialects;

/// <summary>The only place where names and texts become SQLite's own.</summary>
internal static class SqliteText
{
    /// <summary>The schema that a file's own tables are in.</summary>
    internal const string MainSchema = "main";

    // SQLite keeps these names for itself.
    private const string Reserved = "sqlite_";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A name in quotes. Always quoted: no name is a keyword then.</summary>
    /// <exception cref="ArgumentException">SQLite cannot have that name.</exception>
    public static string Identifier(string name) =>
        ProblemOfColumn(name) is { } problem
            ? throw new ArgumentException($"'{name}' is no name: {problem}.", nameof(name))
            : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>
    /// A table's or view's name in quotes, without its schema: a view names what stands in its own file, and a query
    /// finds a temporary table first.
    /// </summary>
    public static string Name(QualifiedName name) => Identifier(name.Name);

    /// <summary>A name with its schema, each in quotes.</summary>
    public static string NameIn(string schema, string name) => $"{Identifier(schema)}.{Identifier(name)}";

    /// <summary>A text in quotes. A backslash is a character like any other.</summary>
    /// <exception cref="ArgumentException">SQLite cannot hold that text.</exception>
    public static string Literal(string text) =>
        ProblemOfText(text) is { } problem
            ? throw new ArgumentException($"The text cannot be written: {problem}.", nameof(text))
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A count, as digits.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What makes a table's or view's name unusable, as the rest of a sentence; null when nothing does.</summary>
    public static string? ProblemOfName(QualifiedName name)
    {
        if (name.Parts.Count > 2 || (name.Schema is { } schema && !SameName(schema, MainSchema)))
        {
            return $"a SQLite file has the one schema {MainSchema}: write {name.Name}";
        }

        return name.Name.StartsWith(Reserved, StringComparison.OrdinalIgnoreCase)
            ? $"SQLite keeps names that begin with {Reserved} for itself"
            : ProblemOfColumn(name.Name);
    }

    /// <summary>What makes a column's name unusable, as the rest of a sentence; null when nothing does.</summary>
    public static string? ProblemOfColumn(string name) => name.Length == 0 ? "it is empty" : ProblemOfText(name);

    /// <summary>What makes a text unusable, as the rest of a sentence; null when nothing does.</summary>
    public static string? ProblemOfText(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return "it holds a NUL character";
        }

        try
        {
            _ = Strict.GetByteCount(text);
            return null;
        }
        catch (EncoderFallbackException)
        {
            return "it holds half of a surrogate pair";
        }
    }

    /// <summary>Whether two names are one to SQLite, which lets the case of ASCII's letters not count, and only of those.</summary>
    public static bool SameName(string left, string right) => Fold(left) == Fold(right);

    /// <summary>A name with ASCII's letters in lower case: equal for names that are one to SQLite.</summary>
    public static string Fold(string name) =>
        string.Create(name.Length, name, static (folded, from) =>
        {
            for (int at = 0; at < from.Length; at++)
            {
                folded[at] = char.IsAsciiLetterUpper(from[at]) ? (char)(from[at] | 0x20) : from[at];
            }
        });
}
