using Pace.Engine.Policies;
using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Sql.Portable;

/// <summary>
/// Parses by PostgreSQL's precedence: OR, AND, NOT, IS, comparisons, BETWEEN IN LIKE, other operators, + -, *, signs.
/// What stands outside of the subset is told and passed over, so that all of it is told at once.
/// </summary>
internal sealed partial class PortableParser
{
    private const int MostDepth = 200;

    private readonly PortableTokens _tokens;
    private readonly PortableNames _names;
    private readonly PortableTyping _typing;
    private readonly List<SqlProblem> _problems = [];
    private int _depth;

    public PortableParser(string text, ValueList<Field> fields, SqlLexicalRules rules)
    {
        _tokens = new PortableTokens(text, rules);
        _typing = new PortableTyping(_problems);
        _names = new PortableNames(fields, rules, _typing);
    }

    /// <summary>What stands outside of the subset, by position.</summary>
    public IReadOnlyList<SqlProblem> Problems => [.. _problems.Distinct().OrderBy(problem => problem.Offset)];

    /// <summary>The whole expression; null where there are problems.</summary>
    public PortableExpression? Parse(bool condition)
    {
        PortableOperand whole = Or();
        if (_tokens.Current.Kind != SqlTokenKind.None && (!whole.IsBad || _problems.Count == 0))
        {
            Refuse(_tokens.Current, $"{_tokens.Current.Text} is not expected here", null);
        }

        PortableExpression? expression = condition
            ? _typing.Condition(whole, "a condition")
            : whole.IsUntyped
                ? new PortableLiteral(whole.Text, SqlType.Of(SqlTypeKind.Text)) { IsUntyped = true }
                : whole.Expression;
        if (expression is null && _problems.Count == 0)
        {
            Refuse(_tokens.Look(-_tokens.At), "the expression is not of the portable subset", null);
        }

        return _problems.Count == 0 ? expression : null;
    }

    private PortableOperand Or()
    {
        PortableOperand left = And();
        while (_tokens.TakeWord("or"))
        {
            left = Bounded(_typing.Logic(left, isAnd: false, And()));
        }

        return left;
    }

    private PortableOperand And()
    {
        PortableOperand left = Not();
        while (_tokens.TakeWord("and"))
        {
            left = Bounded(_typing.Logic(left, isAnd: true, Not()));
        }

        return left;
    }

    private PortableOperand Not()
    {
        SqlToken token = _tokens.Current;
        if (!token.IsWord("not"))
        {
            return Is();
        }

        _tokens.Take();
        return Deeper(token, () => _typing.Not(Not(), token.Offset));
    }

    private PortableOperand Is()
    {
        PortableOperand operand = Comparison();
        while (true)
        {
            SqlToken token = _tokens.Current;
            if (token.IsWord("isnull") || token.IsWord("notnull"))
            {
                Refuse(_tokens.Take(), $"{token.Text} is PostgreSQL's own", token.IsWord("isnull") ? "write is null" : "write is not null");
                operand = new PortableOperand(operand.Offset);
                continue;
            }

            if (!_tokens.TakeWord("is"))
            {
                return operand;
            }

            bool negated = _tokens.TakeWord("not");
            SqlToken what = _tokens.Take();
            operand = what.Text.ToLowerInvariant() switch
            {
                "null" => _typing.Is(operand, null, negated, isUnknown: false),
                "unknown" => _typing.Is(operand, null, negated, isUnknown: true),
                "true" => _typing.Is(operand, true, negated, isUnknown: false),
                "false" => _typing.Is(operand, false, negated, isUnknown: false),
                "distinct" when _tokens.TakeWord("from") => _typing.Compare(
                    operand, negated ? ComparisonOperator.NotDistinctFrom : ComparisonOperator.DistinctFrom, Comparison(), "IS DISTINCT FROM"),
                _ => Refuse(what, $"is {what.Text} is only known on a real platform", null),
            };
            operand = Bounded(operand);
        }
    }

    private PortableOperand Comparison()
    {
        PortableOperand left = Range();
        if (Operator(_tokens.Current) is not { } comparison)
        {
            return left;
        }

        SqlToken token = _tokens.Take();
        if (_tokens.Current is { Kind: SqlTokenKind.Word } quantifier && (quantifier.IsWord("any") || quantifier.IsWord("some") || quantifier.IsWord("all"))
            && _tokens.Look(1).IsMark("("))
        {
            _tokens.Take();
            _tokens.SkipBrackets();
            return Refuse(quantifier, $"{quantifier.Text} over a list is only known on a real platform", "write in (...)");
        }

        PortableOperand result = _typing.Compare(left, comparison, Range(), token.Text);
        if (Operator(_tokens.Current) is not null)
        {
            result = Refuse(_tokens.Take(), "a comparison of a comparison is not read by every platform", "use brackets or and");
            Range();
        }

        return result;
    }

    private PortableOperand Range()
    {
        PortableOperand operand = Joined();
        while (true)
        {
            bool negated = _tokens.Current.IsWord("not") && Among(_tokens.Look(1), "between", "in", "like", "ilike", "similar", "glob", "regexp", "rlike", "match");
            SqlToken token = _tokens.Look(negated ? 1 : 0);
            if (!Among(token, "between", "in", "like", "ilike", "similar", "glob", "regexp", "rlike", "match", "overlaps"))
            {
                return operand;
            }

            _tokens.At += negated ? 2 : 1;
            operand = Bounded(token.Text.ToLowerInvariant() switch
            {
                "between" => Between(operand, negated),
                "in" => In(operand, negated),
                "like" => Like(operand, negated),
                _ => Foreign(token),
            });
        }
    }

    private PortableOperand Foreign(SqlToken token)
    {
        bool similar = token.IsWord("similar") && _tokens.TakeWord("to");
        PortableOperand refused = Refuse(token, $"{token.Text}{(similar ? " to" : "")} is only known on some platforms", "use like, or a regexp transform");
        Joined();
        if (_tokens.TakeWord("escape"))
        {
            Joined();
        }

        return refused;
    }

    private PortableOperand Between(PortableOperand operand, bool negated)
    {
        SqlToken token = _tokens.Current;
        bool symmetric = _tokens.TakeWord("symmetric");
        if (symmetric)
        {
            Refuse(token, "between symmetric is only known on some platforms", "write the smaller bound first");
        }

        _tokens.TakeWord("asymmetric");
        PortableOperand low = Joined();
        if (!_tokens.TakeWord("and"))
        {
            return Refuse(_tokens.Current, "between has no and", "write between 1 and 2");
        }

        PortableOperand high = Joined();
        if (symmetric)
        {
            return new PortableOperand(operand.Offset);
        }

        PortableOperand both = _typing.Logic(
            _typing.Compare(operand, ComparisonOperator.GreaterOrEqual, low, "BETWEEN"), isAnd: true,
            _typing.Compare(operand, ComparisonOperator.LessOrEqual, high, "BETWEEN"));
        return negated ? _typing.Not(both, operand.Offset) : both;
    }

    private PortableOperand In(PortableOperand operand, bool negated)
    {
        SqlToken token = _tokens.Current;
        if (!_tokens.TakeMark("("))
        {
            return Refuse(token, "in needs a list in brackets", "write in (1, 2)");
        }

        List<PortableOperand> items = List(token);
        return items.Count == 0 ? Refuse(token, "in has an empty list, which not every platform reads", null) : _typing.In(operand, items, negated);
    }

    private PortableOperand Like(PortableOperand operand, bool negated)
    {
        if (Among(_tokens.Current, "any", "some", "all") && _tokens.Look(1).IsMark("("))
        {
            SqlToken quantifier = _tokens.Take();
            _tokens.SkipBrackets();
            return Refuse(quantifier, $"like {quantifier.Text} is only known on some platforms", "join several like with or");
        }

        PortableOperand pattern = Joined();
        string escape = "\\";
        if (_tokens.Current.IsWord("escape"))
        {
            SqlToken token = _tokens.Take();
            PortableOperand given = Joined();
            if (given is not { IsUntyped: true, Text: { } text } || text.EnumerateRunes().Count() > 1)
            {
                return given.IsBad ? given : Refuse(token, "escape is not followed by one character in quotes", "write escape '!'");
            }

            escape = text;
        }

        return _typing.Like(operand, pattern, escape, negated);
    }

    // || and every operator that PostgreSQL has no rule of its own for.
    private PortableOperand Joined()
    {
        PortableOperand left = Sum();
        while (_tokens.Current.Kind == SqlTokenKind.Operator && Operator(_tokens.Current) is null && !_tokens.IsOperator("+") && !_tokens.IsOperator("-"))
        {
            SqlToken token = _tokens.Take();
            PortableOperand right = Sum();
            left = Bounded(token.Text == "||" ? _typing.Concat(left, token, right) : Unknown(token));
        }

        return left;
    }

    private PortableOperand Unknown(SqlToken token) => token.Text switch
    {
        "==" => Refuse(token, "== is not read by every platform", "write ="),
        "/" => Refuse(token, "/ divides differently on different platforms", "compare with a product instead"),
        "%" => Refuse(token, "% is only known on a real platform", null),
        "->" or "->>" or "#>" or "#>>" or "@>" or "<@" => Refuse(token, $"{token.Text} reads JSON or arrays, which only a real platform does", null),
        "~" or "~*" or "!~" or "!~*" or "~~" or "!~~" or "~~*" or "!~~*" => Refuse(token, $"{token.Text} is PostgreSQL's own", "use like, or a regexp transform"),
        _ => Refuse(token, $"the operator {token.Text} is only known on a real platform", null),
    };

    private PortableOperand Sum()
    {
        PortableOperand left = Product();
        while (_tokens.IsOperator("+") || _tokens.IsOperator("-"))
        {
            SqlToken token = _tokens.Take();
            left = Bounded(_typing.Arithmetic(left, token, Product()));
        }

        return left;
    }

    private PortableOperand Product()
    {
        PortableOperand left = Signed();
        while (_tokens.IsOperator("*") || _tokens.IsOperator("/") || _tokens.IsOperator("%") || _tokens.IsOperator("^"))
        {
            SqlToken token = _tokens.Take();
            PortableOperand right = Signed();
            left = Bounded(token.Text == "*" ? _typing.Arithmetic(left, token, right) : Unknown(token));
        }

        return left;
    }

    private PortableOperand Signed()
    {
        SqlToken token = _tokens.Current;
        if (token.Kind != SqlTokenKind.Operator)
        {
            return Postfix();
        }

        _tokens.Take();
        if (token.Text is not ("-" or "+"))
        {
            PortableOperand refused = Refuse(token, $"the operator {token.Text} before a value is only known on a real platform", null);
            Deeper(token, Signed);
            return refused;
        }

        return Deeper(token, () =>
        {
            PortableOperand operand = Signed();
            return token.Text == "-" ? _typing.Negate(operand, token.Offset)
                : operand.IsBad || (operand.Kind is { } kind && PortableKinds.IsNumber(kind)) ? operand
                : Refuse(token, "+ before a value that is no number is only known on a real platform", null);
        });
    }

    private PortableOperand Bounded(PortableOperand operand) => operand.Depth <= MostDepth
        ? operand
        : Refuse(_tokens.Look(-1), "the expression is nested or chained too deeply", "write long lists with in (...)");

    private PortableOperand Deeper(SqlToken at, Func<PortableOperand> read)
    {
        if (_depth >= MostDepth)
        {
            _tokens.At = int.MaxValue / 2;
            return Refuse(at, "the expression is nested too deeply", null);
        }

        _depth++;
        PortableOperand operand = read();
        _depth--;
        return operand;
    }

    private List<PortableOperand> List(SqlToken open)
    {
        List<PortableOperand> items = [];
        do
        {
            items.Add(Deeper(open, Or));
        }
        while (_tokens.TakeMark(","));
        Close(open);
        return items;
    }

    private void Close(SqlToken open)
    {
        if (_tokens.TakeMark(")"))
        {
            return;
        }

        if (_tokens.Current.Kind != SqlTokenKind.None || _problems.Count == 0)
        {
            Refuse(_tokens.Current.Kind == SqlTokenKind.None ? open : _tokens.Current, $"{_tokens.Current.Text} is not expected here", null);
        }

        _tokens.At = int.MaxValue / 2;
    }

    private PortableOperand Refuse(SqlToken token, string message, string? hint) =>
        _typing.Refuse(token.Offset, token.Text.Length, message, hint);

    private static bool Among(SqlToken token, params string[] words) => Array.Exists(words, token.IsWord);

    private static ComparisonOperator? Operator(SqlToken token) => token.Kind != SqlTokenKind.Operator ? null : token.Text switch
    {
        "=" => ComparisonOperator.Equal,
        "<>" or "!=" => ComparisonOperator.NotEqual,
        "<" => ComparisonOperator.Less,
        "<=" => ComparisonOperator.LessOrEqual,
        ">" => ComparisonOperator.Greater,
        ">=" => ComparisonOperator.GreaterOrEqual,
        _ => null,
    };
}
