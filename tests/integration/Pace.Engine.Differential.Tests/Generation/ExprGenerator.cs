using System.Numerics;
using Pace.Engine.Differential.Tests.Cases;
using Pace.Engine.Differential.Tests.Oracle;

namespace Pace.Engine.Differential.Tests.Generation;

/// <summary>Conditions and values of the portable subset, over the fields of a source.</summary>
public sealed class ExprGenerator(Dice dice, ValueGenerator values, IReadOnlyList<SourceColumn> columns, IReadOnlyList<IReadOnlyDictionary<string, object?>> rows)
{
    // Errors are rare in policies that somebody wrote, and hide what else there is to compare.
    private const int KeepFailing = 3;

    private readonly LiteralGenerator _literals = new(dice, values, columns);

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
                return new In(operand, Dice.List(dice.Between(1, 5), () => dice.OneIn(8) ? LiteralGenerator.Null(kind) : Item(kind, depth - 2)), dice.OneIn(3));
            case 9:
                (operand, kind) = Subject(depth - 1);
                return new Between(operand, Beside(kind, depth - 2), dice.OneIn(12) ? LiteralGenerator.Null(kind) : Beside(kind, depth - 2), dice.OneIn(3));
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
            : dice.OneIn(12) ? dice.Pick([new Literal(true, Kind.Boolean, "true"), new Literal(false, Kind.Boolean, "false"), LiteralGenerator.Null(Kind.Boolean)])
            : Comparison(dice.Below(3));
    }

    private Compare Comparison(int depth)
    {
        (Expr left, Kind kind) = Subject(depth);
        string @operator = dice.Pick(["=", "=", "<>", "!=", "<", "<=", ">", ">=", "is distinct from", "is not distinct from"]);
        Expr right = dice.OneIn(25) ? LiteralGenerator.Null(kind) : dice.OneIn(12) && _literals.Quoted(left.Kind) is { } quoted ? quoted : Beside(kind, depth - 1);
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

        return _literals.Beside(kind);
    }

    // Texts in quotes beside values of several types are refused, and dates have no other literals than those.
    private Expr Item(Kind kind, int depth) => kind == Kind.Date && dice.OneIn(3) ? Typed(kind, 0) : kind == Kind.Date ? _literals.Day(_literals.AnyValue(kind)) : Beside(kind, depth);

    // Types that PostgreSQL compares with this one.
    private Kind Neighbour(Kind kind) =>
        !dice.OneIn(3) ? kind
        : kind.IsNumber() ? Existing(dice.Pick([Kind.SmallInt, Kind.Integer, Kind.BigInt, Kind.Numeric, Kind.Double]), kind)
        : kind is Kind.Date or Kind.Timestamp ? Existing(kind == Kind.Date ? Kind.Timestamp : Kind.Date, kind)
        : kind;

    private Kind Existing(Kind kind, Kind otherwise) =>
        kind is Kind.Integer or Kind.BigInt or Kind.Numeric or Kind.Date or Kind.Timestamp || columns.Any(column => column.Field.Type.Kind == kind) ? kind : otherwise;

    /// <summary>A value whose type PostgreSQL knows without its neighbours.</summary>
    private Expr Typed(Kind kind, int depth)
    {
        List<SourceColumn> own = [.. columns.Where(column => LiteralGenerator.SameKind(column, kind))];
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
                return _literals.Day(_literals.AnyValue(kind), named: true);
            case Kind.Text:
                return LiteralGenerator.Text((string)_literals.AnyValue(Kind.Text));
            case Kind.Numeric or Kind.Double:
                return _literals.Number(_literals.AnyValue(Kind.Numeric));
            case Kind.SmallInt or Kind.Integer:
                return _literals.Number(new BigInteger(dice.Between(-100, 100)));
            case Kind.BigInt:
                return _literals.Number(_literals.AnyValue(Kind.BigInt));
            default:
                throw new InvalidOperationException($"There is no field of {kind}.");
        }
    }

    // The other operand may be narrower; then it is made wider first.
    private Arithmetic Calculation(Kind kind, int depth)
    {
        Expr left = Typed(kind, depth - 1);
        Kind narrower = dice.OneIn(3) && kind > Kind.Integer ? Existing((Kind)dice.Below((int)kind + 1), kind) : kind;
        Expr right = dice.OneIn(2) && kind.IsInteger() ? _literals.Number(new BigInteger(dice.Between(-3, 9))) : Typed(narrower, depth - 1);
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
            Expr then = at == known ? Typed(kind, depth - 1) : dice.OneIn(6) ? LiteralGenerator.Null(kind) : Beside(kind, depth - 1);
            branches.Add((simple ? Beside(of, 0) : Boolean(depth - 1), then));
        }

        Expr? otherwise = dice.OneIn(3) ? null : dice.OneIn(8) ? LiteralGenerator.Null(kind) : Beside(kind, depth - 1);
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
            // A text in quotes becomes what it is compared with. A date first would make the result one, and a time beside
            // it an error.
            (first, second) = dice.OneIn(4) && !(kind == Kind.Timestamp && second.Kind == Kind.Date) ? (second, first) : (first, second);
            Kind compared = Kinds.Common(first.Kind, second.Kind);
            // Integers of several widths are compared as they are, and so are dates with timestamps.
            bool asIs = compared.IsInteger() || compared is Kind.Timestamp;
            Kind left = first is Literal { Text: ['\'', ..] } ? second.Kind : first.Kind;
            return new NullIf(first, second, asIs ? left : compared);
        }

        List<Expr> items = [first, .. Dice.List(dice.Between(1, 2), () => dice.OneIn(8) ? LiteralGenerator.Null(kind) : Beside(kind, depth - 1))];
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
            Expr any = Typed(Kind.Text, 0);
            return new Like(text, any is Literal { Value: string literal } ? Pattern(literal, escape ?? @"\") : any, escape, dice.OneIn(3));
        }

        // Of a value that is there: its characters, some of them as marks.
        string mark = escape ?? @"\";
        string pattern = "";
        foreach (System.Text.Rune rune in ((string)_literals.AnyValue(Kind.Text)).EnumerateRunes().Take(12))
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
        return new Like(text, Pattern(pattern, mark), escape, dice.OneIn(3));
    }

    // A pattern that ends with its escape character is refused, as it is an error to PostgreSQL where rows are.
    private static Literal Pattern(string pattern, string escape)
    {
        Literal literal = LiteralGenerator.Text(pattern);
        string written = (string)literal.Value!;
        bool escaped = false;
        foreach (System.Text.Rune rune in written.EnumerateRunes())
        {
            escaped = !escaped && rune.ToString() == escape;
        }

        return escaped ? LiteralGenerator.Text(written + "z") : literal;
    }

    private static bool IsNull(Expr expr) => expr is Literal { Value: null };

    private static Column Of(SourceColumn column) =>
        new(column.Field.Name, column.Field.Type.Kind == Kind.VarChar ? Kind.Text : column.Field.Type.Kind);
}
