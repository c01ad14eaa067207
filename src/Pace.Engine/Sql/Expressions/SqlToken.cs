namespace Pace.Engine.Sql.Expressions;

/// <summary>The kinds of tokens.</summary>
public enum SqlTokenKind
{
    /// <summary>No token: the place before the first or after the last.</summary>
    None,

    /// <summary>A word without quotes: a name, a keyword, a type.</summary>
    Word,

    /// <summary>A name in quotes.</summary>
    QuotedName,

    /// <summary>A string of any notation, with all its continuations.</summary>
    String,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An operator of one or more characters.</summary>
    Operator,

    /// <summary>A bracket, comma, semicolon, dot or colon; a double colon is one.</summary>
    Punctuation,

    /// <summary>A place for a parameter.</summary>
    Parameter,

    /// <summary>A comment.</summary>
    Comment,

    /// <summary>A character that has no place in an expression.</summary>
    Unknown,
}

/// <summary>A token.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Offset">Where it begins, in UTF-16 code units from 0.</param>
/// <param name="Text">The text, as it is written.</param>
/// <param name="Value">For a quoted name, the name; else the text.</param>
public readonly record struct SqlToken(SqlTokenKind Kind, int Offset, string Text, string Value)
{
    /// <summary>No token: what stands before the first and after the last.</summary>
    public static SqlToken None { get; } = new(SqlTokenKind.None, 0, "", "");

    /// <summary>Whether it is a word without quotes, in any case.</summary>
    public bool IsWord(string word) => Kind == SqlTokenKind.Word && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is a punctuation mark.</summary>
    public bool IsMark(string mark) => Kind == SqlTokenKind.Punctuation && string.Equals(Text, mark, StringComparison.Ordinal);
}
