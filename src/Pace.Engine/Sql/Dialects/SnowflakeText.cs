namespace Pace.Engine.Sql.Dialects;

/// <summary>The only place where names and texts become Snowflake's own.</summary>
internal static class SnowflakeText
{
    // Snowflake refuses longer ones.
    private const int LongestName = 255;

    /// <summary>A name in quotes. Always quoted: case counts, and no name is a keyword then.</summary>
    /// <exception cref="ArgumentException">Snowflake cannot have that name.</exception>
    public static string Identifier(string name) =>
        ProblemOfName(name) is { } problem
            ? throw new ArgumentException($"'{name}' is no name: {problem}.", nameof(name))
            : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A qualified name, each part in quotes.</summary>
    public static string Name(QualifiedName name) => string.Join('.', name.Parts.Select(Identifier));

    /// <summary>A text in quotes, in which a backslash is written twice.</summary>
    /// <exception cref="ArgumentException">Snowflake cannot hold that text.</exception>
    public static string Literal(string text) => $"'{WarehouseText.Escaped(text, '\'')}'";

    /// <summary>What makes a name unusable, as the rest of a sentence; null when nothing does.</summary>
    public static string? ProblemOfName(string name) =>
        name.Length == 0 ? "it is empty"
        : WarehouseText.ProblemOfText(name) is { } problem ? problem
        : name.Any(char.IsControl) ? "it holds a control character"
        : name.EnumerateRunes().Count() > LongestName ? $"it is longer than {LongestName} characters"
        : null;
}
