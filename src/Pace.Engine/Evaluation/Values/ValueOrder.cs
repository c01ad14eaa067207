using Pace.Engine.Sql;

namespace Pace.Engine.Evaluation.Values;

/// <summary>How values of one type compare: numbers by value, texts by code points, false before true.</summary>
internal static class ValueOrder
{
    /// <summary>Compares two canonical values of one type.</summary>
    public static int Compare(object left, object right) => left switch
    {
        long integer => integer.CompareTo((long)right),
        Numeric numeric => numeric.CompareTo((Numeric)right),
        // Unlike CompareTo, the operators take both zeros for one number; values that are no numbers do not occur.
        double floating => floating < (double)right ? -1 : floating > (double)right ? 1 : 0,
        string text => TextOrder.Compare(text, (string)right),
        bool boolean => boolean.CompareTo((bool)right),
        DateOnly date => date.CompareTo((DateOnly)right),
        DateTime time => time.CompareTo((DateTime)right),
        DateTimeOffset instant => instant.CompareTo((DateTimeOffset)right),
        _ => throw new InvalidOperationException($"{left.GetType()} is no canonical value."),
    };

    /// <summary>Whether two canonical values of one type are equal.</summary>
    public static bool Equal(object left, object right) => left switch
    {
        string text => string.Equals(text, (string)right, StringComparison.Ordinal),
        long integer => integer == (long)right,
        _ => Compare(left, right) == 0,
    };

    /// <summary>Whether values of a type have an order here.</summary>
    public static bool Orders(SqlType type) => type.Kind is SqlTypeKind.Text or SqlTypeKind.VarChar or SqlTypeKind.Boolean
        or SqlTypeKind.Date or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz || (type.IsNumeric && type.Kind != SqlTypeKind.Real);
}
