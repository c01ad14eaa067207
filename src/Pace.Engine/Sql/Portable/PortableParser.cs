using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Sql.Portable;

/// <summary>
/// Reads the tokens of an expression as PostgreSQL's grammar does. Constructs that are outside of the portable subset
/// are read too, as far as they can be, so that each is reported and what stands beside them is judged as well.
/// </summary>
internal sealed partial class PortableParser
{
    // More than anybody writes, and little for the smallest of stacks.
    private const int MostNested = 128;

    private readonly string _text;
    private readonly SqlLexicalRules _rules;
    private readonly IReadOnlyList<SqlToken> _tokens;
    private readonly int[] _closings;
    private readonly List<SqlProblem> _problems;
    private int _at;
    private int _end;
    private int _depth;

    // Where a token fits nowhere, and reading stopped; -1: nowhere.
    private int _stoppedAt = -1;
    private SqlProblem? _stop;

    private PortableParser(string text, SqlLexicalRules rules, List<SqlProblem> problems)
    {
        _text = text;
        _rules = rules;
        _tokens = PortableTokens.Of(text, rules);
        _closings = PortableTokens.Closings(_tokens);
        _end = _tokens.Count;
        _problems = problems;
    }

    // PostgreSQL's levels; each binds tighter than those before it.
    private enum Level
    {
        None,
        Or,
        And,
        Not,
        Is,
        Comparison,
        Range,
        Escape,
        Other,
        Sum,
        Product,
        Power,
        AtZone,
        Collate,
        Sign,
        Postfix,
    }

    private SqlToken Current => Peek(0);

    private int EndOfLast => _at > 0 ? EndOf(_tokens[_at - 1]) : 0;

    /// <summary>Reads a text; null where a token fits nowhere, which is reported.</summary>
    public static Syntax? Parse(string text, SqlLexicalRules rules, List<SqlProblem> problems)
    {
        PortableParser parser = new(text, rules, problems);
        Syntax expression = parser.Expression(Level.Or);
        if (parser._stoppedAt < 0 && parser._at < parser._end)
        {
            parser.Unexpected();
        }

        if (parser._stoppedAt < 0)
        {
            return expression;
        }

        // What follows may hold constructs to report, whatever it is a part of.
        parser._at = parser._stoppedAt + 1;
        parser._stoppedAt = -1;
        parser._depth = 0;
        parser.SkipLoosely(parser._tokens.Count);
        return null;
    }

    private static int EndOf(SqlToken token) => token.Offset + token.Text.Length;

    private SqlToken Peek(int ahead) => _at + ahead < _end ? _tokens[_at + ahead] : SqlToken.None;

    private SqlToken Take() => _tokens[_at++];

    private bool TakeWord(string word)
    {
        bool found = Current.IsWord(word);
        _at += found ? 1 : 0;
        return found;
    }

    private bool TakeMark(string mark)
    {
        bool found = Current.IsMark(mark);
        _at += found ? 1 : 0;
        return found;
    }

    private void Report(int start, int end, string message, string? hint = null)
    {
        if (_stoppedAt < 0)
        {
            _problems.Add(new SqlProblem(start, end - start, message, hint));
        }
    }

    // Only the first: what is said of the rest would be guesses.
    private Syntax Stop(string message, string? hint = null)
    {
        int start = _at < _end ? _tokens[_at].Offset : _end > 0 ? EndOf(_tokens[_end - 1]) : 0;
        int end = _at < _end ? EndOf(_tokens[_at]) : start;
        if (_stoppedAt < 0)
        {
            _stop = new SqlProblem(start, end - start, message, hint);
            _problems.Add(_stop);
            _stoppedAt = _at;
            _at = _end;
        }

        return new OutsideSyntax([], start, end);
    }

    private Syntax Unexpected(string? hint = null) => Stop(
        Current.Kind == SqlTokenKind.None ? "the expression ends too early" : $"{Short(Current.Text)} has no place here", hint);

    private bool Expect(string wordOrMark)
    {
        if (TakeMark(wordOrMark) || TakeWord(wordOrMark))
        {
            return true;
        }

        Unexpected($"{wordOrMark} is expected");
        return false;
    }

    private Syntax Built(Syntax node, params IEnumerable<Syntax> operands)
    {
        int height = 1 + operands.Select(operand => operand.Height).DefaultIfEmpty(0).Max();
        return height <= MostNested ? node with { Height = height } : TooDeep();
    }

    private Syntax TooDeep() =>
        Stop($"more than {MostNested} operators or brackets stand one in the other", "write in (...) for many alternatives");

    /// <summary>Reads operators that bind at least as tightly as a level, and their operands.</summary>
    /// <param name="least">The level.</param>
    /// <param name="bound">Whether it is the first bound of a BETWEEN, where and is no operator, nor are others like it.</param>
    private Syntax Expression(Level least, bool bound = false)
    {
        if (++_depth > 2 * MostNested)
        {
            _depth--;
            return TooDeep();
        }

        Syntax left = Operand(bound);

        // The level of a comparison or the like that ends in an operand: another one of that level cannot follow.
        Level ended = Level.None;
        while (_stoppedAt < 0)
        {
            Level level = LevelOf(Current, bound);
            if (level < least || level == Level.None)
            {
                break;
            }

            if (level == ended)
            {
                left = Stop($"{Short(Current.Text)} follows another one without brackets", "write brackets, or and between two comparisons");
                break;
            }

            (left, ended) = Continue(left, level, bound);
        }

        _depth--;
        return left;
    }

    private Level LevelOf(SqlToken token, bool bound)
    {
        switch (token.Kind)
        {
            case SqlTokenKind.Operator:
                return token.Text switch
                {
                    "=" or "<" or ">" or "<=" or ">=" or "<>" or "!=" => Level.Comparison,
                    "+" or "-" => Level.Sum,
                    "*" or "/" or "%" => Level.Product,
                    "^" => Level.Power,
                    _ => Level.Other,
                };
            case SqlTokenKind.Punctuation:
                return token.Text is "::" or "[" or "." or ":" ? Level.Postfix : Level.None;
            case SqlTokenKind.Word when bound:
                bool distinct = token.IsWord("is")
                    && (Peek(1).IsWord("distinct") || (Peek(1).IsWord("not") && Peek(2).IsWord("distinct")));
                return distinct ? Level.Is : Level.None;
            case SqlTokenKind.Word:
                return LevelOfWord(token.Text.ToUpperInvariant());
            default:
                return Level.None;
        }
    }

    private Level LevelOfWord(string word)
    {
        switch (word)
        {
            case "OR":
                return Level.Or;
            case "AND":
                return Level.And;
            case "IS" or "ISNULL" or "NOTNULL":
                return Level.Is;
            case "NOT":
                return Peek(1).IsWord("null") ? Level.Is : IsRange(Peek(1)) ? Level.Range : Level.None;
            case "AT":
                return Peek(1).IsWord("time") || Peek(1).IsWord("local") ? Level.AtZone : Level.None;
            case "COLLATE":
                return Level.Collate;
            case "OPERATOR":
                return Peek(1).IsMark("(") ? Level.Other : Level.None;
            default:
                return IsRange(Current) ? Level.Range : Level.None;
        }
    }

    private static bool IsRange(SqlToken token) => token.Kind == SqlTokenKind.Word && token.Text.ToUpperInvariant()
        is "BETWEEN" or "IN" or "LIKE" or "ILIKE" or "SIMILAR" or "GLOB" or "REGEXP" or "RLIKE" or "MATCH" or "OVERLAPS";

    private (Syntax Left, Level Ended) Continue(Syntax left, Level level, bool bound)
    {
        switch (level)
        {
            case Level.Or or Level.And:
                return (Logic(left, level), Level.None);
            case Level.Is:
                return Is(left, bound);
            case Level.Range:
                return Range(left);
            case Level.Comparison:
                return (Binary(left, level, bound), level);
            case Level.Sum or Level.Product or Level.Power or Level.Other when !Current.IsWord("operator"):
                return (Binary(left, level, bound), Level.None);
            default:
                return (Outside(left), Level.None);
        }
    }

    private Syntax Logic(Syntax first, Level level)
    {
        List<Syntax> items = [first];
        while (TakeWord(level == Level.And ? "and" : "or"))
        {
            items.Add(Expression(level + 1));
        }

        return Built(new LogicSyntax(level == Level.And, items, first.Start, EndOfLast), items);
    }

    private Syntax Binary(Syntax left, Level level, bool bound)
    {
        SqlToken token = Take();
        bool inside = level == Level.Comparison || token.Text is "+" or "-" or "*" or "||";
        if (!inside)
        {
            OutsideOperator(token);
        }

        Syntax right = Expression(level + 1, bound);
        return Built(
            inside ? new BinarySyntax(left, token, right, left.Start, EndOfLast) : new OutsideSyntax([left, right], left.Start, EndOfLast),
            left, right);
    }

    private (Syntax Left, Level Ended) Is(Syntax left, bool bound)
    {
        SqlToken word = Take();
        if (!word.IsWord("is"))
        {
            string spelling = word.IsWord("not") ? $"{word.Text} {Take().Text}" : word.Text;
            Report(word.Offset, EndOfLast, $"{spelling} after a value is not portable", word.IsWord("isnull") ? "write is null" : "write is not null");
            return (Built(new OutsideSyntax([left], left.Start, EndOfLast), left), Level.None);
        }

        bool negated = TakeWord("not");
        if (TakeWord("distinct"))
        {
            Expect("from");
            Syntax right = Expression(Level.Comparison, bound);
            return (Built(new DistinctSyntax(left, word, negated, right, left.Start, EndOfLast), left, right), Level.Is);
        }

        IsKind? kind = TakeWord("null") ? IsKind.Null
            : TakeWord("true") ? IsKind.True
            : TakeWord("false") ? IsKind.False
            : TakeWord("unknown") ? IsKind.Unknown
            : null;
        return kind is { } asked
            ? (Built(new IsSyntax(left, asked, negated, left.Start, EndOfLast), left), Level.None)
            : OutsideIs(left, word);
    }

    private (Syntax Left, Level Ended) Range(Syntax left)
    {
        int start = Current.Offset;
        bool negated = TakeWord("not");
        SqlToken word = Take();
        if (word.IsWord("in"))
        {
            return (In(left, word, negated), Level.None);
        }

        if (word.IsWord("between"))
        {
            return (Between(left, word, negated), Level.Range);
        }

        if (word.IsWord("like"))
        {
            Syntax pattern = Expression(Level.Escape);
            Syntax? escape = TakeWord("escape") ? Expression(Level.Escape) : null;
            return (Built(
                new LikeSyntax(left, word, negated, pattern, escape, left.Start, EndOfLast),
                escape is null ? [left, pattern] : [left, pattern, escape]), Level.Range);
        }

        return (OutsideRange(left, word, start), Level.Range);
    }

    private Syntax In(Syntax left, SqlToken word, bool negated)
    {
        if (!Current.IsMark("("))
        {
            return Unexpected("write in (1, 2, 3)");
        }

        Take();
        List<Syntax> items = List();
        return Built(new InSyntax(left, word, negated, items, left.Start, EndOfLast), [left, .. items]);
    }

    private Syntax Between(Syntax left, SqlToken word, bool negated)
    {
        if (Current.IsWord("symmetric") || Current.IsWord("asymmetric"))
        {
            SqlToken manner = Take();
            Report(word.Offset, EndOf(manner), $"{word.Text} {manner.Text} is not portable", "write the lesser bound first");
        }

        Syntax low = Expression(Level.Is, bound: true);
        Expect("and");
        Syntax high = Expression(Level.Escape);
        return Built(new BetweenSyntax(left, word, negated, low, high, left.Start, EndOfLast), left, low, high);
    }

    // After the opening bracket: one expression or more, and the closing one.
    private List<Syntax> List()
    {
        List<Syntax> items = [];
        do
        {
            items.Add(Expression(Level.Or));
        }
        while (TakeMark(","));
        Expect(")");
        return items;
    }
}
