using Npgsql;
using Pace.Engine.Diagnostics;
using Pace.Engine.Sql;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>What a server holds, in pages. Lists are in the order of collation C, which is the same on every server.</summary>
internal static class PostgresListing
{
    // A limit of NULL is none.
    private const string Paging = "offset $1 limit $2";

    private const string DatabasesQuery =
        $"""
        select d.datname::text from pg_catalog.pg_database d
        where d.datallowconn and not d.datistemplate and pg_catalog.has_database_privilege(d.oid, 'CONNECT')
        order by d.datname collate "C" {Paging}
        """;

    private const string SchemasQuery =
        $"""
        select n.nspname::text from pg_catalog.pg_namespace n
        where {PostgresCatalog.IsUsersSchema}
        order by n.nspname collate "C" {Paging}
        """;

    // A role named pg_... is the system's: the name is reserved.
    private const string GroupsQuery =
        $"""
        select r.rolname::text from pg_catalog.pg_roles r
        where not r.rolcanlogin and r.rolname !~ '^pg_'
        order by r.rolname collate "C" {Paging}
        """;

    // Before version 14, an estimate of 0 rows on 0 pages means that there is none.
    private const string TablesQuery =
        $"""
        select n.nspname::text, c.relname::text, {PostgresCatalog.Kind},
            (select count(*) from pg_catalog.pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)::int,
            case when c.relkind = 'v' or c.reltuples < 0
                or c.reltuples = 0 and c.relpages = 0 and pg_catalog.current_setting('server_version_num')::int < 140000
                then null else c.reltuples::bigint end,
            pg_catalog.obj_description(c.oid, 'pg_class')
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition and {PostgresCatalog.IsUsersSchema}
            and ($3::text is null or n.nspname = $3)
        order by n.nspname collate "C", c.relname collate "C" {Paging}
        """;

    /// <summary>The databases that the login may connect to.</summary>
    public static Task<List<string>> ReadDatabaseNamesAsync(PostgresSession session, Page page, CancellationToken cancellation) =>
        NamesAsync(session, DatabasesQuery, page, cancellation);

    /// <summary>The schemas.</summary>
    public static Task<List<string>> ReadSchemaNamesAsync(PostgresSession session, Page page, CancellationToken cancellation) =>
        NamesAsync(session, SchemasQuery, page, cancellation);

    /// <summary>The roles that cannot log in.</summary>
    public static Task<List<string>> ReadGroupNamesAsync(PostgresSession session, Page page, CancellationToken cancellation) =>
        NamesAsync(session, GroupsQuery, page, cancellation);

    /// <summary>The tables and views of a schema, or of all.</summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.ResourceNotFound"/>: no such schema.</exception>
    public static async Task<List<TableInfo>> ReadTablesAsync(
        PostgresSession session, string? schema, Page page, CancellationToken cancellation)
    {
        List<TableInfo> tables = await session.QueryAsync(
            TablesQuery, row => ReadTable(session, row), cancellation, page.Skip, Limit(page), (object?)schema ?? DBNull.Value);
        if (tables.Count == 0 && schema is not null)
        {
            List<string> schemas = await ReadSchemaNamesAsync(session, Page.All, cancellation);
            if (!schemas.Contains(schema))
            {
                throw NotFound($"schema '{schema}'", session, NearestName.Hint(schema, schemas), schema);
            }
        }

        return tables;
    }

    /// <summary>The error about something that is not there.</summary>
    public static PaceException NotFound(string what, PostgresSession session, string? hint, string target) => new(
        PaceErrorKind.ResourceNotFound,
        $"There is no {what} in database '{session.Endpoint.Database}' of processing platform '{session.Endpoint.PlatformId}'"
            + (hint is null ? "." : "; " + hint),
        "Correct the name as the platform spells it: case counts.",
        target);

    private static TableInfo ReadTable(PostgresSession session, NpgsqlDataReader row)
    {
        QualifiedName name = new([row.GetString(0), row.GetString(1)]);
        string kind = row.GetString(2);
        string? comment = PostgresCatalog.Text(row, 5);
        return new TableInfo(
            session.Endpoint.PlatformId,
            name.ToString(),
            name.Schema!,
            name.Name,
            kind,
            row.GetInt32(3),
            row.IsDBNull(4) ? null : row.GetInt64(4),
            kind == PostgresCatalog.View ? CommentMark.Read(name, comment)?.PolicyId : null,
            kind == PostgresCatalog.View ? CommentMark.Without(comment) : comment);
    }

    private static Task<List<string>> NamesAsync(PostgresSession session, string query, Page page, CancellationToken cancellation) =>
        session.QueryAsync(query, row => row.GetString(0), cancellation, page.Skip, Limit(page));

    private static object Limit(Page page) => (object?)page.First ?? DBNull.Value;
}
