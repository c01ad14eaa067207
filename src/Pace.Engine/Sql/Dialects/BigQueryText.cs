using System.Globalization;
using System.Text;

namespace Pace.Engine.Sql.Dialects;

/// <summary>The only place where names and texts become BigQuery's own.</summary>
internal static class BigQueryText
{
    private const int LongestColumn = 300;
    private const int LongestTable = 1024;

    // Of ASCII, what a column's name cannot have (BigQuery's documentation, "Flexible column names").
    private const string NotInColumns = "!\"$()*,./;?@[\\]^`{}~";

    /// <summary>A name in backticks, in which backslashes escape as in texts.</summary>
    public static string Identifier(string name) =>
        name.Length == 0
            ? throw new ArgumentException("A name is empty.", nameof(name))
            : $"`{WarehouseText.Escaped(name, '`')}`";

    /// <summary>A qualified name, each part in backticks.</summary>
    public static string Name(QualifiedName name) => string.Join('.', name.Parts.Select(Identifier));

    /// <summary>A text in quotes, in which a backslash is written twice and no line ends.</summary>
    /// <exception cref="ArgumentException">BigQuery cannot hold that text.</exception>
    public static string Literal(string text) => $"'{WarehouseText.Escaped(text, '\'')}'";

    /// <summary>What makes a column's name unusable, as the rest of a sentence; null when nothing does.</summary>
    public static string? ProblemOfColumn(string name)
    {
        if (name.Length == 0)
        {
            return "it is empty";
        }

        if (WarehouseText.ProblemOfText(name) is { } problem)
        {
            return problem;
        }

        if (name.FirstOrDefault(character => char.IsControl(character) || NotInColumns.Contains(character, StringComparison.Ordinal)) is var refused
            && refused != '\0')
        {
            return char.IsControl(refused) ? "it holds a control character" : $"BigQuery has no {refused} in a column's name";
        }

        return name.EnumerateRunes().Count() > LongestColumn ? $"it is longer than {LongestColumn} characters" : null;
    }

    /// <summary>What makes a table's or view's name of three parts unusable; null when nothing does.</summary>
    public static string? ProblemOfName(QualifiedName name)
    {
        (string project, string dataset, string table) = (name.Parts[0], name.Parts[1], name.Parts[2]);
        if (!project.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or ':'))
        {
            return $"'{project}' is no project: letters, digits and hyphens make one";
        }

        if (!dataset.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'))
        {
            return $"'{dataset}' is no dataset: letters, digits and underscores make one";
        }

        return WarehouseText.ProblemOfText(table)
            ?? (!table.EnumerateRunes().All(IsInTables) ? $"'{table}' is no table: letters, digits, underscores, hyphens and spaces make one"
                : WarehouseText.Bytes(table) > LongestTable ? $"it is longer than {LongestTable} bytes"
                : null);
    }

    private static bool IsInTables(Rune character) => Rune.GetUnicodeCategory(character) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
        or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.SpaceSeparator;
}
