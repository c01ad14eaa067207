using System.Globalization;
using System.Numerics;
using Pace.Engine.Differential.Tests.Cases;
using Pace.Engine.Differential.Tests.Oracle;

namespace Pace.Engine.Differential.Tests.Generation;

/// <summary>Rule sets: filters and transforms, with branches by group.</summary>
public sealed class RuleSetGenerator(
    Dice dice, ValueGenerator values, IReadOnlyList<SourceColumn> columns, IReadOnlyList<string> groups, ExprGenerator exprs)
{
    private readonly TokenGenerator _tokens = new(dice, values);

    public CaseRuleSet Generate(string target)
    {
        List<CaseFilter> filters = [.. Dice.List(dice.Pick([0, 1, 1, 2]), Generic)];
        List<SourceColumn> dated = [.. columns.Where(column => column.Field.Type.Kind is Kind.Date or Kind.Timestamp or Kind.Instant)];
        if (dated.Count > 0 && dice.OneIn(2))
        {
            filters.Insert(dice.Below(filters.Count + 1), Retention(dice.Pick(dated)));
        }

        List<CaseTransform> transforms = [.. columns.Where(_ => !dice.OneIn(4)).Select(Transform)];
        if (filters.Concat<object>(transforms).Any() is false)
        {
            transforms.Add(Transform(columns[0]));
        }

        return new CaseRuleSet(target, transforms, filters);
    }

    private CaseFilter Generic() => new GenericFilter(Branches(last =>
        dice.OneIn(8) ? PolicySql.Of(new Literal(true, Kind.Boolean, dice.Pick(["true", "true", "TRUE", " true "])))
        : dice.OneIn(25) && !last ? PolicySql.Of(new Literal(false, Kind.Boolean, "false"))
        : exprs.Condition()));

    private RetentionFilter Retention(SourceColumn column) => new(column.Field.Name, Branches(_ =>
        (long?)(dice.OneIn(4) ? null : dice.OneIn(10) ? dice.Pick([10_000L, 1_000_000L]) : dice.Between(0, 40))));

    // Each entry has groups that no other has; the last has none.
    private List<Branch<T>> Branches<T>(Func<bool, T> make)
    {
        List<string> left = [.. groups];
        List<Branch<T>> branches = [];
        while (left.Count > 0 && !dice.OneIn(3))
        {
            IReadOnlyList<string> some = dice.Some(left, dice.Between(1, Math.Min(2, left.Count)));
            left.RemoveAll(some.Contains);
            branches.Add(new Branch<T>(some, make(false)));
        }

        branches.Add(new Branch<T>([], make(true)));
        return branches;
    }

    private CaseTransform Transform(SourceColumn column)
    {
        bool asHash = column.Field.Type.Kind == Kind.Double && dice.OneIn(4);
        List<Branch<CaseAction>> branches = Branches(_ => asHash ? dice.OneIn(4) ? new Nullify() : Hash() : Action(column));
        return new CaseTransform(column.Field.Name, branches);
    }

    private CaseAction Action(SourceColumn column)
    {
        Kind kind = column.Field.Type.Kind;
        while (true)
        {
            switch (dice.Below(16))
            {
                case 0 or 1:
                    return new Identity();
                case 2:
                    return new Nullify();
                case 3 or 4:
                    return Fixed(column);
                case 5 or 6 or 7 when kind.IsText():
                    return Regexp();
                // The hash of a floating-point number beside other values would lose digits, and is refused.
                case 8 when kind.IsText() || (kind.IsNumber() && kind != Kind.Double):
                    return Hash();
                case 9 or 10:
                    return new Statement(exprs.Value(kind == Kind.VarChar ? Kind.Text : kind));
                case 11 when kind is not (Kind.Double or Kind.Boolean):
                    return new Detokenize(_tokens.Table(column));
                case 12 or 13 when kind.IsNumber():
                    return Rounding();
                case 14 or 15 when kind != Kind.Boolean:
                    if (Aggregation(column) is { } aggregation)
                    {
                        return aggregation;
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private Hash Hash() => new(dice.OneIn(10) ? null : dice.OneIn(3) ? (long)dice.Bits() : dice.Between(-5, 5000));

    private RegexpAction Regexp()
    {
        PatternGenerator patterns = new(dice);
        Regexp regexp = patterns.Generate();
        return new RegexpAction(regexp, dice.OneIn(3) ? [] : patterns.Replacement(regexp));
    }

    private Fixed Fixed(SourceColumn column)
    {
        object value = values.Value(column.Field.Type);
        string text = value switch
        {
            BigInteger integer => integer.ToString(CultureInfo.InvariantCulture),
            Exact number => number.ToString(),
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            bool yes => dice.Pick<string>(yes ? ["true", "TRUE", "True"] : ["false", "FALSE"]),
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime time => time.ToString(dice.OneIn(2) ? "yyyy-MM-ddTHH:mm:ss.ffffff" : "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
            DateTimeOffset instant => instant.ToOffset(TimeSpan.FromMinutes(instant.Year is 1 or 9999 ? 0 : dice.Pick([0, 60, -570])))
                .ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture),
            _ => (string)value,
        };
        return new Fixed(value, text);
    }

    private Rounding Rounding()
    {
        string divisor = dice.Pick(["1", "2", "5", "10", "0.5", "0.25", "100", "7", "1000000", "0.01", "3.0", "12.50", "0.0000000001", "79228162514264337593543950335", "33.333"]);
        bool far = dice.OneIn(10);
        return dice.Below(4) switch
        {
            0 => new Rounding("ceil", 0, divisor),
            1 => new Rounding("floor", 0, divisor),
            2 => new Rounding("round", far ? dice.Between(-38, 38) : dice.Between(-4, 8), null),
            _ => new Rounding("round", far ? dice.Between(-38, 38) : dice.Between(-3, 4), divisor),
        };
    }

    private Aggregation? Aggregation(SourceColumn column)
    {
        Kind kind = column.Field.Type.Kind;
        string function = kind.IsNumber() ? dice.Pick(["sum", "avg", "min", "max"]) : dice.Pick(["min", "max"]);
        bool exact = kind != Kind.Double || column.Tame;
        // Of 1.0 and 1.00 each is the least; the order in which floating-point numbers are added shows in the sum.
        if ((function is "min" or "max" && HasEqualsThatDiffer(column)) || (function == "sum" && !exact))
        {
            return null;
        }

        IReadOnlyList<string> partition = [.. dice.Some(columns, dice.Pick([0, 1, 1, 2])).Select(part => part.Field.Name)];
        int? least = dice.OneIn(4) ? dice.Between(1, 4) : null;
        if (function != "avg")
        {
            return new Aggregation(function, partition, null, null) { MinGroupSize = least };
        }

        ColumnType? castTo = dice.Below(6) switch
        {
            0 when column.Tame => ColumnType.Of(Kind.Double),
            1 => dice.Pick([ColumnType.Of(Kind.Numeric), new ColumnType(Kind.Numeric, 38, 2), new ColumnType(Kind.Numeric, 12, 4)]),
            2 when column.Tame => ColumnType.Of(dice.Pick([Kind.SmallInt, Kind.Integer, Kind.BigInt])),
            _ => null,
        };
        return new Aggregation(function, partition, dice.OneIn(2) ? null : dice.Between(-2, 8), castTo) { MinGroupSize = least };
    }

    private static bool HasEqualsThatDiffer(SourceColumn column) =>
        column.Pool.OfType<Exact>().Distinct().GroupBy(number => number.Trim()).Any(equal => equal.Count() > 1);
}
