using System.Runtime.CompilerServices;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Evaluation.Values;

/// <summary>
/// Rounding as policies promise it, with the scales that PostgreSQL's numbers come to: steps are taken off by
/// remainders, since a quotient may itself be rounded.
/// </summary>
internal sealed class Rounding
{
    private const long MostWhole = long.MaxValue / 4;

    private readonly RoundingKind _kind;
    private readonly int _precision;
    private readonly Numeric? _step;
    private readonly Numeric _half;

    // The step where it is a whole number, and one with which sums of integers stay within 64 bits; else 0.
    private readonly long _wholeStep;

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
            _wholeStep = _step.Value is { Scale: 0 } whole && whole.Unscaled <= MostWhole ? (long)whole.Unscaled : 0;
        }
    }

    /// <summary>A canonical number rounded: of a floating-point number the 15 digits that it is exact to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Numeric Apply(object value)
    {
        // As below, without numbers of any length.
        if (_wholeStep > 0 && _kind == RoundingKind.Floor && value is long and >= -MostWhole and <= MostWhole)
        {
            long integer = (long)value;
            long rest = integer % _wholeStep;
            return Numeric.FromInteger(integer - (rest < 0 ? rest + _wholeStep : rest));
        }

        return Apply(NumericCast.ToNumeric(value));
    }

    /// <summary>A number rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
