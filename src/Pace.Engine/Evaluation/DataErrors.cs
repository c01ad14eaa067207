using System.Globalization;
using Pace.Engine.Diagnostics;

namespace Pace.Engine.Evaluation;

/// <summary>
/// What can be wrong with rows in hand, told alike wherever they come from. Never the value: it may be what a policy
/// is there to hide.
/// </summary>
internal static class DataErrors
{
    /// <summary>A value that is not of its column's type.</summary>
    /// <param name="row">Which row, from 1.</param>
    /// <param name="what">What the rows are called, such as <c>the sample</c>.</param>
    /// <param name="column">The column's name.</param>
    /// <param name="problem">What is wrong, as <see cref="Values.CanonicalValue.TryRead"/> tells it.</param>
    public static PaceException WrongValue(long row, string what, string column, string problem) => new(
        PaceErrorKind.DataInvalid,
        string.Create(CultureInfo.InvariantCulture, $"Row {row} of {what}: the value of '{column}' {problem}."),
        "Correct the value, or the field's type in the policy.",
        what);

    /// <summary>Columns that are not there.</summary>
    /// <param name="what">What the rows are called, such as <c>the sample</c>.</param>
    /// <param name="missing">The columns.</param>
    /// <param name="there">The columns that are there.</param>
    public static PaceException MissingColumns(string what, IReadOnlyList<string> missing, IEnumerable<string> there)
    {
        string[] names = [.. there.Except(missing)];
        string list = string.Join(", ", missing.Select(name => $"'{name}'" + (NearestName.Find(name, names) is { } near ? $" (did you mean '{near}'?)" : "")));
        return new PaceException(
            PaceErrorKind.DataInvalid,
            $"{Capital(what)} has no column{(missing.Count > 1 ? "s" : "")} {list}.",
            "Give all columns, spelt as the policy spells them.",
            what);
    }

    /// <summary>A sentence's beginning.</summary>
    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
