using System.Text.RegularExpressions;
using Npgsql;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>A view as the server understands it.</summary>
/// <param name="Text">Its query, as the server writes it.</param>
/// <param name="Columns">Its columns.</param>
internal sealed partial record ViewDefinition(string Text, IReadOnlyList<ColumnShape> Columns)
{
    /// <summary>In what a view differs from the one that is wanted, as far as the two texts show it.</summary>
    public static string Describe(ViewDefinition wanted, ViewDefinition actual)
    {
        List<string> names = [.. wanted.Columns.Select(column => column.Name)];
        List<string> others = [.. actual.Columns.Select(column => column.Name)];
        if (!names.SequenceEqual(others))
        {
            string[] gone = [.. names.Except(others)];
            string[] more = [.. others.Except(names)];
            return "the view has other columns"
                + (gone.Length > 0 ? $": without {List(gone)}" : "") + (more.Length > 0 ? $"{(gone.Length > 0 ? "," : ":")} with {List(more)}" : "");
        }

        IReadOnlyList<(string[] Columns, string Tail)> arms = Arms(wanted.Text);
        IReadOnlyList<(string[] Columns, string Tail)> found = Arms(actual.Text);
        if (arms.Concat(found).Any(arm => arm.Columns.Length != names.Count))
        {
            return "the view shows something else";
        }

        // A view that is one query where two are wanted is compared with each.
        bool comparable = arms.Count == found.Count;
        string[] differing = [.. names.Where((_, at) => arms.Where((arm, number) =>
            !IsSame(arm.Columns[at], found[comparable ? number : 0].Columns[at], comparable)).Any())];
        string rows = !comparable ? "perhaps other rows" : arms.Zip(found).All(pair => pair.First.Tail == pair.Second.Tail) ? "" : "other rows";
        return (differing.Length, rows) switch
        {
            (0, _) => "the view shows " + (rows.Length > 0 ? rows : "other rows"),
            (_, "") => $"the view shows {List(differing)} in another way",
            _ => $"the view shows {List(differing)} in another way, and {rows}",
        };
    }

    // In a query of one table, columns come without its name.
    private static bool IsSame(string wanted, string found, bool comparable) =>
        wanted == found || (!comparable && wanted.EndsWith("." + found, StringComparison.Ordinal));

    private static string List(string[] names) =>
        $"column{(names.Length == 1 ? "" : "s")} {string.Join(", ", names.Select(name => $"'{name}'"))}";

    // The queries that the view is made of: itself, or one for those who see aggregates and one for all others, each with
    // the question in front of both.
    private static IReadOnlyList<(string[] Columns, string Tail)> Arms(string text)
    {
        const string select = " SELECT ";
        const string lateral = "\n     CROSS JOIN LATERAL (" + select;
        int from = text.IndexOf(lateral, StringComparison.Ordinal);
        if (from < 0)
        {
            return [Split(text.StartsWith(select, StringComparison.Ordinal) ? text[select.Length..] : text, "\n   FROM ", ColumnBreak())];
        }

        return
        [
            .. text[(from + lateral.Length)..].Split("\n        UNION ALL\n        " + select)
                .Select(arm => Split(arm, "\n           FROM ", ArmColumnBreak()))
                .Select(arm => (arm.Columns, text[..from] + arm.Tail)),
        ];
    }

    // The server begins each column's line with four spaces (a CASE with eight), what is below a column with more, and the
    // tables with three; in an arm, each with eight more.
    private static (string[] Columns, string Tail) Split(string text, string tables, Regex columnBreak)
    {
        int from = text.IndexOf(tables, StringComparison.Ordinal);
        string list = from < 0 ? text : text[..from];
        return (columnBreak.Split(list), from < 0 ? "" : text[from..]);
    }

    [GeneratedRegex(@",\n(?:    (?=\S)|        (?=CASE\b))", RegexOptions.CultureInvariant)]
    private static partial Regex ColumnBreak();

    [GeneratedRegex(@",\n(?:            (?=\S)|                (?=CASE\b))", RegexOptions.CultureInvariant)]
    private static partial Regex ArmColumnBreak();
}

/// <summary>Asks the server what it makes of a query, and of a view.</summary>
internal static class PostgresViewDefinition
{
    private const string Scratch = "pace_expected";

    private const string TextQuery =
        "select pg_catalog.pg_get_viewdef(c.oid, true) from pg_catalog.pg_class c where c.oid = $1";

    private const string ScratchQuery =
        "select c.oid from pg_catalog.pg_class c where c.relname = $1 and c.relnamespace = pg_catalog.pg_my_temp_schema()";

    /// <summary>A query as the server would keep it in a view; or what it says against it.</summary>
    /// <remarks>
    /// It is made a view of, because nothing else tells how the server understands it. The view is this session's alone,
    /// and rolled back.
    /// </remarks>
    public static async Task<(ViewDefinition? Definition, string? Complaint)> OfQueryAsync(
        PostgresSession session, string query, CancellationToken cancellation)
    {
        await using NpgsqlTransaction transaction = await session.BeginAsync(cancellation);
        try
        {
            await session.ExecuteUntoldAsync(PostgresMendingDdl.CreateTemporaryView(Scratch, query), cancellation);
        }
        catch (PostgresException error) when (IsAboutTheQuery(error.SqlState))
        {
            return (null, error.MessageText);
        }
        catch (Exception error) when (PostgresErrors.Translate(error, session.Endpoint, "Comparing a view") is { } told)
        {
            throw told;
        }

        List<uint> made = await session.QueryAsync(ScratchQuery, row => row.GetFieldValue<uint>(0), cancellation, Scratch);
        return (await ReadAsync(session, made.Single(), cancellation), null);
    }

    /// <summary>A view that is there.</summary>
    public static async Task<ViewDefinition> OfViewAsync(PostgresSession session, QualifiedName name, CancellationToken cancellation)
    {
        CatalogRelation relation = await PostgresCatalog.FindRelationAsync(session, name, cancellation)
            ?? throw PostgresListing.NotFound($"view '{name}'", session, null, name.ToString());
        return await ReadAsync(session, relation.Oid, cancellation);
    }

    private static async Task<ViewDefinition> ReadAsync(PostgresSession session, uint view, CancellationToken cancellation)
    {
        List<string> text = await session.QueryAsync(TextQuery, row => row.GetString(0), cancellation, view);
        return new ViewDefinition(text.Single(), await PostgresCatalog.ReadShapesAsync(session, view, cancellation));
    }

    // Class 42 is what is wrong with a statement; a missing right to make temporary views is not about the query.
    private static bool IsAboutTheQuery(string state) =>
        state.StartsWith("42", StringComparison.Ordinal) && state != PostgresErrorCodes.InsufficientPrivilege;
}
