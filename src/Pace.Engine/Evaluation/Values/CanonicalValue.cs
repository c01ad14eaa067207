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
    /// <param name="type">The type.</param>
    /// <param name="value">The value; null and <see cref="DBNull"/> are NULL.</param>
    /// <param name="canonical">The canonical value, when the result is true.</param>
    /// <param name="problem">What is wrong, as the rest of a sentence, without the value: <c>is no integer</c>.</param>
    public static bool TryRead(SqlType type, object? value, out object? canonical, out string? problem) => throw new NotImplementedException();

    /// <summary>
    /// The value as a platform would give it (<see cref="Platforms.TableRow"/>): short, int and long by the type's
    /// width, decimal for numeric where it holds the digits (else their text), and so on.
    /// </summary>
    public static object? Write(SqlType type, object? canonical) => throw new NotImplementedException();
}
