using System.Collections.Frozen;
using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Sql.Portable;

/// <summary>Constructs that are outside of the portable subset, in the writer's own spelling.</summary>
internal sealed partial class PortableParser
{
    private const int MostShown = 40;

    private static readonly FrozenSet<string> Aggregates = SqlWords.Words("""
        any_value array_agg avg bit_and bit_or bool_and bool_or corr count covar_pop covar_samp every group_concat
        json_agg json_object_agg jsonb_agg jsonb_object_agg listagg max median min mode percentile_cont
        percentile_disc regr_slope stddev stddev_pop stddev_samp string_agg sum total var_pop var_samp variance xmlagg
        """);

    // Of the words that are no columns' names, those that are functions or like them.
    private static readonly FrozenSet<string> Callable = SqlWords.Words("all any current_schema isnull left like right some");

    // What the portable subset has instead.
    private static readonly FrozenDictionary<string, string> Instead = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["concat"] = "write || between texts",
        ["ifnull"] = "write coalesce",
        ["nvl"] = "write coalesce",
        ["isnull"] = "write is null, or coalesce",
        ["iif"] = "write case",
        ["if"] = "write case",
        ["decode"] = "write case",
        ["starts_with"] = "write like",
        ["startswith"] = "write like",
        ["endswith"] = "write like",
        ["min"] = "use an aggregation transform",
        ["max"] = "use an aggregation transform",
        ["sum"] = "use an aggregation transform",
        ["avg"] = "use an aggregation transform",
        ["regexp_replace"] = "use a regexp transform",
        ["round"] = "use a numeric_rounding transform",
        ["floor"] = "use a numeric_rounding transform",
        ["ceil"] = "use a numeric_rounding transform",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static string Short(string text)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= MostShown ? line : line[..MostShown] + "...";
    }

    // The text from a place to the last token that was read.
    private string Slice(int start) => Short(_text[start..Math.Clamp(EndOfLast, start, start + (10 * MostShown))]);

    private void OutsideOperator(SqlToken token)
    {
        (string why, string? hint) = token.Text switch
        {
            "/" => ("platforms divide integers and scale quotients differently", null),
            "%" => ("platforms take remainders differently", null),
            "^" or "**" => ("platforms compute powers differently", null),
            "==" => ("it is no operator of PostgreSQL", "write ="),
            "&&" => ("it is no operator on truth values", "write and"),
            "!" => ("it is no operator on truth values", "write not"),
            "<=>" => ("it is no operator of PostgreSQL", "write is not distinct from"),
            "~" or "~*" or "!~" or "!~*" => ("platforms read regular expressions differently", "use like"),
            "~~" => ("it has a name", "write like"),
            "!~~" => ("it has a name", "write not like"),
            _ => ("platforms do not share it", (string?)null),
        };
        Report(token.Offset, EndOf(token), $"the operator {token.Text} is not portable: {why}", hint);
    }

    private (Syntax Left, Level Ended) OutsideIs(Syntax left, SqlToken word)
    {
        if (Current.Kind == SqlTokenKind.None)
        {
            return (Unexpected(), Level.None);
        }

        if (Current.IsWord("json") || Current.IsWord("document") || Current.IsWord("normalized")
            || (Peek(1).IsWord("normalized") && Current.Kind == SqlTokenKind.Word))
        {
            bool form = Peek(1).IsWord("normalized");
            bool json = Current.IsWord("json");
            _at += form ? 2 : 1;
            if (json && Current.Kind == SqlTokenKind.Word && Current.Text.ToUpperInvariant() is "VALUE" or "SCALAR" or "ARRAY" or "OBJECT")
            {
                Take();
            }

            Report(word.Offset, EndOfLast, $"{Slice(word.Offset)} is not portable");
            return (Built(new OutsideSyntax([left], left.Start, EndOfLast), left), Level.None);
        }

        string spelling = $"{Slice(word.Offset)} {Short(Current.Text)}";
        bool negated = _tokens[_at - 1].IsWord("not");
        Report(
            word.Offset, EndOf(Current),
            $"{spelling} is not portable: is asks for null, true, false, unknown or distinct from",
            negated ? "write is distinct from" : "write is not distinct from");
        Syntax right = Expression(Level.Comparison);
        return (Built(new OutsideSyntax([left, right], left.Start, EndOfLast), left, right), Level.Is);
    }

    private Syntax OutsideRange(Syntax left, SqlToken word, int start)
    {
        if (word.IsWord("similar"))
        {
            TakeWord("to");
        }

        (string message, string? hint) = word.Text.ToUpperInvariant() switch
        {
            "ILIKE" => ("platforms fold case differently", "write like"),
            "SIMILAR" or "REGEXP" or "RLIKE" or "MATCH" => ("platforms read regular expressions differently", "write like, or use a regexp transform"),
            "GLOB" => ("it is no operator of PostgreSQL", "write like"),
            _ => ("platforms do not share it", (string?)null),
        };
        Report(start, EndOfLast, $"{Slice(start)} is not portable: {message}", hint);
        Syntax right = Expression(Level.Escape);
        Syntax? escape = TakeWord("escape") ? Expression(Level.Escape) : null;
        Syntax[] operands = escape is null ? [left, right] : [left, right, escape];
        return Built(new OutsideSyntax(operands, left.Start, EndOfLast), operands);
    }

    private OutsideSyntax OutsideText(SqlToken token)
    {
        Report(token.Offset, EndOf(token), $"{Short(token.Text)} is not portable: not every platform reads such a text alike", "write it in plain single quotes, quotes in it doubled");
        return new OutsideSyntax([], token.Offset, EndOf(token));
    }

    // Names that are more than a column: functions, types before a text, names in parts, words that ask the session.
    private Syntax? OutsideName(SqlToken name)
    {
        if (name.Kind == SqlTokenKind.Word)
        {
            if (AskingWhen.Contains(name.Text) || (AskingWho.Contains(name.Text) && !Peek(1).IsMark("(")))
            {
                Take();
                SkipBrackets();
                string why = AskingWhen.Contains(name.Text) ? "it depends on the time and zone of asking" : "it depends on who asks";
                Report(name.Offset, EndOfLast, $"{name.Text} is not portable: {why}", AskingWhen.Contains(name.Text) ? "use a retention_filter" : "use principals, or quote a column of that name");
                return new OutsideSyntax([], name.Offset, EndOfLast);
            }

            if (name.IsWord("cast") && Peek(1).IsMark("("))
            {
                return OutsideCast(name);
            }

            if (name.IsWord("array") && Peek(1).IsMark("["))
            {
                Take();
                return OutsideList(name);
            }
        }

        int ahead = 1;
        while (Peek(ahead).IsMark(".") && Peek(ahead + 1).Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName)
        {
            ahead += 2;
        }

        if (ahead == 1 && name.Kind == SqlTokenKind.Word && Reserved.Contains(name.Text)
            && !(Callable.Contains(name.Text) && Peek(1).IsMark("(")))
        {
            return null;
        }

        if (Peek(ahead).IsMark("("))
        {
            // timestamp(3) '...' looks like a call until its text comes.
            int close = CloseOf(_at + ahead);
            bool literal = name.Kind == SqlTokenKind.Word && close + 1 < _end && _tokens[close + 1].Kind == SqlTokenKind.String;
            return literal ? OutsideTypedText(close + 2) : OutsideCall(name, ahead);
        }

        int words = WordsOfType(name, ahead);
        if (Peek(words).Kind == SqlTokenKind.String)
        {
            return OutsideTypedText(_at + words + 1);
        }

        if (ahead == 1)
        {
            return null;
        }

        string last = Peek(ahead - 1).Text;
        _at += ahead;
        Report(name.Offset, EndOfLast, $"{Slice(name.Offset)} is not portable: it is a name in parts", $"write the column alone: {last}");
        return new OutsideSyntax([], name.Offset, EndOfLast);
    }

    // How many tokens the name of a type has, where it may be one of several words.
    private int WordsOfType(SqlToken name, int ahead)
    {
        bool zoned = (name.IsWord("time") || name.IsWord("timestamp")) && (Peek(1).IsWord("with") || Peek(1).IsWord("without"));
        bool two = (name.IsWord("double") && Peek(1).IsWord("precision"))
            || ((name.IsWord("character") || name.IsWord("char") || name.IsWord("bit")) && Peek(1).IsWord("varying"));
        return zoned && Peek(2).IsWord("time") && Peek(3).IsWord("zone") ? 4 : two ? 2 : ahead;
    }

    private OutsideSyntax OutsideTypedText(int end)
    {
        int start = Current.Offset;
        _at = end;
        bool interval = _text.AsSpan(start).StartsWith("interval", StringComparison.OrdinalIgnoreCase);
        while (interval && Current.Kind == SqlTokenKind.Word && Current.Text.ToUpperInvariant() is "YEAR" or "MONTH" or "DAY" or "HOUR" or "MINUTE" or "SECOND" or "TO")
        {
            Take();
        }

        string hint = interval ? "compute the date beforehand, or use a retention_filter" : "leave the type out where the other side has it";
        Report(start, EndOfLast, $"{Slice(start)} is not portable: of types before a text, only date, timestamp and timestamptz are", hint);
        return new OutsideSyntax([], start, EndOfLast);
    }

    private OutsideSyntax OutsideCall(SqlToken name, int ahead)
    {
        _at += ahead;
        string called = Slice(name.Offset);
        string last = _tokens[_at - 1].Value;
        int close = CloseOf(_at++);
        int reported = _problems.Count;
        SkipLoosely(close);
        int end = EndOfLast;
        bool window = false;
        while (Current.IsWord("over") || ((Current.IsWord("filter") || Current.IsWord("within")) && (Peek(1).IsMark("(") || Peek(1).IsWord("group"))))
        {
            window |= Take().IsWord("over");
            _ = TakeWord("group");
            if (Current.IsMark("("))
            {
                int inner = CloseOf(_at++);
                SkipLoosely(inner);
            }
            else if (Current.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName)
            {
                Take();
            }
        }

        (string message, string? hint) =
            window ? ($"{called}(...) over (...) is not portable: it is a window function", Instead.GetValueOrDefault(last))
            : Aggregates.Contains(last) ? ($"{called}(...) is not portable: it is an aggregate", Instead.GetValueOrDefault(last))
            : last.Equals("row", StringComparison.OrdinalIgnoreCase) ? ($"{called}(...) is a row of values, and rows are not portable", "compare the values one by one")
            : last.ToUpperInvariant() is "ANY" or "ALL" or "SOME" or "EXISTS" ? ($"{called}(...) is not portable: it looks at a list or a table", "write in (...)")
            : ($"{called}(...) is not portable: of functions, only coalesce and nullif are", Instead.GetValueOrDefault(last));
        _problems.Insert(reported, new SqlProblem(name.Offset, end - name.Offset, message, hint));
        return new OutsideSyntax([], name.Offset, EndOfLast);
    }

    private OutsideSyntax OutsideCast(SqlToken word)
    {
        Report(word.Offset, EndOf(word), $"{word.Text}(...) is not portable: platforms convert values differently");
        Take();
        int close = CloseOf(_at++);
        SkipLoosely(close);
        return new OutsideSyntax([], word.Offset, EndOfLast);
    }

    private OutsideSyntax OutsideList(SqlToken first)
    {
        string open = Current.Text;
        int close = CloseOf(_at++);
        SkipLoosely(close);
        Report(first.Offset, EndOfLast, $"{Slice(first.Offset)} is not portable: {(open == "{" ? "it is a value with fields" : "it is an array")}", open == "[" ? "write in (...)" : null);
        return new OutsideSyntax([], first.Offset, EndOfLast);
    }

    // After an operand: casts, subscripts, fields, time zones, collations.
    private Syntax Outside(Syntax left)
    {
        SqlToken token = Take();
        Syntax? right = null;
        string why = "platforms do not share it";
        string? hint = null;
        switch (token.Text.ToUpperInvariant())
        {
            case "::":
                TypeName();
                why = "it is a cast, and platforms convert values differently";
                break;
            case "[":
                SkipLoosely(CloseOf(_at - 1));
                why = "it is an element of an array";
                break;
            case "." or ":":
                why = "it is a field in a value";
                _at += Current.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName || Current.Text == "*" ? 1 : 0;
                break;
            case "COLLATE":
                Name();
                why = "texts are compared by their characters' code points";
                hint = "leave it out";
                break;
            case "AT":
                string local = Take().Text;
                _ = TakeWord("zone");
                Report(token.Offset, EndOfLast, $"{Slice(token.Offset)} is not portable: platforms know different time zones");
                right = local.Equals("local", StringComparison.OrdinalIgnoreCase) ? null : Expression(Level.Collate);
                return Joined(left, right);
            default:
                SkipBrackets();
                Report(token.Offset, EndOfLast, $"{Slice(token.Offset)} is not portable: {why}");
                right = Expression(Level.Sum);
                return Joined(left, right);
        }

        Report(token.Offset, EndOfLast, $"{Slice(token.Offset)} is not portable: {why}", hint);
        return Joined(left, right);
    }

    private Syntax Joined(Syntax left, Syntax? right)
    {
        Syntax[] operands = right is null ? [left] : [left, right];
        return Built(new OutsideSyntax(operands, left.Start, EndOfLast), operands);
    }

    private void Name()
    {
        do
        {
            _at += Current.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName ? 1 : 0;
        }
        while (TakeMark("."));
    }

    private void TypeName()
    {
        SqlToken first = Current;
        Name();
        _ = (first.IsWord("double") && TakeWord("precision")) || TakeWord("varying");
        SkipBrackets();
        if ((Current.IsWord("with") || Current.IsWord("without")) && Peek(1).IsWord("time"))
        {
            _at += 2;
            _ = TakeWord("zone");
        }

        while (TakeMark("["))
        {
            SkipLoosely(CloseOf(_at - 1));
        }
    }

    private void SkipBrackets()
    {
        if (Current.IsMark("("))
        {
            int close = CloseOf(_at++);
            SkipLoosely(close);
        }
    }

    // The place of the bracket that closes the one at a place; the end where there is none.
    private int CloseOf(int open) => Math.Min(_closings[open], _end);

    // Goes to a closing bracket and over it. What stands before it may be in a notation of its own, as in
    // extract(year from x): what is not understood there is passed over, and constructs outside of the subset are told.
    private void SkipLoosely(int close)
    {
        int end = _end;
        _end = close;
        while (_at < close)
        {
            Expression(Level.Or);
            if (_stoppedAt >= 0)
            {
                _problems.RemoveAt(_problems.FindLastIndex(problem => ReferenceEquals(problem, _stop)));
                _at = _stoppedAt;
                _stoppedAt = -1;
            }

            _at++;
        }

        _end = end;
        _at = Math.Min(close + 1, _end);
    }
}
