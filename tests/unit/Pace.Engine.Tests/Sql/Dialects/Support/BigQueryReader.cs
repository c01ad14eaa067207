using System.Text;

namespace Pace.Engine.Tests.Sql.Dialects.Support;

/// <summary>
/// Reads BigQuery's statements as its documentation tells ("Lexical structure and syntax"): texts in one or three of
/// either quote, raw and bytes prefixes, names in backticks with the escapes of texts; an escape that is not in the
/// table, and a line that ends in a text of one quote, are errors.
/// </summary>
public sealed class BigQueryReader : StatementReader
{
    protected override IReadOnlyList<string> LineComments { get; } = ["--", "#"];

    protected override bool IsWordPart(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';

    protected override ReadToken? Quoted()
    {
        string prefix = "";
        foreach (string known in new[] { "rb", "br", "r", "b" })
        {
            if (At + known.Length < Sql.Length && Sql.Substring(At, known.Length).Equals(known, StringComparison.OrdinalIgnoreCase)
                && Sql[At + known.Length] is '\'' or '"')
            {
                prefix = known;
                break;
            }
        }

        if (Sql[At] == '`')
        {
            string name = Inside("`", raw: false);
            return name.Length > 0 ? new ReadToken(ReadKind.Name, name) : throw Wrong("a name is empty");
        }

        At += prefix.Length;
        foreach (string quote in new[] { "'''", "\"\"\"", "'", "\"" })
        {
            if (Follows(quote))
            {
                return new ReadToken(ReadKind.Text, Inside(quote, prefix.Contains('r', StringComparison.Ordinal)));
            }
        }

        return null;
    }

    private string Inside(string quote, bool raw)
    {
        StringBuilder text = new();
        At += quote.Length;
        while (!Follows(quote))
        {
            if (AtEnd || (Sql[At] is '\n' or '\r' && quote.Length == 1))
            {
                throw Wrong("a quote is not closed on its line");
            }

            char character = Sql[At++];
            if (character != '\\')
            {
                text.Append(character);
            }
            else if (raw)
            {
                text.Append('\\').Append(Sql[At++]);
            }
            else
            {
                text.Append(Escape());
            }
        }

        At += quote.Length;
        return text.ToString();
    }

    private string Escape()
    {
        char letter = AtEnd ? throw Wrong("an escape does not end") : Sql[At++];
        return letter switch
        {
            'a' => "\a",
            'b' => "\b",
            'f' => "\f",
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            'v' => "\v",
            '\\' or '?' or '"' or '\'' or '`' => letter.ToString(),
            'x' or 'X' => Hexadecimal(2).ToString(),
            'u' => Hexadecimal(4).ToString(),
            'U' => Hexadecimal(4).ToString() + Hexadecimal(4),
            _ => throw Wrong($"\\{letter} is no escape"),
        };
    }
}
