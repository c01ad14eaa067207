using System.Buffers;
using System.Globalization;
using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Sql.Portable;

/// <summary>An expression's tokens, with a place in them. Behind the last stands <see cref="SqlToken.None"/>.</summary>
internal sealed class PortableTokens
{
    private static readonly SearchValues<char> KeepsSign = SearchValues.Create("~!@#%^&|?");

    private readonly List<SqlToken> _tokens = [];
    private readonly SqlToken _end;

    public PortableTokens(string text, SqlLexicalRules rules)
    {
        foreach (SqlToken token in SqlExpressionScanner.Tokenize(text, rules))
        {
            Add(token);
        }

        _end = SqlToken.None with { Offset = text.Length };
    }

    /// <summary>Where the reader stands.</summary>
    public int At { get; set; }

    /// <summary>The token at the place.</summary>
    public SqlToken Current => Look(0);

    /// <summary>A token further on.</summary>
    public SqlToken Look(int ahead) => At + ahead < _tokens.Count ? _tokens[At + ahead] : _end;

    /// <summary>Goes one token on and gives the one that was left.</summary>
    public SqlToken Take()
    {
        SqlToken token = Current;
        At++;
        return token;
    }

    /// <summary>Takes a word if it is next.</summary>
    public bool TakeWord(string word)
    {
        bool there = Current.IsWord(word);
        At += there ? 1 : 0;
        return there;
    }

    /// <summary>Takes a punctuation mark if it is next.</summary>
    public bool TakeMark(string mark)
    {
        bool there = Current.IsMark(mark);
        At += there ? 1 : 0;
        return there;
    }

    /// <summary>Whether an operator is next.</summary>
    public bool IsOperator(string text) => Current.Kind == SqlTokenKind.Operator && Current.Text == text;

    /// <summary>Goes behind the bracket that closes the one at the place; to the end where none does.</summary>
    public void SkipBrackets()
    {
        int depth = 0;
        do
        {
            SqlToken token = Take();
            depth += token.IsMark("(") || token.IsMark("[") || token.IsMark("{") ? 1 : 0;
            depth -= token.IsMark(")") || token.IsMark("]") || token.IsMark("}") ? 1 : 0;
        }
        while (depth > 0 && Current.Kind != SqlTokenKind.None);
    }

    // As PostgreSQL cuts: an operator of these characters only does not end in a sign, so that a=-1 is a = -1.
    private void Add(SqlToken token)
    {
        string text = token.Text;
        int length = text.Length;
        if (token.Kind == SqlTokenKind.Operator && !text.AsSpan().ContainsAny(KeepsSign))
        {
            while (length > 1 && text[length - 1] is '+' or '-')
            {
                length--;
            }
        }

        _tokens.Add(length == text.Length ? token : token with { Text = text[..length], Value = text[..length] });
        for (int at = length; at < text.Length; at++)
        {
            string sign = text[at].ToString(CultureInfo.InvariantCulture);
            _tokens.Add(new SqlToken(SqlTokenKind.Operator, token.Offset + at, sign, sign));
        }
    }
}
