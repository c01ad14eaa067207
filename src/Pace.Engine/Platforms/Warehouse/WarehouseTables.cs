using Pace.Engine.Diagnostics;
using Pace.Engine.Sql;

namespace Pace.Engine.Platforms.Warehouse;

/// <summary>Finds tables and views by the names that people write.</summary>
internal static class WarehouseTables
{
    /// <summary>Reads a name.</summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.ResourceNotFound"/>: it is none.</exception>
    public static QualifiedName Parse(string text, string example) =>
        QualifiedName.TryParse(text, out QualifiedName name, out string problem)
            ? name
            : throw new PaceException(
                PaceErrorKind.ResourceNotFound,
                $"'{text}' is no name of a table: {problem}.",
                $"Write {example}; quote a part that holds a dot.",
                text);

    /// <summary>The table of a name that may lack its schema.</summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.ResourceNotFound"/>.</exception>
    public static async Task<WarehouseTable> FindAsync(
        IWarehouse warehouse, string text, string example, CancellationToken cancellation)
    {
        QualifiedName name = Parse(text, example);
        if (name.Parts.Count > 1)
        {
            return (warehouse.Dialect.ProblemOfName(name) is null ? await warehouse.FindTableAsync(name, cancellation) : null)
                ?? throw NotFound(warehouse, $"table or view '{text}'", NearestName.Hint(name.ToString(), await warehouse.ReadTableNamesAsync(cancellation)), text);
        }

        IReadOnlyList<string> names = await warehouse.ReadTableNamesAsync(cancellation);
        List<QualifiedName> found =
        [
            .. names.Select(known => Parse(known, example)).Where(known => known.Name == name.Name),
        ];
        return found switch
        {
            [var only] when await warehouse.FindTableAsync(only, cancellation) is { } table => table,
            [] or [_] => throw NotFound(warehouse, $"table or view '{text}'", NearestName.Hint(text, names.Select(known => Parse(known, example).Name)), text),
            _ => throw new PaceException(
                PaceErrorKind.ResourceNotFound,
                $"'{text}' stands for several: {string.Join(", ", found)}.",
                "Write the one that is meant, with its schema.",
                text),
        };
    }

    /// <summary>The error about something that is not there.</summary>
    public static PaceException NotFound(IWarehouse warehouse, string what, string? hint, string target) => new(
        PaceErrorKind.ResourceNotFound,
        $"There is no {what} on processing platform '{warehouse.Id}' that the login may see" + (hint is null ? "." : "; " + hint),
        "Correct the name as the platform spells it: case counts.",
        target);

    /// <summary>A part of a list in hand.</summary>
    public static List<T> Some<T>(IEnumerable<T> items, Page page) =>
    [
        .. items.Skip((int)Math.Min(page.Skip, int.MaxValue)).Take((int)Math.Min(page.First ?? int.MaxValue, int.MaxValue)),
    ];

    /// <summary>The error about evaluating on a warehouse.</summary>
    public static PaceException NoEvaluation(IWarehouse warehouse) => new(
        PaceErrorKind.NotSupported,
        $"Nothing is evaluated on processing platform '{warehouse.Id}': {warehouse.Product} has no transaction in which rows of one's own"
            + " could be shown to others and everything be taken back.",
        "Leave -On out: then the rows are evaluated here, with policies of the portable subset (docs/policies.md).",
        warehouse.Id);

    /// <summary>The error about reading rows as somebody else.</summary>
    public static PaceException NoAudience(IWarehouse warehouse, Evaluation.Audience audience) => new(
        PaceErrorKind.NotSupported,
        $"{warehouse.Id} is a server: it gives rows as its login sees them, not as {audience}.",
        "Leave -Principal out, or register the platform with a login that is a member of the group.",
        warehouse.Id);
}
