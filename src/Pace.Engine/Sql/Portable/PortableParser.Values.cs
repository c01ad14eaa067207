using Pace.Engine.Policies;
using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Sql.Portable;

/// <summary>Values: literals, columns, CASE, COALESCE, NULLIF, brackets, and what may stand behind one.</summary>
internal sealed partial class PortableParser
{
    private PortableOperand Postfix()
    {
        PortableOperand operand = Primary();
        while (true)
        {
            SqlToken token = _tokens.Current;
            if (token.IsMark("::"))
            {
                _tokens.Take();
                operand = Refuse(token, $"the cast ::{SkipType()} is only known on a real platform", "set the field's type in the policy instead");
            }
            else if (token.IsMark("["))
            {
                _tokens.SkipBrackets();
                operand = Refuse(token, "[...] reads an array, which only a real platform does", null);
            }
            else if (token.IsMark(":"))
            {
                _tokens.Take();
                Primary();
                operand = Refuse(token, ": reads a path in a value, which only a real platform does", null);
            }
            else if (token.IsWord("collate"))
            {
                _tokens.Take();
                operand = Refuse(token, $"collate {_tokens.Take().Text} is only known on a real platform", "texts compare by code points");
            }
            else if (token.IsWord("at") && (_tokens.Look(1).IsWord("time") || _tokens.Look(1).IsWord("local")))
            {
                _tokens.At += _tokens.Look(1).IsWord("local") ? 2 : 3;
                Primary();
                operand = Refuse(token, "at time zone is only known on a real platform", null);
            }
            else
            {
                return operand;
            }
        }
    }

    private PortableOperand Primary()
    {
        SqlToken token = _tokens.Take();
        switch (token.Kind)
        {
            case SqlTokenKind.Number:
                return Adjacent(token) ? Refuse(token, $"{token.Text}{_tokens.Take().Text} is no number", null) : _typing.Number(token, token.Text);
            case SqlTokenKind.String:
                return Text(token);
            case SqlTokenKind.QuotedName:
                return Name(token);
            case SqlTokenKind.Word:
                return Word(token);
            case SqlTokenKind.Punctuation when token.Text == "(":
                return Bracketed(token);
            case SqlTokenKind.None:
                return _typing.Refuse(token.Offset, 0, "the expression ends too early");
            default:
                _tokens.At--;
                PortableOperand refused = Refuse(token, $"{token.Text} is not expected here", null);
                _tokens.At = int.MaxValue / 2;
                return refused;
        }
    }

    private bool Adjacent(SqlToken number) =>
        _tokens.Current.Kind is SqlTokenKind.Word or SqlTokenKind.Number && _tokens.Current.Offset == number.Offset + number.Text.Length;

    private PortableOperand Text(SqlToken token) => _names.Unquote(token) is { } text
        ? new PortableOperand(token.Offset) { IsUntyped = true, Text = text }
        : Refuse(token, $"the string {Short(token)} is not read alike by every platform", "write it in single quotes, quotes in it doubled, without a prefix or a line break between parts");

    private PortableOperand Name(SqlToken token)
    {
        if (_tokens.Current.IsMark("("))
        {
            return Function(token);
        }

        return _tokens.Current.IsMark(".") ? Dotted(token) : _names.Column(token);
    }

    private PortableOperand Dotted(SqlToken token)
    {
        string text = token.Text;
        while (_tokens.TakeMark("."))
        {
            text += "." + _tokens.Take().Text;
        }

        if (_tokens.Current.IsMark("("))
        {
            return Function(token with { Text = text });
        }

        return Refuse(token with { Text = text }, $"{text} has a table or a path before the column's name", "write the column's name alone");
    }

    private PortableOperand Word(SqlToken token)
    {
        SqlToken next = _tokens.Current;
        // Before functions and typed texts: what stands behind it may begin with a bracket or a quote.
        if (token.IsWord("case"))
        {
            return Deeper(token, () => Case(token));
        }

        if (next.IsMark("("))
        {
            return token.Text.ToLowerInvariant() switch
            {
                "coalesce" => Coalesce(token),
                "nullif" => NullIf(token),
                _ => Function(token),
            };
        }

        if (next.Kind == SqlTokenKind.String && next.Text.StartsWith('\''))
        {
            return TypedText(token);
        }

        switch (token.Text.ToLowerInvariant())
        {
            case "null":
                return new PortableOperand(token.Offset) { IsUntyped = true };
            case "true" or "false":
                return PortableTyping.Good(
                    new PortableOperand(token.Offset),
                    new PortableLiteral(token.IsWord("true"), SqlType.Of(SqlTypeKind.Boolean)),
                    new PortableOperand(token.Offset) { Depth = 0 });
            case "array" when next.IsMark("["):
                _tokens.SkipBrackets();
                return Refuse(token, "array[...] is only known on a real platform", "write in (...)");
            case "timestamp" or "time" when next.IsWord("with") || next.IsWord("without"):
                _tokens.At += 3;
                _tokens.At += _tokens.Current.Kind == SqlTokenKind.String ? 1 : 0;
                return Refuse(token, $"{token.Text} {next.Text} time zone is not written alike on every platform", "write timestamptz '...Z' or timestamp '...'");
            case "double" when next.IsWord("precision"):
                _tokens.Take();
                _tokens.At += _tokens.Current.Kind == SqlTokenKind.String ? 1 : 0;
                return Refuse(token, "double precision '...' is only known on a real platform", "write the number");
            case "current_date" or "current_time" or "current_timestamp" or "localtime" or "localtimestamp":
                return Refuse(token, $"{token.Text} differs from session to session", "use a retention_filter for the age of a row");
            case "current_user" or "session_user" or "user" or "current_role" or "current_catalog" or "current_schema":
                return Refuse(token, $"{token.Text} is only known on a real platform", "use principals for who may see what");
        }

        if (next.IsMark("."))
        {
            return Dotted(token);
        }

        return PortableNames.IsReserved(token)
            ? Refuse(token, $"{token.Text} is not expected here", null)
            : _names.Column(token);
    }

    private PortableOperand Function(SqlToken token)
    {
        if (token.IsWord("cast") || token.IsWord("try_cast") || token.IsWord("safe_cast") || token.IsWord("convert"))
        {
            _tokens.SkipBrackets();
            return Refuse(token, $"{token.Text}(...) is only known on a real platform", "set the field's type in the policy instead");
        }

        _tokens.SkipBrackets();
        bool filtered = _tokens.Current.IsWord("filter") && _tokens.Look(1).IsMark("(");
        if (filtered)
        {
            _tokens.Take();
            _tokens.SkipBrackets();
        }

        if (!_tokens.Current.IsWord("over"))
        {
            return Refuse(token, $"the function {token.Text} is only known on a real platform", null);
        }

        _tokens.Take();
        if (_tokens.Current.IsMark("("))
        {
            _tokens.SkipBrackets();
        }
        else
        {
            _tokens.Take();
        }

        return Refuse(token, $"the window function {token.Text} is only known on a real platform", "use an aggregation transform");
    }

    // date '2024-02-29' and its like; every other type's name before a text is a cast.
    private PortableOperand TypedText(SqlToken token)
    {
        SqlTypeKind? kind = token.Text.ToLowerInvariant() switch
        {
            "date" => SqlTypeKind.Date,
            "timestamp" => SqlTypeKind.Timestamp,
            "timestamptz" => SqlTypeKind.TimestampTz,
            _ => null,
        };
        PortableOperand text = Text(_tokens.Take());
        if (kind is null)
        {
            return Refuse(token, $"{token.Text} '...' is only known on a real platform", "write the value itself, or date '...', timestamp '...', timestamptz '...Z'");
        }

        if (text.IsBad)
        {
            return text;
        }

        return _typing.Read(text, SqlType.Of(kind.Value)) is { } value
            ? new PortableOperand(token.Offset) { Expression = value }
            : new PortableOperand(token.Offset);
    }

    private PortableOperand Bracketed(SqlToken open)
    {
        if (_tokens.Current.IsMark(")"))
        {
            _tokens.Take();
            return Refuse(open, "() holds nothing", null);
        }

        List<PortableOperand> items = List(open);
        return items.Count == 1
            ? items[0] with { Offset = open.Offset }
            : Refuse(open, "(..., ...) is a row of values, which only a real platform compares", "compare the values one by one with and");
    }

    private PortableOperand Coalesce(SqlToken token)
    {
        SqlToken open = _tokens.Take();
        List<PortableOperand> items = List(open);
        return _typing.Choice(items, "COALESCE") is { } choice
            ? PortableTyping.Good(new PortableOperand(token.Offset), new PortableCoalesce(choice.Values, choice.Type), [.. items])
            : new PortableOperand(token.Offset);
    }

    // The first value, or NULL where both are equal.
    private PortableOperand NullIf(SqlToken token)
    {
        SqlToken open = _tokens.Take();
        List<PortableOperand> items = List(open);
        if (items.Count != 2)
        {
            return Refuse(token, "nullif has two values", null);
        }

        PortableOperand equal = _typing.Compare(items[0], ComparisonOperator.Equal, items[1], "NULLIF");
        if (equal.Expression is not PortableComparison comparison)
        {
            return new PortableOperand(token.Offset);
        }

        // The value is the comparison's left side, made wider where it was for that. Integers of all widths, and dates
        // with timestamps, are compared as they are.
        bool asIs = comparison.Left.Type.IsInteger || comparison.Left.Type.Kind == SqlTypeKind.Timestamp;
        PortableExpression value = asIs && items[0].Expression is { } own ? own : comparison.Left;
        return PortableTyping.Good(
            new PortableOperand(token.Offset),
            new PortableCase([(equal.Expression, new PortableLiteral(null, value.Type))], value, value.Type), equal);
    }

    private PortableOperand Case(SqlToken token)
    {
        PortableOperand? subject = _tokens.Current.IsWord("when") ? null : Or();
        List<PortableOperand> conditions = [];
        List<PortableOperand> results = [];
        while (_tokens.TakeWord("when"))
        {
            PortableOperand when = Or();
            conditions.Add(subject is null ? when : _typing.Compare(subject, ComparisonOperator.Equal, when, "CASE"));
            if (!_tokens.TakeWord("then"))
            {
                return Broken(token, "then");
            }

            results.Add(Or());
        }

        if (conditions.Count == 0)
        {
            return Broken(token, "when");
        }

        results.Add(_tokens.TakeWord("else") ? Or() : new PortableOperand(token.Offset) { IsUntyped = true });
        if (!_tokens.TakeWord("end"))
        {
            return Broken(token, "end");
        }

        List<PortableExpression?> whens = [.. conditions.Select(condition => _typing.Condition(condition, "WHEN"))];
        if (_typing.Choice(results, "CASE") is not { } choice || whens.Contains(null))
        {
            return new PortableOperand(token.Offset);
        }

        return PortableTyping.Good(
            new PortableOperand(token.Offset),
            new PortableCase(whens.Select((when, at) => (when!, choice.Values[at])).ToValueList(), choice.Values[^1], choice.Type),
            [.. conditions, .. results]);
    }

    private PortableOperand Broken(SqlToken token, string missing)
    {
        PortableOperand refused = Refuse(token, $"case has no {missing} where it is needed", null);
        _tokens.At = int.MaxValue / 2;
        return refused;
    }

    private string SkipType()
    {
        string name = _tokens.Take().Text;
        if (_tokens.Current.IsWord("precision") || _tokens.Current.IsWord("varying"))
        {
            name += " " + _tokens.Take().Text;
        }

        if (_tokens.Current.IsMark("("))
        {
            _tokens.SkipBrackets();
        }

        return name;
    }

    private static string Short(SqlToken token) => token.Text.Length <= 24 ? token.Text : token.Text[..20] + "...";
}
