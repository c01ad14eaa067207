using System.Text;

namespace Pace.Engine.Tests.Sql.Dialects.Support;

/// <summary>
/// Reads Snowflake's statements as its documentation tells ("String &amp; binary data types", "Identifier requirements"):
/// backslash sequences in single-quoted texts, where an unknown one loses its backslash; doubled quotes; $$ texts as
/// they are; double-quoted names without any escape but the doubled quote.
/// </summary>
public sealed class SnowflakeReader : StatementReader
{
    protected override IReadOnlyList<string> LineComments { get; } = ["--", "//"];

    protected override bool IsWordPart(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '$';

    protected override ReadToken? Quoted()
    {
        if (Follows("$$"))
        {
            int end = Sql.IndexOf("$$", At + 2, StringComparison.Ordinal);
            string text = end < 0 ? throw Wrong("a text does not end") : Sql[(At + 2)..end];
            At = end + 2;
            return new ReadToken(ReadKind.Text, text);
        }

        return Follows("'") ? new ReadToken(ReadKind.Text, Inside('\'')) : Follows("\"") ? new ReadToken(ReadKind.Name, Inside('"')) : null;
    }

    private string Inside(char quote)
    {
        StringBuilder text = new();
        for (At++; ; At++)
        {
            if (AtEnd)
            {
                throw Wrong("a quote is not closed");
            }

            if (Sql[At] == quote)
            {
                At++;
                if (AtEnd || Sql[At] != quote)
                {
                    return text.ToString();
                }

                text.Append(quote);
            }
            else if (Sql[At] == '\\' && quote == '\'')
            {
                At++;
                text.Append(Escape());
                At--;
            }
            else if (quote == '"' && char.IsControl(Sql[At]))
            {
                throw Wrong("a name holds a control character");
            }
            else
            {
                text.Append(Sql[At]);
            }
        }
    }

    private string Escape()
    {
        char letter = AtEnd ? throw Wrong("an escape does not end") : Sql[At++];
        return letter switch
        {
            'b' => "\b",
            'f' => "\f",
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            '0' => "\0",
            'x' => Hexadecimal(2).ToString(),
            'u' => Hexadecimal(4).ToString(),
            _ => letter.ToString(),
        };
    }
}
