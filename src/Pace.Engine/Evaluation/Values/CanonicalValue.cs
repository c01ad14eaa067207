using System.Runtime.CompilerServices;
using Pace.Engine.Sql;

namespace Pace.Engine.Evaluation.Values;

/// <summary>
/// Values as the evaluator and the embedded platform compute with them: null for NULL; <see cref="long"/> for smallint,
/// integer and bigint; <see cref="Numeric"/> for numeric; <see cref="double"/> for double precision and real;
/// <see cref="string"/> for text and varchar; <see cref="bool"/>; <see cref="DateOnly"/>; <see cref="DateTime"/> (kind
/// unspecified, UTC, microseconds) for timestamp; <see cref="DateTimeOffset"/> (in UTC, microseconds) for timestamptz.
/// Values of any other type are only shown, and stay what they were given as.
/// </summary>
public static class CanonicalValue
{
    /// <summary>
    /// Reads a value of any .NET type, or a text as PostgreSQL's input of that type reads it in ISO form.
    /// </summary>
    /// <remarks>
    /// What PostgreSQL would change without a word is changed alike: a numeric is rounded to its scale, blanks beyond a
    /// varchar's length and around anything but texts are cut off, seconds are rounded to microseconds. What would lose
    /// something else is refused: 1.5 is no integer, and a time of day no date. An empty text is not NULL. Times without
    /// a zone are UTC; a <see cref="DateTime"/> of kind local is converted, except for a date, which is the day that it
    /// shows.
    /// </remarks>
    /// <param name="type">The type.</param>
    /// <param name="value">The value; null and <see cref="DBNull"/> are NULL.</param>
    /// <param name="canonical">The canonical value, when the result is true.</param>
    /// <param name="problem">What is wrong, as the rest of a sentence, without the value: <c>is no integer</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryRead(SqlType type, object? value, out object? canonical, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (value is null or DBNull)
        {
            (canonical, problem) = (null, null);
            return true;
        }

        switch (type.Kind)
        {
            case SqlTypeKind.SmallInt or SqlTypeKind.Integer or SqlTypeKind.BigInt:
                return NumberValue.TryInteger(type, value, out canonical, out problem);
            case SqlTypeKind.Numeric:
                return NumberValue.TryNumeric(type, value, out canonical, out problem);
            case SqlTypeKind.Double or SqlTypeKind.Real:
                return NumberValue.TryFloat(type, value, out canonical, out problem);
            case SqlTypeKind.Text or SqlTypeKind.VarChar:
                return TextValue.TryText(type, value, out canonical, out problem);
            case SqlTypeKind.Boolean:
                return TextValue.TryBoolean(value, out canonical, out problem);
            case SqlTypeKind.Date:
                return TimeValue.TryDate(value, out canonical, out problem);
            case SqlTypeKind.Timestamp:
                return TimeValue.TryTimestamp(type, value, out canonical, out problem);
            case SqlTypeKind.TimestampTz:
                return TimeValue.TryInstant(type, value, out canonical, out problem);
            default:
                (canonical, problem) = (value, null);
                return true;
        }
    }

    /// <summary>
    /// The value as a platform would give it (<see cref="Platforms.TableRow"/>): short, int and long by the type's
    /// width, decimal for numeric where it holds the digits (else their text), and so on.
    /// </summary>
    public static object? Write(SqlType type, object? canonical)
    {
        ArgumentNullException.ThrowIfNull(type);
        return canonical switch
        {
            long integer when type.Kind == SqlTypeKind.SmallInt => (short)integer,
            long integer when type.Kind == SqlTypeKind.Integer => (int)integer,
            Numeric numeric => numeric.TryToDecimal(out decimal exact) ? exact : numeric.ToString(),
            double floating when type.Kind == SqlTypeKind.Real => (float)floating,
            _ => canonical,
        };
    }
}
