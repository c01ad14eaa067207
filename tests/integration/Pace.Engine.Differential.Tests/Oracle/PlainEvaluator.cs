using System.Numerics;
using Pace.Engine.Differential.Tests.Cases;

namespace Pace.Engine.Differential.Tests.Oracle;

/// <summary>
/// What a view shows, worked out from the generated case by the plainest means and from PostgreSQL's documentation.
/// Shares no code with Pace, so that a mistake is not made twice.
/// </summary>
public sealed class PlainEvaluator
{
    private readonly PolicyCase _case;
    private readonly CaseRuleSet _ruleSet;
    private readonly HashSet<string> _audience;
    private readonly DateTime _now;
    private readonly List<IReadOnlyDictionary<string, object?>> _rows;

    private PlainEvaluator(PolicyCase policy, CaseRuleSet ruleSet, IReadOnlyList<string> audience, DateTime now)
    {
        (_case, _ruleSet, _audience, _now) = (policy, ruleSet, [.. audience], now);
        _rows = [.. policy.Rows.Select(row => policy.Fields.Zip(row).ToDictionary(pair => pair.First.Name, pair => pair.Second))];
    }

    /// <summary>What somebody sees.</summary>
    /// <param name="policy">The case.</param>
    /// <param name="ruleSet">Which view.</param>
    /// <param name="audience">The groups that he is a member of.</param>
    /// <param name="now">The time, UTC.</param>
    public static Answer Evaluate(PolicyCase policy, CaseRuleSet ruleSet, IReadOnlyList<string> audience, DateTime now) =>
        new PlainEvaluator(policy, ruleSet, audience, now).Evaluate();

    private Answer Evaluate()
    {
        bool possible = false;
        bool certain = false;
        List<IReadOnlyDictionary<string, object?>> shown = [];
        foreach (IReadOnlyDictionary<string, object?> row in _rows)
        {
            object? keeps = _ruleSet.Filters.Select(filter => Keeps(filter, row))
                .Aggregate((object?)true, (left, right) => ExprEvaluator.Combine(isAnd: true, left, right));
            possible |= Equals(keeps, Failure.Possible);
            certain |= Equals(keeps, Failure.Certain);
            if (keeps is true)
            {
                shown.Add(row);
            }
        }

        if (possible || certain)
        {
            return Answer.Of(certain ? Failure.Certain : Failure.Possible);
        }

        Kind[] kinds = [.. _case.Fields.Select(KindOf)];
        object?[][] cells = [.. shown.Select(row => _case.Fields.Select((field, at) => Shown(field, kinds[at], row, shown)).ToArray())];
        if (cells.SelectMany(row => row).Any(cell => cell is Failure))
        {
            return Answer.Of(cells.SelectMany(row => row).Contains(Failure.Certain) ? Failure.Certain : Failure.Possible);
        }

        // A platform may work aggregates out in branches that are not taken.
        bool elsewhere = _ruleSet.Transforms.SelectMany(transform => transform.Branches.Select(branch => (transform.Field, branch.Value)))
            .Where(item => item.Value is Aggregation)
            .Any(item => shown.Any(row => Aggregates.Value((Aggregation)item.Value, _case.Field(item.Field), row, shown) is Failure));
        return elsewhere ? Answer.Of(Failure.Possible)
            : Answer.Of(kinds, [.. cells.Select(row => row.Select((cell, at) => Values.Give(cell, kinds[at])).ToArray())]);
    }

    private T Choose<T>(IReadOnlyList<Branch<T>> branches) =>
        branches.First(branch => branch.Groups.Count == 0 || branch.Groups.Any(_audience.Contains)).Value;

    private object? Keeps(CaseFilter filter, IReadOnlyDictionary<string, object?> row)
    {
        if (filter is GenericFilter generic)
        {
            return new ExprEvaluator(row).Value(Choose(generic.Branches).Expr);
        }

        RetentionFilter retention = (RetentionFilter)filter;
        if (Choose(retention.Branches) is not { } days)
        {
            return true;
        }

        // Days of 24 hours, counted in ticks: the limit may lie before the year 1.
        Int128 limit = (Int128)_now.Ticks - ((Int128)days * TimeSpan.TicksPerDay);
        return row[retention.Field] switch
        {
            DateOnly day => day.ToDateTime(TimeOnly.MinValue).Ticks > limit,
            DateTime time => time.Ticks > limit,
            DateTimeOffset instant => instant.UtcTicks > limit,
            _ => null,
        };
    }

    private object? Shown(CaseField field, Kind kind, IReadOnlyDictionary<string, object?> row, List<IReadOnlyDictionary<string, object?>> shown)
    {
        try
        {
            return Values.Widen(Cell(field, row, shown), kind);
        }
        catch (OverflowException)
        {
            return Failure.Certain;
        }
    }

    private object? Cell(CaseField field, IReadOnlyDictionary<string, object?> row, List<IReadOnlyDictionary<string, object?>> shown)
    {
        CaseTransform? transform = _ruleSet.Transforms.FirstOrDefault(transform => transform.Field == field.Name);
        object? value = row[field.Name];
        CaseAction action = transform is null ? new Identity() : Choose(transform.Branches);
        return action switch
        {
            Identity => value,
            Nullify => null,
            Fixed @fixed => @fixed.Value,
            Statement statement => new ExprEvaluator(row).Value(statement.Sql.Expr),
            Aggregation aggregation => Aggregates.Value(aggregation, field, row, shown),
            _ when value is null => null,
            Hash hash => Hashes.Value(value, hash.Seed ?? 0),
            RegexpAction { Replacement.Count: 0 } regexp => RegexpMatch.Extract(regexp.Pattern, (string)value),
            RegexpAction regexp => RegexpMatch.Replace(regexp.Pattern, (string)value, regexp.Replacement),
            Detokenize detokenize => Revealed(detokenize.Table, value),
            Rounding rounding => Round(rounding, AsExact(value)),
            _ => throw new InvalidOperationException($"Nothing is known of {action.GetType().Name}."),
        };
    }

    // The least of the values that the table has for a token; the token where it has none.
    private static object Revealed(TokenTable table, object token) =>
        table.Rows.Where(row => row.Token is { } known && Values.Compare(known, token) == 0 && row.Value is not null)
            .Select(row => row.Value!)
            .Order(Comparer<object>.Create(Values.Compare))
            .FirstOrDefault(token);

    // As many places as the value and the step (or half of it) have.
    private static Exact Round(Rounding rounding, Exact value)
    {
        if (rounding.Divisor is null)
        {
            return value.Round(rounding.Precision);
        }

        Exact divisor = Exact.Parse(rounding.Divisor);
        Exact step = divisor.Scale + rounding.Precision >= 0
            ? new Exact(divisor.Digits, divisor.Scale + rounding.Precision).Trim()
            : new Exact(divisor.Digits * Exact.Power(-divisor.Scale - rounding.Precision), 0);
        Exact half = new Exact(step.Digits * 5, step.Scale + 1).Trim();
        int places = Math.Max(value.Scale, rounding.Way == "round" ? Math.Max(step.Scale, half.Scale) : step.Scale);
        // How many whole steps, each as an integer at the same scale.
        int scale = Math.Max(value.Scale, half.Scale);
        BigInteger units = value.Digits * Exact.Power(scale - value.Scale);
        BigInteger size = step.Digits * Exact.Power(scale - step.Scale);
        BigInteger rest = BigInteger.Remainder(units, size);
        BigInteger whole = (units - rest) / size;
        whole += rounding.Way switch
        {
            "floor" => rest.Sign < 0 ? -1 : 0,
            "ceil" => rest.Sign > 0 ? 1 : 0,
            _ => BigInteger.Abs(rest) * 2 >= size ? rest.Sign : 0,
        };
        Exact result = Exact.Of(whole) * step;
        return new Exact(result.Digits * Exact.Power(places - result.Scale), places);
    }

    private static Exact AsExact(object value) => value switch
    {
        BigInteger integer => Exact.Of(integer),
        double number => Exact.OfDouble(number),
        _ => (Exact)value,
    };

    // The type that the branches have in common.
    private Kind KindOf(CaseField field)
    {
        CaseTransform? transform = _ruleSet.Transforms.FirstOrDefault(transform => transform.Field == field.Name);
        List<Kind> kinds = [.. (transform?.Branches ?? []).Where(branch => branch.Value is not Nullify).Select(branch => KindOf(field, branch.Value))];
        return kinds.Count == 0 ? field.Type.Kind : kinds.Aggregate(Kinds.Common);
    }

    private static Kind KindOf(CaseField field, CaseAction action) => action switch
    {
        Statement statement => statement.Sql.Expr.Kind,
        RegexpAction => Kind.Text,
        Hash => field.Type.Kind.IsNumber() ? Kind.BigInt : Kind.Text,
        Rounding => Kind.Numeric,
        Aggregation aggregation => Aggregates.KindOf(aggregation, field.Type.Kind),
        _ => field.Type.Kind,
    };
}
