using System.Globalization;
using System.Numerics;
using Pace.Engine.Differential.Tests.Cases;

namespace Pace.Engine.Differential.Tests.Oracle;

/// <summary>What somebody sees of a view: rows of values with their types as text, or that there is an error.</summary>
/// <param name="Rows">The rows, in order; null where there is an error.</param>
/// <param name="Error">The error; null where there are rows.</param>
/// <param name="Unclear">Whether SQL leaves open if there is an error.</param>
public sealed record Answer(IReadOnlyList<IReadOnlyList<string>>? Rows, string? Error, bool Unclear = false)
{
    /// <summary>The columns' types; null where they are not known.</summary>
    public IReadOnlyList<Kind>? Kinds { get; init; }

    /// <summary>Whether the policy was not taken at all: no answer that a computation ends in.</summary>
    public bool Refused { get; init; }

    public static Answer Of(IReadOnlyList<Kind>? kinds, IEnumerable<IReadOnlyList<object?>> rows) =>
        new([.. rows.Select(row => (IReadOnlyList<string>)[.. row.Select(Show)])], null) { Kinds = kinds };

    public static Answer Of(Failure failure) => new(null, failure.ToString(), failure == Failure.Possible);

    public static Answer OfError(string message) => new(null, message);

    /// <summary>What is different in another answer, in a few words; null when nothing is that counts.</summary>
    public string? Difference(Answer other, bool ordered = true)
    {
        if (Refused || other.Refused)
        {
            return Refused ? Error : other.Error;
        }

        if (Unclear || other.Unclear)
        {
            return null;
        }

        if (Rows is null || other.Rows is null)
        {
            return Rows is null && other.Rows is null ? null : $"{Error ?? "rows"} and {other.Error ?? "rows"}";
        }

        string[] mine = Lines(ordered);
        string[] others = other.Lines(ordered);
        if (mine.Length != others.Length)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{mine.Length} and {others.Length} rows");
        }

        int at = Enumerable.Range(0, mine.Length).FirstOrDefault(at => mine[at] != others[at], -1);
        return at >= 0 ? string.Create(CultureInfo.InvariantCulture, $"row {at + 1}:\n  {mine[at]}\n  {others[at]}")
            : Kinds is null || other.Kinds is null || Kinds.Select(Plain).SequenceEqual(other.Kinds.Select(Plain)) ? null
            : $"types {string.Join(", ", Kinds)} and {string.Join(", ", other.Kinds)}";
    }

    public override string ToString() => Rows is null ? Error! : Rows.Count == 0 ? "no rows" : string.Join('\n', Lines(ordered: true));

    private string[] Lines(bool ordered)
    {
        IEnumerable<string> lines = Rows!.Select(row => string.Join(" | ", row));
        return [.. ordered ? lines : lines.Order(StringComparer.Ordinal)];
    }

    // A varchar with and without a length, and text: the difference shows in no value.
    private static Kind Plain(Kind kind) => kind == Kind.VarChar ? Kind.Text : kind;

    // Zero has no sign here: SQL holds 0.0 and -0.0 to be equal, and SQLite keeps no sign of it.
    private static string Show(object? value) => value switch
    {
        null => "NULL",
        string text => "text " + PolicyText.Quote(text),
        short or int or long or BigInteger => string.Create(CultureInfo.InvariantCulture, $"{value.GetType().Name} {value}"),
        decimal number => "decimal " + number.ToString(CultureInfo.InvariantCulture),
        double number => "double " + (number == 0 ? 0 : number).ToString("R", CultureInfo.InvariantCulture),
        bool yes => yes ? "bool true" : "bool false",
        DateOnly day => "date " + day.ToString("O", CultureInfo.InvariantCulture),
        DateTime time => "timestamp " + new DateTime(time.Ticks, DateTimeKind.Unspecified).ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset instant => "instant " + instant.ToString("O", CultureInfo.InvariantCulture),
        _ => $"{value.GetType().Name} {value}",
    };
}
