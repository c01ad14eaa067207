using System.Globalization;
using System.Text.Json;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>
/// What stands in a cell of SQLite, as a value of a type, and the other way round. SQLite lets anything stand in any
/// column; what cannot be read as the type without guessing is refused.
/// </summary>
internal static class SqliteCell
{
    /// <summary>Reads what SQLite gives: null, a long, a double, a string or bytes.</summary>
    /// <param name="type">The type. Lengths and precisions do not count: SQLite never saw to them.</param>
    /// <param name="cell">What stands there.</param>
    /// <param name="canonical">The canonical value; of types that nothing is computed with, what stands there.</param>
    /// <param name="problem">What is wrong, as the rest of a sentence, without the value.</param>
    public static bool TryRead(SqlType type, object? cell, out object? canonical, out string? problem)
    {
        (canonical, problem) = (null, null);
        switch (type.Kind, cell)
        {
            case (_, null or DBNull):
                return true;
            case (SqlTypeKind.Boolean, 0L or 1L):
                canonical = (long)cell == 1;
                return true;
            case (SqlTypeKind.Numeric, double number) when double.IsFinite(number):
                // Not the 15 digits of a cast: the file has this number, and these are its digits.
                canonical = Padded(type, Numeric.Parse(number.ToString("R", CultureInfo.InvariantCulture)));
                return true;
            case (not SqlTypeKind.Binary, byte[]) when SqliteFunction.NameOf(type.Kind) is not null:
                problem = "holds bytes";
                return false;
        }

        if (!CanonicalValue.TryRead(SqlType.Of(type.Kind), cell, out canonical, out problem))
        {
            return false;
        }

        canonical = canonical is Numeric numeric ? Padded(type, numeric) : canonical;
        return true;
    }

    /// <summary>The value as <see cref="TableRow"/> gives it.</summary>
    public static object? Show(SqlType type, object? canonical) => (type.Kind, canonical) switch
    {
        (SqlTypeKind.Uuid, string text) when Guid.TryParse(text, out Guid guid) => guid,
        _ => CanonicalValue.Write(type, canonical),
    };

    /// <summary>A value of any .NET type as SQLite is to hold it, in a column that Pace made of that type.</summary>
    /// <param name="type">The type; lengths and precisions count.</param>
    /// <param name="value">The value.</param>
    /// <param name="stored">null, a long, a double, a string or bytes.</param>
    /// <param name="problem">What is wrong, as the rest of a sentence, without the value.</param>
    public static bool TryStore(SqlType type, object? value, out object? stored, out string? problem)
    {
        (stored, problem) = (null, null);
        if (value is null or DBNull)
        {
            return true;
        }

        switch (type.Kind)
        {
            case SqlTypeKind.Binary:
                stored = value switch { byte[] => value, string text => Hexadecimal(text), _ => null };
                problem = stored is null ? @"is neither bytes nor hexadecimal digits behind \x" : null;
                return problem is null;
            case SqlTypeKind.Uuid:
                stored = value is Guid guid || (value is string written && Guid.TryParse(written, out guid)) ? guid.ToString("D") : null;
                problem = stored is null ? "is no UUID" : null;
                return problem is null;
            case SqlTypeKind.Time when value is TimeOnly time:
                stored = time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
                return true;
            case SqlTypeKind.Time when value is TimeSpan span && span >= TimeSpan.Zero && span < TimeSpan.FromDays(1):
                stored = TimeOnly.FromTimeSpan(span).ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
                return true;
            case SqlTypeKind.Other when value is long or double or byte[]:
                stored = value;
                return true;
            case SqlTypeKind.Json or SqlTypeKind.JsonB when value is string json && !IsJson(json):
                problem = "is no JSON";
                return false;
        }

        SqlType read = type.Kind switch
        {
            SqlTypeKind.Char => new SqlType(SqlTypeKind.VarChar, [], type.Length is null ? [1] : type.Arguments),
            SqlTypeKind.Real => type,
            _ => SqliteFunction.NameOf(type.Kind) is null ? SqlType.Of(SqlTypeKind.Text) : type,
        };
        if (!CanonicalValue.TryRead(read, value, out object? canonical, out problem))
        {
            return false;
        }

        stored = Store(canonical);
        return true;
    }

    /// <summary>A canonical value as SQLite holds it.</summary>
    public static object? Store(object? canonical) => canonical switch
    {
        bool boolean => boolean ? 1L : 0L,
        Numeric numeric => numeric.ToString(),
        DateOnly date => SqliteFunction.Text(date),
        DateTime time => SqliteFunction.Text(time),
        DateTimeOffset instant => SqliteFunction.Text(instant),
        _ => canonical,
    };

    // numeric(10,2) shows 1.5 as 1.50. Where there are more digits than the type has, SQLite kept them, and so does this.
    private static Numeric Padded(SqlType type, Numeric value) =>
        type.Arguments.Count > 1 && type.Arguments[1] > value.Scale ? value.Round(type.Arguments[1]) : value;

    private static byte[]? Hexadecimal(string text) =>
        text.StartsWith(@"\x", StringComparison.OrdinalIgnoreCase) && text.Length % 2 == 0 && text.Skip(2).All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(text.AsSpan(2))
            : null;

    private static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
