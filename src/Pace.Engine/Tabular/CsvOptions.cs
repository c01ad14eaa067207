using System.Text;

namespace Pace.Engine.Tabular;

/// <summary>How a CSV file is written.</summary>
public sealed record CsvOptions
{
    /// <summary>A delimiter and an encoding that the file itself tells.</summary>
    public static CsvOptions Default { get; } = new();

    /// <summary>What stands between two fields; null: a comma, a semicolon or a tab, as the header says.</summary>
    /// <exception cref="ArgumentException">It is no ASCII character, or a quote or line break.</exception>
    public char? Delimiter
    {
        get;
        init
        {
            if (value is { } given && !IsDelimiter(given))
            {
                throw new ArgumentException("A delimiter is one ASCII character, and neither a quote nor a line break.", nameof(value));
            }

            field = value;
        }
    }

    /// <summary>The encoding where no byte order mark says otherwise; null: UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The file's name for messages; null: its path as it was given.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Whether a character can stand between two fields.</summary>
    public static bool IsDelimiter(char character) => character is not ('"' or '\r' or '\n' or '\0') && char.IsAscii(character);
}
