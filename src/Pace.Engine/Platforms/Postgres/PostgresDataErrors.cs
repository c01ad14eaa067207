using Npgsql;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>Tells what a server said of values without its words, which hold the value.</summary>
internal static class PostgresDataErrors
{
    /// <summary>What is wrong, as the rest of a sentence; null when it is not about values.</summary>
    public static string? Tell(PostgresException said) => said.SqlState switch
    {
        PostgresErrorCodes.NumericValueOutOfRange => "a number is out of its type's range",
        PostgresErrorCodes.DivisionByZero => "something is divided by zero",
        PostgresErrorCodes.InvalidTextRepresentation => "a text is cast to a type that it is no value of",
        PostgresErrorCodes.InvalidDatetimeFormat => "a text is cast to a date or time and is none",
        PostgresErrorCodes.DatetimeFieldOverflow => "a date or time is out of range",
        PostgresErrorCodes.StringDataRightTruncation => "a text is longer than its type allows",
        PostgresErrorCodes.InvalidRegularExpression => "a regular expression is none",
        PostgresErrorCodes.CardinalityViolation => "a query within gives several rows",
        _ when said.SqlState.StartsWith("22", StringComparison.Ordinal) => $"an expression cannot take a value (SQLSTATE {said.SqlState})",
        _ => null,
    };
}
