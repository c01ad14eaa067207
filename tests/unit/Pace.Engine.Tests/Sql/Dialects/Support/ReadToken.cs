namespace Pace.Engine.Tests.Sql.Dialects.Support;

/// <summary>What a token is to the platform.</summary>
public enum ReadKind
{
    Word,
    Name,
    Text,
    Number,
    Mark,
}

/// <summary>A token as a platform reads it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">A name's or text's characters, its escapes resolved; else what is written.</param>
public sealed record ReadToken(ReadKind Kind, string Value)
{
    public bool IsMark(string mark) => Kind == ReadKind.Mark && Value == mark;
}

/// <summary>What readers of statements have in common.</summary>
public abstract class StatementReader
{
    protected string Sql { get; private set; } = "";

    protected int At { get; set; }

    protected bool AtEnd => At >= Sql.Length;

    /// <summary>The tokens of a script, comments and white space left out.</summary>
    /// <exception cref="FormatException">It holds what is no token.</exception>
    public IReadOnlyList<ReadToken> Read(string sql)
    {
        (Sql, At) = (sql, 0);
        List<ReadToken> tokens = [];
        while (!AtEnd)
        {
            if (" \t\r\n".Contains(Sql[At], StringComparison.Ordinal))
            {
                At++;
            }
            else if (LineComments.Any(Follows))
            {
                int end = Sql.IndexOf('\n', At);
                At = end < 0 ? Sql.Length : end;
            }
            else if (Follows("/*"))
            {
                int end = Sql.IndexOf("*/", At + 2, StringComparison.Ordinal);
                At = end < 0 ? throw Wrong("a comment does not end") : end + 2;
            }
            else
            {
                tokens.Add(Quoted() ?? Plain());
            }
        }

        return tokens;
    }

    /// <summary>The statements of a script, each of which ends with a semicolon and closes its brackets.</summary>
    public IReadOnlyList<IReadOnlyList<ReadToken>> Statements(string sql)
    {
        List<IReadOnlyList<ReadToken>> statements = [];
        List<ReadToken> current = [];
        int depth = 0;
        foreach (ReadToken token in Read(sql))
        {
            depth += token.IsMark("(") ? 1 : token.IsMark(")") ? -1 : 0;
            if (depth < 0 || (depth > 0 && token.IsMark(";")))
            {
                throw new FormatException("The brackets do not balance.");
            }

            if (token.IsMark(";"))
            {
                statements.Add(current);
                current = [];
            }
            else
            {
                current.Add(token);
            }
        }

        return current.Count == 0 ? statements : throw new FormatException("The last statement does not end.");
    }

    protected abstract IReadOnlyList<string> LineComments { get; }

    /// <summary>The characters of an unquoted word after its first.</summary>
    protected abstract bool IsWordPart(char character);

    /// <summary>A text or name in quotes; null where none begins.</summary>
    protected abstract ReadToken? Quoted();

    protected bool Follows(string expected) => string.CompareOrdinal(Sql, At, expected, 0, expected.Length) == 0;

    protected FormatException Wrong(string what) => new($"At {At}: {what}: {Sql[Math.Min(At, Sql.Length)..Math.Min(Sql.Length, At + 20)]}");

    protected char Hexadecimal(int digits)
    {
        string text = At + digits <= Sql.Length ? Sql.Substring(At, digits) : throw Wrong("an escape does not end");
        At += digits;
        return text.All(char.IsAsciiHexDigit) ? (char)Convert.ToInt32(text, 16) : throw Wrong("an escape has other digits");
    }

    private ReadToken Plain()
    {
        int start = At++;
        char first = Sql[start];
        if (char.IsAsciiLetter(first) || first == '_')
        {
            while (!AtEnd && IsWordPart(Sql[At]))
            {
                At++;
            }

            return new ReadToken(ReadKind.Word, Sql[start..At]);
        }

        if (char.IsAsciiDigit(first))
        {
            while (!AtEnd && (char.IsAsciiDigit(Sql[At]) || Sql[At] == '.'))
            {
                At++;
            }

            return new ReadToken(ReadKind.Number, Sql[start..At]);
        }

        // Marks that statements have and nothing else: no parameter, no stage, no character from beyond ASCII.
        return "(),.;=<>+-*/|".Contains(first, StringComparison.Ordinal)
            ? new ReadToken(ReadKind.Mark, first.ToString())
            : throw Wrong("no token begins so");
    }
}
