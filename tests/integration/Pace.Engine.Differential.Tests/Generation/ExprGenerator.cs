using System.Globalization;
using System.Numerics;
using Pace.Engine.Differential.Tests.Cases;
using Pace.Engine.Differential.Tests.Oracle;

namespace Pace.Engine.Differential.Tests.Generation;

/// <summary>A field and the values that its rows have.</summary>
/// <param name="Field">The field.</param>
/// <param name="Pool">The values, none of them null.</param>
/// <param name="Tame">Whether they are such as floating-point numbers hold exactly and add without overflow.</param>
public sealed record SourceColumn(CaseField Field, IReadOnlyList<object> Pool, bool Tame);

/// <summary>Conditions and values of the portable subset, over the fields of a source.</summary>
public sealed class ExprGenerator(Dice dice, ValueGenerator values, IReadOnlyList<SourceColumn> columns, IReadOnlyList<IReadOnlyDictionary<string, object?>> rows)
{
    // Errors are rare in policies that somebody wrote, and hide what else there is to compare.
    private const int KeepFailing = 3;

    /// <summary>A condition.</summary>
    public PolicySql Condition() => Sound(() => Boolean(dice.Between(1, 5)));

    /// <summary>A value of a type, or for numbers of one no wider.</summary>
    public PolicySql Value(Kind kind) => Sound(() => Typed(kind, dice.Between(0, 4)));

    private PolicySql Sound(Func<Expr> make)
    {
        while (true)
        {
            Expr expr = make();
            Expr[] fallible = [.. expr.All.Where(part => part is Negate or Arithmetic or Like)];
            // What fails in constants fails or not by the platform's own way of planning.
            if (Array.Exists(fallible, part => part.IsConstant && Fails(part, new Dictionary<string, object?>())))
            {
                continue;
            }

            if (dice.OneIn(KeepFailing) || !rows.Any(row => Array.Exists(fallible, part => Fails(part, row))))
            {
                return new PolicySql(expr, new SqlText(dice.OneIn).Write(expr));
            }
        }
    }

    private static bool Fails(Expr expr, IReadOnlyDictionary<string, object?> row) => new ExprEvaluator(row).Value(expr) is Failure;

    private Expr Boolean(int depth)
    {
        if (depth <= 0)
        {
            return BooleanLeaf();
        }

        switch (dice.Below(16))
        {
            case < 4:
                return new Logic(dice.OneIn(2), Boolean(depth - 1), Boolean(depth - 1));
            case 4:
                return new Not(Boolean(depth - 1));
            case 5:
                return new Is(Boolean(depth - 1), dice.Pick(["true", "false", "unknown"]), dice.OneIn(2));
            case 6:
                return new Is(Typed(AnyKind(), depth - 1), "null", dice.OneIn(2));
            case 7 or 8:
                (Expr operand, Kind kind) = Subject(depth - 1);
                return new In(operand, Dice.List(dice.Between(1, 5), () => dice.OneIn(8) ? Null(kind) : Item(kind, depth - 2)), dice.OneIn(3));
            case 9:
                (operand, kind) = Subject(depth - 1);
                return new Between(operand, Beside(kind, depth - 2), dice.OneIn(12) ? Null(kind) : Beside(kind, depth - 2), dice.OneIn(3));
            case 10 or 11:
                return Matching(depth);
            case 12:
                return Choice(Kind.Boolean, depth - 1);
            default:
                return Comparison(depth - 1);
        }
    }

    private Expr BooleanLeaf()
    {
        List<SourceColumn> booleans = [.. columns.Where(column => column.Field.Type.Kind == Kind.Boolean)];
        return booleans.Count > 0 && dice.OneIn(2) ? Of(dice.Pick(booleans))
            : dice.OneIn(12) ? dice.Pick([new Literal(true, Kind.Boolean, "true"), new Literal(false, Kind.Boolean, "false"), Null(Kind.Boolean)])
            : Comparison(dice.Below(3));
    }

    private Compare Comparison(int depth)
    {
        (Expr left, Kind kind) = Subject(depth);
        string @operator = dice.Pick(["=", "=", "<>", "!=", "<", "<=", ">", ">=", "is distinct from", "is not distinct from"]);
        Expr right = dice.OneIn(25) ? Null(kind) : dice.OneIn(12) && Quoted(left.Kind) is { } quoted ? quoted : Beside(kind, depth - 1);
        return dice.OneIn(4) ? new Compare(@operator, right, left) : new Compare(@operator, left, right);
    }

    // Something whose type is known, and the type that its neighbours are to have.
    private (Expr Operand, Kind Kind) Subject(int depth)
    {
        Kind kind = AnyKind();
        return (Typed(kind, depth), kind);
    }

    // Kinds that the source has fields of are more interesting than others.
    private Kind AnyKind()
    {
        Kind kind = dice.Pick(columns).Field.Type.Kind;
        return kind == Kind.VarChar ? Kind.Text : kind;
    }

    // Beside a value of a type: a literal whose type that value decides, or another value that can be compared with it.
    private Expr Beside(Kind kind, int depth)
    {
        if (dice.OneIn(3))
        {
            return Typed(Neighbour(kind), depth);
        }

        object value = AnyValue(kind);
        switch (value)
        {
            case BigInteger or Exact:
                return Number(value);
            case double number:
                string text = Exact.OfDouble(number).ToString();
                double read = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
                // The largest number with 15 digits is above the largest of the type.
                return !double.IsFinite(read) ? Typed(kind, depth) : dice.OneIn(2) ? new Literal(read, Kind.Double, $"'{text}'") : Number(Exact.OfDouble(number));
            case bool yes:
                return new Literal(yes, Kind.Boolean, yes ? "true" : "false");
            case string quoted:
                return Text(quoted);
            default:
                return Day(value, dice.OneIn(5));
        }
    }

    // In quotes, with the name of the type before it where that is not to be taken from its neighbour.
    private Literal Day(object value, bool named = false)
    {
        switch (value)
        {
            case DateOnly day:
                return new Literal(day, Kind.Date, $"{(named ? "date " : "")}'{day:yyyy-MM-dd}'");
            case DateTime time:
                string text = time.ToString(dice.Pick(["yyyy-MM-dd HH:mm:ss.ffffff", "yyyy-MM-ddTHH:mm:ss.FFFFFF"]), CultureInfo.InvariantCulture);
                return new Literal(time, Kind.Timestamp, $"{(named ? "timestamp " : "")}'{text}'");
            default:
                DateTimeOffset instant = (DateTimeOffset)value;
                TimeSpan offset = TimeSpan.FromMinutes(instant.Year is 1 or 9999 ? 0 : dice.Pick([0, 120, -210]));
                text = offset == TimeSpan.Zero && dice.OneIn(2)
                    ? instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture) + "Z"
                    : instant.ToOffset(offset).ToString("yyyy-MM-dd HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture);
                return new Literal(instant, Kind.Instant, $"{(named ? "timestamptz " : "")}'{text}'");
        }
    }

    // Texts in quotes beside values of several types are refused, and dates have no other literals than those.
    private Expr Item(Kind kind, int depth) => kind == Kind.Date && dice.OneIn(3) ? Typed(kind, 0) : kind == Kind.Date ? Day(AnyValue(kind)) : Beside(kind, depth);

    // A number or a truth value in quotes is read as the type that it stands beside.
    private Literal? Quoted(Kind kind)
    {
        if (kind.IsInteger())
        {
            object integer = values.Value(ColumnType.Of(kind));
            return new Literal(integer, kind, $"'{integer}'");
        }

        string word = dice.Pick(["true", "false", "t", "f", "TRUE", "no", "on", "0"]);
        return kind == Kind.Numeric ? values.Value(ColumnType.Of(kind)) is Exact number ? new Literal(number, kind, $"'{number}'") : null
            : kind == Kind.Boolean ? new Literal(word is "true" or "t" or "TRUE" or "on", kind, $"'{word}'")
            : null;
    }

    // Types that PostgreSQL compares with this one.
    private Kind Neighbour(Kind kind) =>
        !dice.OneIn(3) ? kind
        : kind.IsNumber() ? Existing(dice.Pick([Kind.SmallInt, Kind.Integer, Kind.BigInt, Kind.Numeric, Kind.Double]), kind)
        : kind is Kind.Date or Kind.Timestamp ? Existing(kind == Kind.Date ? Kind.Timestamp : Kind.Date, kind)
        : kind;

    private Kind Existing(Kind kind, Kind otherwise) =>
        kind is Kind.Integer or Kind.BigInt or Kind.Numeric or Kind.Date or Kind.Timestamp || columns.Any(column => column.Field.Type.Kind == kind) ? kind : otherwise;

    private object AnyValue(Kind kind)
    {
        List<SourceColumn> own = [.. columns.Where(column => column.Pool.Count > 0 && SameKind(column, kind))];
        object value = own.Count > 0 && !dice.OneIn(4) ? dice.Pick(dice.Pick(own).Pool) : values.Value(ColumnType.Of(kind));
        // Control characters that nobody sees are refused in a policy's SQL.
        return value is string text ? string.Concat(text.Where(character => !char.IsControl(character) || character is '\t' or '\n' or '\r')) : value;
    }

    private static bool SameKind(SourceColumn column, Kind kind) =>
        column.Field.Type.Kind == kind || (column.Field.Type.Kind == Kind.VarChar && kind == Kind.Text);

    // A backslash before a quote is refused: a server's setting says whether it is part of the text.
    private static Literal Text(string text)
    {
        string safe = text.Replace(@"\'", "'", StringComparison.Ordinal);
        safe = safe.EndsWith('\\') ? safe + "z" : safe;
        return new Literal(safe, Kind.Text, SqlText.String(safe));
    }

    private static Literal Null(Kind kind) => new(null, kind, "null");

    // Digits without a point are the narrowest of integer, bigint and numeric that holds them.
    private Literal Number(object value)
    {
        if (value is BigInteger integer)
        {
            return Values.Fits(integer, Kind.Integer) ? new Literal(integer, Kind.Integer, integer.ToString(CultureInfo.InvariantCulture))
                : Values.Fits(integer, Kind.BigInt) ? new Literal(integer, Kind.BigInt, integer.ToString(CultureInfo.InvariantCulture))
                : new Literal(Exact.Of(integer), Kind.Numeric, integer.ToString(CultureInfo.InvariantCulture));
        }

        Exact number = (Exact)value;
        string text = number.ToString();
        bool isInteger = number.Scale == 0;
        if (isInteger && Values.Fits(number.Digits, Kind.BigInt))
        {
            text += dice.Pick([".0", ".", "e0", "E+1"]);
        }
        else if (text.StartsWith("0.", StringComparison.Ordinal) && dice.OneIn(4))
        {
            text = text[1..];
        }
        else if (!isInteger && dice.OneIn(10))
        {
            text = number.Digits.ToString(CultureInfo.InvariantCulture) + "e-" + number.Scale.ToString(CultureInfo.InvariantCulture);
        }

        return new Literal(Exact.Parse(text), Kind.Numeric, text);
    }

    /// <summary>A value whose type PostgreSQL knows without its neighbours.</summary>
    private Expr Typed(Kind kind, int depth)
    {
        List<SourceColumn> own = [.. columns.Where(column => SameKind(column, kind))];
        if (kind == Kind.Boolean)
        {
            Expr condition = own.Count > 0 && dice.OneIn(2) ? Of(dice.Pick(own)) : Boolean(depth);
            return IsNull(condition) ? Comparison(0) : condition;
        }

        if (depth <= 0 || dice.OneIn(5))
        {
            return own.Count > 0 && !dice.OneIn(8) ? Of(dice.Pick(own)) : Constant(kind, own);
        }

        switch (dice.Below(8))
        {
            case < 4 when kind.IsNumber():
                return Calculation(kind, depth);
            case 4 when kind.IsNumber() && Typed(kind, depth - 1) is not Literal and { } operand:
                return new Negate(operand);
            case < 3 when kind == Kind.Text:
                return new Concat(Typed(Kind.Text, depth - 1), Typed(Kind.Text, depth - 1));
            case 5:
                return Choice(kind, depth);
            case 6:
                return Others(kind, depth);
            default:
                return own.Count > 0 ? Of(dice.Pick(own)) : Constant(kind, own);
        }
    }

    // A literal whose type shows, where there is such a notation; else any field's value of that kind, or of another.
    private Expr Constant(Kind kind, List<SourceColumn> own)
    {
        switch (kind)
        {
            case Kind.SmallInt when own.Count > 0:
            case Kind.Double when own.Count > 0:
                return Of(dice.Pick(own));
            case Kind.Date or Kind.Timestamp or Kind.Instant:
                return Day(AnyValue(kind), named: true);
            case Kind.Text:
                return Text((string)AnyValue(Kind.Text));
            case Kind.Numeric or Kind.Double:
                return Number(AnyValue(Kind.Numeric));
            case Kind.SmallInt or Kind.Integer:
                return Number(new BigInteger(dice.Between(-100, 100)));
            case Kind.BigInt:
                return Number(AnyValue(Kind.BigInt));
            default:
                throw new InvalidOperationException($"There is no field of {kind}.");
        }
    }

    // The other operand may be narrower; then it is made wider first.
    private Arithmetic Calculation(Kind kind, int depth)
    {
        Expr left = Typed(kind, depth - 1);
        Kind narrower = dice.OneIn(3) && kind > Kind.Integer ? Existing((Kind)dice.Below((int)kind + 1), kind) : kind;
        Expr right = dice.OneIn(2) && kind.IsInteger() ? Number(new BigInteger(dice.Between(-3, 9))) : Typed(narrower, depth - 1);
        char @operator = dice.Pick(['+', '-', '*']);
        return dice.OneIn(2) ? new Arithmetic(@operator, left, right) : new Arithmetic(@operator, right, left);
    }

    private Case Choice(Kind kind, int depth)
    {
        bool simple = dice.OneIn(3);
        (Expr? subject, Kind of) = simple ? Subject(depth - 1) : (null, Kind.Boolean);
        List<(Expr, Expr Then)> branches = [];
        Kind result = kind;
        int count = dice.Between(1, 3);
        int known = dice.Below(count);
        for (int at = 0; at < count; at++)
        {
            // One result says which type it is; the others may be literals or NULL.
            Expr then = at == known ? Typed(kind, depth - 1) : dice.OneIn(6) ? Null(kind) : Beside(kind, depth - 1);
            branches.Add((simple ? Beside(of, 0) : Boolean(depth - 1), then));
        }

        Expr? otherwise = dice.OneIn(3) ? null : dice.OneIn(8) ? Null(kind) : Beside(kind, depth - 1);
        IEnumerable<Expr> results = branches.Select(branch => branch.Then).Concat(otherwise is null ? [] : [otherwise]);
        result = results.Where(part => !IsNull(part)).Select(part => part.Kind).Aggregate(Kinds.Common);
        return new Case(subject, branches, otherwise, result);
    }

    private Expr Others(Kind kind, int depth)
    {
        Expr first = Typed(kind, depth - 1);
        if (dice.OneIn(2))
        {
            Expr second = Beside(kind, depth - 1);
            // A text in quotes becomes what it is compared with.
            (first, second) = dice.OneIn(4) ? (second, first) : (first, second);
            Kind compared = Kinds.Common(first.Kind, second.Kind);
            // Integers of several widths are compared as they are, and so are dates with timestamps.
            bool asIs = compared.IsInteger() || compared is Kind.Timestamp;
            return new NullIf(first, second, asIs ? first.Kind : compared);
        }

        List<Expr> items = [first, .. Dice.List(dice.Between(1, 2), () => dice.OneIn(8) ? Null(kind) : Beside(kind, depth - 1))];
        items = dice.OneIn(4) ? [.. items.AsEnumerable().Reverse()] : items;
        return new Coalesce(items, items.Where(item => !IsNull(item)).Select(item => item.Kind).Aggregate(Kinds.Common));
    }

    private Like Matching(int depth)
    {
        Expr text = Typed(Kind.Text, depth - 1);
        if (text is Literal)
        {
            text = columns.FirstOrDefault(column => column.Field.Type.Kind.IsText()) is { } column ? Of(column) : text;
        }

        string? escape = dice.Below(6) switch { 0 => "#", 1 => dice.Pick(["", "!", "%", "_", "\U0001F600", "a"]), _ => null };
        if (dice.OneIn(8))
        {
            return new Like(text, Typed(Kind.Text, 0), escape, dice.OneIn(3));
        }

        // Of a value that is there: its characters, some of them as marks.
        string mark = escape ?? @"\";
        string pattern = "";
        foreach (System.Text.Rune rune in ((string)AnyValue(Kind.Text)).EnumerateRunes().Take(12))
        {
            string character = rune.ToString();
            pattern += dice.Below(8) switch
            {
                0 => "%",
                1 => "_",
                2 when mark.Length > 0 => mark + character,
                _ => character == mark || (character is "%" or "_" && mark.Length > 0 && dice.OneIn(2)) ? mark + character : character,
            };
        }

        pattern = dice.Below(4) switch { 0 => "%" + pattern, 1 => pattern + "%", 2 => $"%{pattern}%", _ => pattern };
        return new Like(text, Text(pattern), escape, dice.OneIn(3));
    }

    private static bool IsNull(Expr expr) => expr is Literal { Value: null };

    private static Column Of(SourceColumn column) =>
        new(column.Field.Name, column.Field.Type.Kind == Kind.VarChar ? Kind.Text : column.Field.Type.Kind);
}
