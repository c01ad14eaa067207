using Pace.Engine.Diagnostics;
using Pace.Engine.Sql;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>Finds tables and views by the names that people write.</summary>
internal static class PostgresTables
{
    // Enough to find a slip in; more names are no help.
    private const int MostNames = 20_000;

    private static readonly string[] Selectable = ["table", "view", "materialized view", "foreign table", "partitioned table"];

    private const string NamesQuery =
        $"""
        select n.nspname::text, c.relname::text
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and {PostgresCatalog.IsUsersSchema}
        order by n.nspname collate "C", c.relname collate "C" limit $1
        """;

    private const string OnSearchPathQuery =
        """
        select n.nspname::text
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relname = $1
            and n.nspname = any($2)
        order by n.nspname collate "C"
        """;

    /// <summary>Whether rows can be selected from it.</summary>
    public static bool IsSelectable(CatalogRelation relation) => Selectable.Contains(relation.Kind);

    /// <summary>
    /// The table or view of a name: <c>schema.table</c>; <c>table</c> alone where exactly one schema of the search path
    /// has it; <c>database.schema.table</c> for the database that is connected to.
    /// </summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.ResourceNotFound"/>.</exception>
    public static async Task<(QualifiedName Name, CatalogRelation Relation)> FindAsync(
        PostgresSession session, string text, CancellationToken cancellation)
    {
        if (!QualifiedName.TryParse(text, out QualifiedName name, out string problem))
        {
            throw new PaceException(
                PaceErrorKind.ResourceNotFound,
                $"'{text}' is no name of a table: {problem}.",
                "Write schema.table; quote a part that holds a dot: public.\"my.table\".",
                text);
        }

        name = name.Parts.Count switch
        {
            1 => await QualifyAsync(session, name.Name, cancellation),
            3 when name.Parts[0] == session.Endpoint.Database => new QualifiedName([name.Parts[1], name.Parts[2]]),
            _ => name,
        };
        if (name.Parts.Count == 2
            && await PostgresCatalog.FindRelationAsync(session, name, cancellation) is { } relation && IsSelectable(relation))
        {
            return (name, relation);
        }

        throw PostgresListing.NotFound(
            $"table or view '{text}'", session, NearestName.Hint(name.ToString(), await ReadNamesAsync(session, cancellation)), text);
    }

    /// <summary>The names of tables and views, as a policy writes them.</summary>
    public static Task<List<string>> ReadNamesAsync(PostgresSession session, CancellationToken cancellation) =>
        session.QueryAsync(
            NamesQuery,
            row => new QualifiedName([row.GetString(0), row.GetString(1)]).ToString(),
            cancellation,
            MostNames);

    private static async Task<QualifiedName> QualifyAsync(PostgresSession session, string table, CancellationToken cancellation)
    {
        List<string> schemas = await session.QueryAsync(
            OnSearchPathQuery,
            row => row.GetString(0),
            cancellation,
            table,
            (await session.ReadSearchPathAsync(cancellation)).ToArray());
        return schemas.Count switch
        {
            0 => new QualifiedName([table]),
            1 => new QualifiedName([schemas[0], table]),
            _ => throw new PaceException(
                PaceErrorKind.ResourceNotFound,
                $"'{table}' stands for several: {string.Join(", ", schemas.Select(schema => new QualifiedName([schema, table])))}.",
                "Write the one that is meant, with its schema.",
                table),
        };
    }
}
