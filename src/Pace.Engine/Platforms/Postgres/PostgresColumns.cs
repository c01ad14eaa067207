using Npgsql;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>A column as the catalog describes it to people.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type as SQL writes it, with its schema unless it is the system's own.</param>
/// <param name="BaseType">The same; of a domain the type below it.</param>
/// <param name="Required">Whether it never holds NULL.</param>
/// <param name="Comment">Its comment.</param>
/// <param name="IsReadable">Whether the login may select it.</param>
internal sealed record PostgresColumn(string Name, string Type, string BaseType, bool Required, string? Comment, bool IsReadable)
{
    private const string Query =
        """
        select a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), pg_catalog.format_type(b.type, b.modifier),
            a.attnotnull or d.typnotnull, pg_catalog.col_description(a.attrelid, a.attnum),
            pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT')
        from pg_catalog.pg_attribute a
        join pg_catalog.pg_type d on d.oid = a.atttypid
        cross join lateral (
            with recursive below as (
                select a.atttypid as type, a.atttypmod as modifier
                union all
                select t.typbasetype, t.typtypmod from below
                join pg_catalog.pg_type t on t.oid = below.type where t.typtype = 'd'
            )
            select below.type, below.modifier from below
            join pg_catalog.pg_type t on t.oid = below.type where t.typtype <> 'd'
        ) b
        where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped
        order by a.attnum
        """;

    /// <summary>The columns of a relation, in their order.</summary>
    public static async Task<List<PostgresColumn>> ReadAsync(
        PostgresSession session, uint relation, CancellationToken cancellation)
    {
        // What the search path holds would be written without its schema.
        await using NpgsqlTransaction transaction = await session.BeginAsync(cancellation);
        await session.ExecuteAsync("set local search_path = ''", cancellation);
        return await session.QueryAsync(
            Query,
            row => new PostgresColumn(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetBoolean(3), PostgresCatalog.Text(row, 4), row.GetBoolean(5)),
            cancellation,
            relation);
    }
}
