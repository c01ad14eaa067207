using System.Buffers;
using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Sql.Portable;

/// <summary>The tokens of a text, with operators cut as PostgreSQL cuts them.</summary>
internal static class PortableTokens
{
    // An operator with one of these may end in a sign: it is none of SQL's.
    private static readonly SearchValues<char> Unusual = SearchValues.Create("~!@#^&|`?%");

    public static IReadOnlyList<SqlToken> Of(string text, SqlLexicalRules rules)
    {
        List<SqlToken> tokens = [];
        foreach (SqlToken token in SqlExpressionScanner.Tokenize(text, rules))
        {
            if (token.Kind == SqlTokenKind.Operator)
            {
                Cut(tokens, token);
            }
            else if (token.Kind != SqlTokenKind.Comment)
            {
                tokens.Add(token);
            }
        }

        return tokens;
    }

    /// <summary>For each opening bracket the place of the one that closes it; the number of tokens where none does.</summary>
    public static int[] Closings(IReadOnlyList<SqlToken> tokens)
    {
        int[] closings = new int[tokens.Count];
        Stack<int> open = new();
        for (int at = 0; at < tokens.Count; at++)
        {
            closings[at] = tokens.Count;
            if (tokens[at].Kind == SqlTokenKind.Punctuation && tokens[at].Text is "(" or "[" or "{")
            {
                open.Push(at);
            }
            else if (tokens[at].Kind == SqlTokenKind.Punctuation && tokens[at].Text is ")" or "]" or "}" && open.TryPop(out int opened))
            {
                closings[opened] = at;
            }
        }

        return closings;
    }

    // a=-1 is a = -1: signs at the end of an operator belong to what follows.
    private static void Cut(List<SqlToken> tokens, SqlToken token)
    {
        string rest = token.Text;
        int offset = token.Offset;
        while (rest.Length > 0)
        {
            int length = rest.Length;
            if (rest[^1] is '+' or '-' && !rest.AsSpan(0, length - 1).ContainsAny(Unusual))
            {
                length = Math.Max(1, rest.AsSpan().TrimEnd("+-").Length);
            }

            tokens.Add(new SqlToken(SqlTokenKind.Operator, offset, rest[..length], rest[..length]));
            offset += length;
            rest = rest[length..];
        }
    }
}
