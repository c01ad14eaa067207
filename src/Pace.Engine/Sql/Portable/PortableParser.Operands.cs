using System.Collections.Frozen;
using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Sql.Portable;

/// <summary>What stands between operators.</summary>
internal sealed partial class PortableParser
{
    // Words that PostgreSQL (to version 18) does not take for a column's name without quotes.
    private static readonly FrozenSet<string> Reserved = SqlWords.Words("""
        all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate
        collation column concurrently constraint create cross current_catalog current_date current_role
        current_schema current_time current_timestamp current_user default deferrable desc distinct do else end
        except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into
        is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on
        only or order outer overlaps placing primary references returning right select session_user similar some
        symmetric system_user table tablesample then to trailing true union unique user using variadic verbose when
        where window with
        """);

    private static readonly FrozenSet<string> AskingWho = SqlWords.Words("""
        current_catalog current_role current_schema current_user session_user system_user user
        """);

    private static readonly FrozenSet<string> AskingWhen = SqlWords.Words("""
        current_date current_time current_timestamp localtime localtimestamp
        """);

    private Syntax Operand(bool bound) => Current.Kind switch
    {
        SqlTokenKind.Number => Number(),
        SqlTokenKind.String => Text(),
        SqlTokenKind.QuotedName => Named(),
        SqlTokenKind.Word => Word(bound),
        SqlTokenKind.Operator => Prefixed(),
        SqlTokenKind.Punctuation when Current.Text == "(" => Bracket(),
        SqlTokenKind.Punctuation when Current.Text is "[" or "{" => OutsideList(Current),
        _ => Unexpected(),
    };

    private Syntax Number()
    {
        SqlToken token = Take();
        bool joined = Current.Kind == SqlTokenKind.Word && Current.Offset == EndOf(token);
        return joined
            ? Stop($"{Short(Current.Text)} has no place right after a number")
            : new NumberSyntax(token.Text, false, token.Offset, EndOf(token));
    }

    private Syntax Text()
    {
        SqlToken token = Take();
        return Decode(token) is { } text ? new TextSyntax(text, token.Offset, EndOf(token)) : OutsideText(token);
    }

    // The text of a string in the one notation that every platform has; null for any other.
    private string? Decode(SqlToken token)
    {
        string text = token.Text;
        bool plain = text.Length >= 2 && text[0] == '\'' && text[^1] == '\''
            && !(_rules.TripleQuotes && text.StartsWith("'''", StringComparison.Ordinal))
            && !(_rules.BackslashEscapes && text.Contains('\\', StringComparison.Ordinal));
        if (!plain)
        {
            return null;
        }

        // A quote that is not doubled ends one of several parts.
        string inner = text[1..^1];
        string single = inner.Replace("''", "", StringComparison.Ordinal);
        return single.Contains('\'', StringComparison.Ordinal) ? null : inner.Replace("''", "'", StringComparison.Ordinal);
    }

    private Syntax Word(bool bound)
    {
        SqlToken word = Current;
        int start = word.Offset;
        switch (word.Text.ToUpperInvariant())
        {
            case "NULL":
                Take();
                return new TextSyntax(null, start, EndOfLast);
            case "TRUE" or "FALSE":
                Take();
                return new TruthSyntax(word.IsWord("true"), start, EndOfLast);
            case "NOT" when !bound:
                Take();
                Syntax operand = Expression(Level.Not);
                return Built(new NotSyntax(operand, start, EndOfLast), operand);
            case "CASE":
                return Case();
            case "COALESCE" when Peek(1).IsMark("("):
                _at += 2;
                List<Syntax> items = List();
                return Built(new CoalesceSyntax(items, start, EndOfLast), items);
            case "NULLIF" when Peek(1).IsMark("("):
                return NullIf();
            case "DATE" or "TIMESTAMP" or "TIMESTAMPTZ" when TypedText() is { } typed:
                return typed;
            default:
                return Named();
        }
    }

    private Syntax NullIf()
    {
        SqlToken word = Take();
        Take();
        Syntax left = Expression(Level.Or);
        Expect(",");
        Syntax right = Expression(Level.Or);
        Expect(")");
        return Built(new NullIfSyntax(word, left, right, word.Offset, EndOfLast), left, right);
    }

    private Syntax Case()
    {
        int start = Take().Offset;
        Syntax? operand = Current.IsWord("when") ? null : Expression(Level.Or);
        List<(SqlToken When, Syntax Condition, Syntax Value)> branches = [];
        do
        {
            SqlToken when = Current;
            if (!Expect("when"))
            {
                break;
            }

            Syntax condition = Expression(Level.Or);
            Expect("then");
            branches.Add((when, condition, Expression(Level.Or)));
        }
        while (Current.IsWord("when"));
        Syntax? otherwise = TakeWord("else") ? Expression(Level.Or) : null;
        Expect("end");
        return Built(
            new CaseSyntax(operand, branches, otherwise, start, EndOfLast),
            [.. branches.SelectMany(branch => new[] { branch.Condition, branch.Value }), .. operand is null ? [] : new[] { operand }, .. otherwise is null ? [] : new[] { otherwise }]);
    }

    // A type before a text, without a precision, which would round; null where the word is something else.
    private TypedTextSyntax? TypedText()
    {
        SqlToken word = Current;
        int ahead = 1;
        SqlTypeKind kind = word.IsWord("date") ? SqlTypeKind.Date : word.IsWord("timestamp") ? SqlTypeKind.Timestamp : SqlTypeKind.TimestampTz;
        if (kind == SqlTypeKind.Timestamp && (Peek(1).IsWord("with") || Peek(1).IsWord("without")) && Peek(2).IsWord("time") && Peek(3).IsWord("zone"))
        {
            kind = Peek(1).IsWord("with") ? SqlTypeKind.TimestampTz : kind;
            ahead = 4;
        }

        if (Peek(ahead).Kind != SqlTokenKind.String || Decode(Peek(ahead)) is not { } text)
        {
            return null;
        }

        _at += ahead + 1;
        return new TypedTextSyntax(kind, text, word.Offset, EndOfLast);
    }

    private Syntax Named()
    {
        SqlToken name = Current;
        bool word = name.Kind == SqlTokenKind.Word;
        if (OutsideName(name) is { } outside)
        {
            return outside;
        }

        if (word && Reserved.Contains(name.Text))
        {
            char quote = _rules.NameQuotes[0];
            return Unexpected($"it is a word of SQL; a column of that name is written {quote}{name.Text}{quote}");
        }

        Take();
        return new NameSyntax(name, name.Offset, EndOfLast);
    }

    private Syntax Prefixed()
    {
        SqlToken token = Current;
        if (LevelOf(token, bound: false) is not (Level.Sum or Level.Other))
        {
            return Unexpected();
        }

        Take();
        if (token.Text is not ("+" or "-"))
        {
            OutsideOperator(token);
            Syntax right = Expression(Level.Sum);
            return Built(new OutsideSyntax([right], token.Offset, EndOfLast), right);
        }

        Syntax operand = Expression(Level.Sign);
        return token.Text == "-" && operand is NumberSyntax number
            ? number with { Negative = !number.Negative, Start = token.Offset }
            : Built(new SignSyntax(token, operand, token.Offset, EndOfLast), operand);
    }

    private Syntax Bracket()
    {
        SqlToken open = Take();
        Syntax inner = Expression(Level.Or);
        if (!Current.IsMark(","))
        {
            Expect(")");
            return inner;
        }

        List<Syntax> items = [inner];
        while (TakeMark(","))
        {
            items.Add(Expression(Level.Or));
        }

        Expect(")");
        Report(open.Offset, EndOfLast, $"{Slice(open.Offset)} is a row of values, and rows are not portable", "compare the values one by one");
        return Built(new OutsideSyntax(items, open.Offset, EndOfLast), items);
    }
}
