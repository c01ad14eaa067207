using Pace.Engine.Policies;

namespace Pace.Engine.Sql.Expressions;

/// <summary>How a dialect's SQL falls into tokens.</summary>
/// <param name="Name">The dialect's name, for messages.</param>
public sealed record SqlLexicalRules(string Name)
{
    /// <summary>PostgreSQL's.</summary>
    public static SqlLexicalRules Postgres { get; } = new("PostgreSQL")
    {
        EscapeStrings = true,
        UnicodeStrings = true,
        DollarQuotes = true,
        ContinuedStrings = true,
        BackslashDependsOnServer = true,
        ParameterMarks = "$",
        OperatorCharacters = "~!@#^&|?+-*/%<>=",
        Folding = NameFolding.Lower,
    };

    /// <summary>SQLite's.</summary>
    public static SqlLexicalRules Sqlite { get; } = new("SQLite")
    {
        NameQuotes = "\"`[",
        ParameterMarks = "$?:@#",
        OperatorCharacters = "~&|+-*/%<>=!",
        Folding = NameFolding.Insensitive,
    };

    /// <summary>Snowflake's.</summary>
    public static SqlLexicalRules Snowflake { get; } = new("Snowflake")
    {
        BackslashEscapes = true,
        DollarQuotes = true,
        LineComments = ["--", "//"],
        ParameterMarks = "$?@",
        OperatorCharacters = "+-*/%<>=!|^",
        Braces = true,
        ColonPaths = true,
        Folding = NameFolding.Upper,
    };

    /// <summary>BigQuery's.</summary>
    public static SqlLexicalRules BigQuery { get; } = new("BigQuery")
    {
        BackslashEscapes = true,
        StringQuotes = "'\"",
        TripleQuotes = true,
        RawStrings = true,
        DoubledQuotes = false,
        DollarInNames = false,
        NameQuotes = "`",
        LineComments = ["--", "#"],
        ParameterMarks = "$?@",
        OperatorCharacters = "~&|^+-*/%<>=!",
        Folding = NameFolding.Insensitive,
    };

    /// <summary>The rules of a type of platform; PostgreSQL's where Pace has none of its own for it.</summary>
    public static SqlLexicalRules Of(PlatformType platform) => platform switch
    {
        PlatformType.Sqlite => Sqlite,
        PlatformType.Snowflake => Snowflake,
        PlatformType.BigQuery => BigQuery,
        _ => Postgres,
    };

    /// <summary>The characters that begin and end strings.</summary>
    public string StringQuotes { get; init; } = "'";

    /// <summary>The characters that begin quoted names; <c>[</c> ends with <c>]</c>.</summary>
    public string NameQuotes { get; init; } = "\"";

    /// <summary>Whether a quote in quotes is doubled; where not, it is written with a backslash.</summary>
    public bool DoubledQuotes { get; init; } = true;

    /// <summary>Whether a backslash escapes in plain strings.</summary>
    public bool BackslashEscapes { get; init; }

    /// <summary>Whether a server's setting decides on <see cref="BackslashEscapes"/>, so that both must read the same.</summary>
    public bool BackslashDependsOnServer { get; init; }

    /// <summary>Whether <c>E'...'</c> is a string with backslash escapes.</summary>
    public bool EscapeStrings { get; init; }

    /// <summary>Whether <c>U&amp;'...'</c> and <c>U&amp;"..."</c> have Unicode escapes.</summary>
    public bool UnicodeStrings { get; init; }

    /// <summary>Whether <c>r'...'</c> is a string without escapes.</summary>
    public bool RawStrings { get; init; }

    /// <summary>Whether three quotes begin and end a string.</summary>
    public bool TripleQuotes { get; init; }

    /// <summary>Whether <c>$tag$...$tag$</c> is a string.</summary>
    public bool DollarQuotes { get; init; }

    /// <summary>Whether a string goes on in another one on a later line, in the same notation.</summary>
    public bool ContinuedStrings { get; init; }

    /// <summary>Whether <c>{</c> and <c>}</c> are brackets of expressions.</summary>
    public bool Braces { get; init; }

    /// <summary>Whether <c>a:b</c> is a path into a value; else a single colon only stands in subscripts.</summary>
    public bool ColonPaths { get; init; }

    /// <summary>Whether a dollar sign can stand in a name, after its first character.</summary>
    public bool DollarInNames { get; init; } = true;

    /// <summary>What begins comments up to the end of the line. <c>/*</c> begins a comment everywhere.</summary>
    public IReadOnlyList<string> LineComments { get; init; } = ["--"];

    /// <summary>The characters that begin a place for a parameter.</summary>
    public string ParameterMarks { get; init; } = "";

    /// <summary>The characters of operators.</summary>
    public string OperatorCharacters { get; init; } = "";

    /// <summary>What happens to names without quotes.</summary>
    public NameFolding Folding { get; init; }
}

/// <summary>What a dialect does to names without quotes.</summary>
public enum NameFolding
{
    /// <summary>Case does not count.</summary>
    Insensitive,

    /// <summary>They are read in lower case.</summary>
    Lower,

    /// <summary>They are read in upper case.</summary>
    Upper,
}
