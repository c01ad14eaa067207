using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Evaluation.Values;

/// <summary>
/// Rounding as policies promise it, with the scales that PostgreSQL's numbers come to: steps are taken off by
/// remainders, since a quotient may itself be rounded.
/// </summary>
internal sealed class Rounding
{
    private readonly RoundingKind _kind;
    private readonly int _precision;
    private readonly Numeric? _step;
    private readonly Numeric _half;

    /// <summary>A rounding of a policy that passed validation.</summary>
    public Rounding(NumericRoundingTransform rounding)
        : this(rounding.Rounding!.Value, rounding.Precision, rounding.Divisor)
    {
    }

    /// <summary>A rounding.</summary>
    /// <param name="kind">Which way.</param>
    /// <param name="precision">Decimal places; only <see cref="RoundingKind.Round"/> has some.</param>
    /// <param name="divisor">The step, above zero; null only for <see cref="RoundingKind.Round"/>.</param>
    public Rounding(RoundingKind kind, int precision, decimal? divisor)
    {
        _kind = kind;
        _precision = kind == RoundingKind.Round ? precision : 0;
        if (divisor is { } step)
        {
            _step = Numeric.Parse(PolicyNumber.Shift(step, -_precision));
            _half = Numeric.Parse(PolicyNumber.Half(step, -_precision));
        }
    }

    /// <summary>A number rounded.</summary>
    public Numeric Apply(Numeric value)
    {
        if (_step is not { } step)
        {
            return value.Round(_precision);
        }

        switch (_kind)
        {
            case RoundingKind.Floor:
                return value - Numeric.Mod(Numeric.Mod(value, step) + step, step);
            case RoundingKind.Ceil:
                return value + Numeric.Mod(step - Numeric.Mod(value, step), step);
            default:
                Numeric upper = value.Abs() + _half;
                return Numeric.FromInteger(value.Sign) * (upper - Numeric.Mod(upper, step));
        }
    }
}
