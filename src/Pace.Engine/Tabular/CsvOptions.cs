using System.Text;

namespace Pace.Engine.Tabular;

/// <summary>How a CSV file is written.</summary>
public sealed record CsvOptions
{
    /// <summary>A comma between the fields, and UTF-8 or what the byte order mark says.</summary>
    public static CsvOptions Default { get; } = new();

    /// <summary>What stands between two fields; null: a comma, a semicolon or a tab, as the header says.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The encoding; null: what the byte order mark says, else UTF-8. A byte order mark always wins.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The file's name for messages; null: its path as it was given.</summary>
    public string? DisplayName { get; init; }
}
