using System.Buffers;
using System.Globalization;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Sql.Portable;

/// <summary>A part of an expression with its type.</summary>
/// <param name="Source">As it is written.</param>
/// <param name="Expression">The expression; null for a text without a type, and where something is wrong, which is reported.</param>
/// <param name="IsText">Whether it is a text, or NULL, whose type its neighbours decide.</param>
/// <param name="Text">The text, null for NULL.</param>
/// <param name="HasColumn">Whether a column is in it.</param>
/// <param name="Size">How many parts it has, where one that is used twice counts twice.</param>
internal sealed record TypedSyntax(Syntax Source, PortableExpression? Expression, bool IsText, string? Text, bool HasColumn, long Size)
{
    public bool IsBroken => Expression is null && !IsText;

    public bool IsNull => IsText && Text is null;

    /// <summary>The type; null for a text without one.</summary>
    public SqlTypeKind? Kind => Expression?.Type.Kind;
}

/// <summary>Gives an expression its types, as PostgreSQL does.</summary>
internal sealed partial class PortableTyper(PortableNames names, List<SqlProblem> problems)
{
    // BETWEEN, NULLIF and the simple CASE use an operand twice, so that a short text can mean a large tree.
    private const long MostParts = 100_000;

    private static readonly SqlType Boolean = SqlType.Of(SqlTypeKind.Boolean);
    private static readonly SearchValues<char> ZoneMarks = SearchValues.Create("Zz+-");

    /// <summary>A condition; null where something is wrong.</summary>
    public PortableExpression? Condition(Syntax syntax)
    {
        TypedSyntax typed = Sized(Value(syntax));
        if (typed is { IsText: true, Text: not null })
        {
            Report(syntax, "a text is no condition", "write true or false without quotes");
            return null;
        }

        return Truth(typed, "a condition");
    }

    /// <summary>A statement; null where something is wrong.</summary>
    public PortableExpression? Statement(Syntax syntax)
    {
        TypedSyntax typed = Sized(Value(syntax));
        return typed.IsText ? new PortableLiteral(typed.Text, SqlType.Of(SqlTypeKind.Text)) { IsUntyped = true } : typed.Expression;
    }

    // A value as one of a type that its own is converted to; null where its text is none, which is reported.
    private PortableExpression? As(TypedSyntax typed, SqlTypeKind kind)
    {
        if (!typed.IsText)
        {
            return typed.Expression is null ? null : PortableConversion.Of(typed.Expression, kind);
        }

        SqlType type = SqlType.Of(kind);
        if (typed.Text is null)
        {
            return new PortableLiteral(null, type);
        }

        // A session's time zone would decide on an instant without one, and PostgreSQL leaves it out of a timestamp.
        bool hasZone = typed.Text.TrimStart() is { Length: > 11 } trimmed && trimmed.AsSpan(11).ContainsAny(ZoneMarks);
        string? problem = kind == SqlTypeKind.TimestampTz && !hasZone ? "has no time zone, and the session's would decide"
            : kind == SqlTypeKind.Timestamp && hasZone ? "has a time zone, which would be left out"
            : null;
        if (problem is null && CanonicalValue.TryRead(type, typed.Text, out object? value, out problem))
        {
            return new PortableLiteral(value, type);
        }

        string? hint = kind == SqlTypeKind.TimestampTz ? "write it as '2024-12-31T23:59:59Z'" : null;
        Report(typed.Source, $"{Quote(typed.Text)} {problem}, and stands where {PortableKinds.Name(kind)} is needed", hint);
        return null;
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";

    private static string Quote(string text) => $"'{Short(text)}'";

    private static TypedSyntax Broken(Syntax source) => new(source, null, false, null, false, 0);

    private TypedSyntax Sized(TypedSyntax typed)
    {
        if (typed.Size <= MostParts)
        {
            return typed;
        }

        Report(typed.Source, string.Create(CultureInfo.InvariantCulture, $"the expression has more than {MostParts} parts, with those that between, nullif and case use twice"));
        return Broken(typed.Source);
    }

    private void Report(Syntax place, string message, string? hint = null) => Report(place.Start, place.End, message, hint);

    private void Report(SqlToken place, string message, string? hint = null) => Report(place.Offset, place.Offset + place.Text.Length, message, hint);

    private void Report(int start, int end, string message, string? hint) => problems.Add(new SqlProblem(start, end - start, message, hint));

    // A result of operands; broken where it has none.
    private static TypedSyntax Made(Syntax source, PortableExpression? expression, params IEnumerable<TypedSyntax> operands)
    {
        long size = 1;
        bool hasColumn = false;
        foreach (TypedSyntax operand in operands)
        {
            size = Math.Min(int.MaxValue, size + operand.Size);
            hasColumn |= operand.HasColumn;
        }

        return new TypedSyntax(source, expression, false, null, hasColumn, size);
    }

    // A value that is computed with.
    private TypedSyntax Value(Syntax syntax) => Value(syntax, Any(syntax));

    private TypedSyntax Value(Syntax syntax, TypedSyntax typed)
    {
        if (typed.Expression is PortableColumn column && PortableKinds.Computing(column.Type) is null)
        {
            Report(syntax, $"'{column.Name}' is {names.TypeText(column.Field)}, which only a real platform computes with", column.Type.Kind == SqlTypeKind.Char ? "char pads with blanks; use varchar" : "is null and is not null are portable");
            return Broken(syntax);
        }

        return typed;
    }

    // A value of whatever type a column has.
    private TypedSyntax Any(Syntax syntax)
    {
        switch (syntax)
        {
            case NumberSyntax number:
                return Number(number);
            case TextSyntax text:
                return new TypedSyntax(syntax, null, true, text.Value, false, 1);
            case TruthSyntax truth:
                return Made(syntax, new PortableLiteral(truth.Value, Boolean));
            case TypedTextSyntax typed:
                return Made(syntax, As(new TypedSyntax(syntax, null, true, typed.Value, false, 1), typed.Kind));
            case NameSyntax name:
                PortableColumn? column = names.Find(name.Name, problems);
                return Made(syntax, column) with { HasColumn = true };
            case LogicSyntax logic:
                return Logic(logic);
            case NotSyntax not:
                TypedSyntax operand = Value(not.Operand);
                return Made(syntax, Truth(operand, "not") is { } truthOf ? new PortableNot(truthOf) : null, operand);
            case SignSyntax sign:
                return Sign(sign);
            case BinarySyntax binary:
                return Binary(binary);
            case IsSyntax asked:
                return Is(asked);
            case DistinctSyntax distinct:
                return Distinct(distinct);
            case InSyntax list:
                return In(list);
            case BetweenSyntax between:
                return Between(between);
            case LikeSyntax like:
                return Like(like);
            case CaseSyntax choice:
                return Case(choice);
            case CoalesceSyntax coalesce:
                return Coalesce(coalesce);
            case NullIfSyntax nullIf:
                return NullIf(nullIf);
            case OutsideSyntax outside:
                foreach (Syntax part in outside.Operands)
                {
                    _ = Value(part);
                }

                return Broken(syntax);
            default:
                throw new InvalidOperationException($"Nothing is known of {syntax.GetType().Name}.");
        }
    }

    // PostgreSQL takes the narrowest of integer, bigint and numeric, the sign included.
    private TypedSyntax Number(NumberSyntax number)
    {
        string digits = (number.Negative ? "-" : "") + number.Digits;
        bool whole = !number.Digits.AsSpan().ContainsAny('.', 'e', 'E');
        foreach (SqlTypeKind kind in whole ? (SqlTypeKind[])[SqlTypeKind.Integer, SqlTypeKind.BigInt, SqlTypeKind.Numeric] : [SqlTypeKind.Numeric])
        {
            SqlType type = SqlType.Of(kind);
            if (CanonicalValue.TryRead(type, digits, out object? value, out _))
            {
                return Made(number, new PortableLiteral(value, type));
            }
        }

        Report(number, $"{Short(digits)} is no number that every platform holds");
        return Broken(number);
    }

    private PortableExpression? Truth(TypedSyntax typed, string need)
    {
        if (typed.IsBroken)
        {
            return null;
        }

        if (typed.Kind is null or SqlTypeKind.Boolean)
        {
            return As(typed, SqlTypeKind.Boolean);
        }

        Report(typed.Source, $"{need} needs boolean, and this is {PortableKinds.Name(typed.Kind)}", "compare it with something");
        return null;
    }

    private TypedSyntax Logic(LogicSyntax logic)
    {
        TypedSyntax[] items = [.. logic.Items.Select(Value)];
        PortableExpression?[] truths = [.. items.Select(item => Truth(item, logic.IsAnd ? "and" : "or"))];
        return Made(logic, Array.Exists(truths, truth => truth is null) ? null : Joined(truths.AsSpan()!, logic.IsAnd), items);
    }

    // By halves, so that hundreds of alternatives make no deep tree.
    private static PortableExpression Joined(ReadOnlySpan<PortableExpression> items, bool isAnd) => items.Length == 1
        ? items[0]
        : new PortableLogic(Joined(items[..((items.Length + 1) / 2)], isAnd), isAnd, Joined(items[((items.Length + 1) / 2)..], isAnd));

    private TypedSyntax Sign(SignSyntax sign)
    {
        TypedSyntax operand = Value(sign.Operand);
        if (operand.IsBroken)
        {
            return Broken(sign);
        }

        if (operand.Kind is not { } kind || !PortableKinds.IsNumber(kind))
        {
            Report(sign.Sign, $"{sign.Sign.Text} before {PortableKinds.Name(operand.Kind)} is not portable: only numbers have a sign");
            return Broken(sign);
        }

        return Made(sign, sign.Sign.Text == "-" ? new PortableNegate(operand.Expression!) : operand.Expression, operand);
    }

    private TypedSyntax Is(IsSyntax asked)
    {
        if (asked.Kind == IsKind.Null)
        {
            TypedSyntax any = Any(asked.Operand);
            PortableExpression? value = any.IsText ? As(any, SqlTypeKind.Text) : any.Expression;
            return Made(asked, value is null ? null : new PortableIs(value, null, asked.Negated), any);
        }

        TypedSyntax operand = Value(asked.Operand);
        bool? expected = asked.Kind == IsKind.Unknown ? null : asked.Kind == IsKind.True;
        return Made(asked, Truth(operand, "is " + asked.Kind.ToString().ToLowerInvariant()) is { } truth ? new PortableIs(truth, expected, asked.Negated) : null, operand);
    }
}
