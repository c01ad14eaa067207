using System.Text;

namespace Pace.Engine.Sql.Dialects;

/// <summary>The only place where names and texts become PostgreSQL's own.</summary>
internal static class PostgresText
{
    /// <summary>The longest name in UTF-8 bytes: PostgreSQL cuts longer ones off, and so would mean another thing.</summary>
    internal const int LongestName = 63;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A name in quotes. Always quoted: case counts, and no name is a keyword then.</summary>
    /// <exception cref="ArgumentException">PostgreSQL cannot have that name.</exception>
    public static string Identifier(string name) =>
        ProblemOfName(name) is { } problem
            ? throw new ArgumentException($"'{name}' is no name: {problem}.", nameof(name))
            : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A qualified name, each part in quotes.</summary>
    public static string Name(QualifiedName name) => string.Join('.', name.Parts.Select(Identifier));

    /// <summary>
    /// A text in quotes. One that holds a backslash is written with the prefix E, so that it means the same whatever
    /// the session says of <c>standard_conforming_strings</c>.
    /// </summary>
    /// <exception cref="ArgumentException">PostgreSQL cannot hold that text.</exception>
    public static string Literal(string text)
    {
        if (ProblemOfText(text) is { } problem)
        {
            throw new ArgumentException($"The text cannot be written: {problem}.", nameof(text));
        }

        string quoted = text.Replace("'", "''", StringComparison.Ordinal);
        return quoted.Contains('\\', StringComparison.Ordinal)
            ? $"E'{quoted.Replace("\\", "\\\\", StringComparison.Ordinal)}'"
            : $"'{quoted}'";
    }

    /// <summary>What makes a name unusable, as the rest of a sentence; null when nothing does.</summary>
    public static string? ProblemOfName(string name)
    {
        if (name.Length == 0)
        {
            return "it is empty";
        }

        return ProblemOfText(name) ?? (Strict.GetByteCount(name) > LongestName
            ? $"it is longer than {LongestName} bytes, and PostgreSQL would cut it off"
            : null);
    }

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
}
