using Npgsql;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>What the catalog says of single relations. The queries are fixed texts with parameters.</summary>
internal static class PostgresCatalog
{
    /// <summary>The kind of a view.</summary>
    internal const string View = "view";

    // What no query here shows: the system's own schemas, and partitions, which are parts of their tables.
    internal const string IsUsersSchema = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

    /// <summary>The kinds that can be selected from, as SQL gives them from <c>c.relkind</c>.</summary>
    internal const string Kind =
        """
        case c.relkind when 'r' then 'table' when 'v' then 'view' when 'm' then 'materialized view'
            when 'f' then 'foreign table' when 'p' then 'partitioned table' when 'S' then 'sequence'
            when 'c' then 'composite type' else 'index' end
        """;

    private const string RelationQuery =
        $"""
        select c.oid, {Kind}, o.rolname::text, pg_catalog.pg_has_role(c.relowner, 'USAGE'),
            pg_catalog.obj_description(c.oid, 'pg_class')
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        join pg_catalog.pg_roles o on o.oid = c.relowner
        where n.nspname = $1 and c.relname = $2
        """;

    // A domain counts as the type below it, as it does where the server describes the columns of a query.
    private const string ShapesQuery =
        """
        select a.attname::text, b.type, b.modifier, pg_catalog.col_description(a.attrelid, a.attnum)
        from pg_catalog.pg_attribute a
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

    private const string AclQuery =
        """
        select g.rolname::text, r.rolname::text, x.privilege_type, x.is_grantable, x.col
        from (
            select e.*, null::text as col
            from pg_catalog.pg_class c
            cross join lateral pg_catalog.aclexplode(coalesce(c.relacl, pg_catalog.acldefault('r', c.relowner))) e
            where c.oid = $1
            union all
            select e.*, a.attname::text
            from pg_catalog.pg_attribute a
            cross join lateral pg_catalog.aclexplode(a.attacl) e
            where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped
        ) x
        join pg_catalog.pg_roles g on g.oid = x.grantor
        left join pg_catalog.pg_roles r on r.oid = x.grantee
        where x.grantee = 0 or r.oid is not null
        """;

    // ALTER DEFAULT PRIVILEGES without a schema replaces what a new view has; with one it adds to that.
    private const string DefaultAclQuery =
        """
        select g.rolname::text, r.rolname::text, x.privilege_type, pg_catalog.bool_or(x.is_grantable)
        from (
            select e.* from pg_catalog.pg_roles u
            cross join lateral pg_catalog.aclexplode(coalesce(
                (select d.defaclacl from pg_catalog.pg_default_acl d
                 where d.defaclrole = u.oid and d.defaclnamespace = 0 and d.defaclobjtype = 'r'),
                pg_catalog.acldefault('r', u.oid))) e
            where u.rolname = current_user
            union all
            select e.* from pg_catalog.pg_default_acl d
            join pg_catalog.pg_roles u on u.oid = d.defaclrole and u.rolname = current_user
            join pg_catalog.pg_namespace n on n.oid = d.defaclnamespace and n.nspname = $1
            cross join lateral pg_catalog.aclexplode(d.defaclacl) e
            where d.defaclobjtype = 'r'
        ) x
        join pg_catalog.pg_roles g on g.oid = x.grantor
        left join pg_catalog.pg_roles r on r.oid = x.grantee
        where x.grantee = 0 or r.oid is not null
        group by 1, 2, 3
        """;

    // A view that reads this one depends on it through its rule. What is a part of the view goes with it ('a'). The
    // functions that name the view's row type depend on the type.
    private const string DependantsQuery =
        """
        select distinct coalesce(i.type || ' ' || i.identity, 'an object'), d.deptype = 'a'
        from pg_catalog.pg_depend d
        left join pg_catalog.pg_rewrite w on d.classid = 'pg_catalog.pg_rewrite'::regclass and w.oid = d.objid
        cross join lateral pg_catalog.pg_identify_object(
            case when w.ev_class <> $1 then 'pg_catalog.pg_class'::regclass else d.classid end,
            case when w.ev_class <> $1 then w.ev_class else d.objid end,
            case when w.ev_class <> $1 then 0 else d.objsubid end) i
        where d.deptype in ('n', 'a')
            and (d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = $1
                or d.refclassid = 'pg_catalog.pg_type'::regclass and d.refobjid in (
                    select t.oid from pg_catalog.pg_type t where t.typrelid = $1
                    union all
                    select t.typarray from pg_catalog.pg_type t where t.typrelid = $1 and t.typarray <> 0))
            and not (w.oid is not null and w.ev_class = $1 and w.rulename = '_RETURN')
        """;

    // A superuser may act as everybody. Whoever may not read the policy's source cannot have made its view, though.
    private const string MarkedQuery =
        """
        select n.nspname::text, c.relname::text, pg_catalog.obj_description(c.oid, 'pg_class'), o.rolname::text,
            pg_catalog.pg_has_role(c.relowner, 'USAGE') and not exists (
                select from pg_catalog.pg_class s
                join pg_catalog.pg_namespace sn on sn.oid = s.relnamespace
                where sn.nspname = $2 and s.relname = $3
                    and not pg_catalog.has_any_column_privilege(c.relowner, s.oid, 'SELECT')),
            c.oid
        from pg_catalog.pg_description m
        join pg_catalog.pg_class c on c.oid = m.objoid and c.relkind = 'v'
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        join pg_catalog.pg_roles o on o.oid = c.relowner
        where m.classoid = 'pg_catalog.pg_class'::regclass and m.objsubid = 0
            and pg_catalog.strpos(m.description, $1) > 0
        order by n.nspname collate "C", c.relname collate "C"
        """;

    private const string WithoutUsageQuery =
        """
        select r.rolname::text
        from pg_catalog.pg_roles r
        join pg_catalog.pg_namespace n on n.nspname = $1
        where r.rolname = any($2) and not pg_catalog.has_schema_privilege(r.oid, n.oid, 'USAGE')
        order by r.rolname collate "C"
        """;

    private const string RolesQuery =
        "select r.rolname::text, r.rolcanlogin from pg_catalog.pg_roles r where r.rolname = any($1)";

    /// <summary>What has a name, or null.</summary>
    public static async Task<CatalogRelation?> FindRelationAsync(
        PostgresSession session, QualifiedName name, CancellationToken cancellation)
    {
        List<CatalogRelation> found = await session.QueryAsync(
            RelationQuery,
            row => new CatalogRelation(row.GetFieldValue<uint>(0), row.GetString(1), row.GetString(2), row.GetBoolean(3), Text(row, 4)),
            cancellation,
            name.Schema!,
            name.Name);
        return found.SingleOrDefault();
    }

    /// <summary>What has a name with all that applying needs to know of it, or null.</summary>
    public static async Task<ExistingRelation?> FindExistingAsync(
        PostgresSession session, QualifiedName name, CancellationToken cancellation)
    {
        if (await FindRelationAsync(session, name, cancellation) is not { } relation)
        {
            return null;
        }

        List<(ColumnShape Shape, string? Comment)> columns = await session.QueryAsync(
            ShapesQuery,
            row => (ColumnShape.FromCatalog(row.GetString(0), row.GetFieldValue<uint>(1), row.GetInt32(2)), Text(row, 3)),
            cancellation,
            relation.Oid);
        return new ExistingRelation(
            relation.Kind,
            relation.Owner,
            relation.Comment,
            columns.ToValueList(),
            await ReadAclAsync(session, relation.Oid, cancellation),
            await ReadDependantsAsync(session, relation.Oid, cancellation));
    }

    /// <summary>What replacing a view in place must not change of its columns.</summary>
    public static async Task<IReadOnlyList<ColumnShape>> ReadShapesAsync(
        PostgresSession session, uint relation, CancellationToken cancellation) =>
        await session.QueryAsync(
            ShapesQuery, row => ColumnShape.FromCatalog(row.GetString(0), row.GetFieldValue<uint>(1), row.GetInt32(2)), cancellation, relation);

    /// <summary>The names of a relation's columns, in their order; none where there is no such relation.</summary>
    public static Task<List<string>> ReadColumnNamesAsync(PostgresSession session, QualifiedName name, CancellationToken cancellation) =>
        session.QueryAsync(
            """
            select a.attname::text from pg_catalog.pg_attribute a
            join pg_catalog.pg_class c on c.oid = a.attrelid
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where n.nspname = $1 and c.relname = $2 and a.attnum > 0 and not a.attisdropped
            order by a.attnum
            """,
            row => row.GetString(0),
            cancellation,
            name.Schema ?? "",
            name.Name);

    /// <summary>The rights on a relation and its columns.</summary>
    public static async Task<ValueList<AclEntry>> ReadAclAsync(
        PostgresSession session, uint relation, CancellationToken cancellation)
    {
        List<AclEntry> entries = await session.QueryAsync(
            AclQuery,
            row => new AclEntry(row.GetString(0), Text(row, 1), row.GetString(2), row.GetBoolean(3), Text(row, 4)),
            cancellation,
            relation);
        return entries.ToValueList();
    }

    /// <summary>The rights that a view begins with that the current user makes in a schema.</summary>
    public static async Task<ValueList<AclEntry>> ReadDefaultAclAsync(
        PostgresSession session, string schema, CancellationToken cancellation)
    {
        List<AclEntry> entries = await session.QueryAsync(
            DefaultAclQuery,
            row => new AclEntry(row.GetString(0), Text(row, 1), row.GetString(2), row.GetBoolean(3)),
            cancellation,
            schema);
        return entries.ToValueList();
    }

    /// <summary>What depends on a relation.</summary>
    public static async Task<ValueList<Dependant>> ReadDependantsAsync(
        PostgresSession session, uint relation, CancellationToken cancellation)
    {
        List<Dependant> dependants = await session.QueryAsync(
            DependantsQuery, row => new Dependant(row.GetString(0), row.GetBoolean(1)), cancellation, relation);
        return dependants.ToValueList();
    }

    /// <summary>The views with a policy's mark, by name.</summary>
    public static async Task<IReadOnlyList<MarkedView>> ReadMarkedAsync(
        PostgresSession session, string policyId, CancellationToken cancellation)
    {
        ValueList<string> source = QualifiedName.TryParse(policyId, out QualifiedName name, out _) && name.Parts.Count == 2
            ? name.Parts
            : ["", ""];
        List<(ViewMark? Mark, string Owner, bool IsOurs, uint Oid)> candidates = await session.QueryAsync(
            MarkedQuery,
            row => (CommentMark.Read(new QualifiedName([row.GetString(0), row.GetString(1)]), Text(row, 2)),
                row.GetString(3), row.GetBoolean(4), row.GetFieldValue<uint>(5)),
            cancellation,
            CommentMark.Beginning,
            source[0],
            source[1]);
        List<MarkedView> marked = [];
        foreach ((ViewMark? mark, string owner, bool isOurs, uint oid) in candidates.Where(view => view.Mark?.PolicyId == policyId))
        {
            marked.Add(new MarkedView(mark!, owner, isOurs, await ReadDependantsAsync(session, oid, cancellation)));
        }

        return marked;
    }

    /// <summary>Which of some roles there are, and whether each can log in.</summary>
    public static async Task<IReadOnlyDictionary<string, bool>> FindRolesAsync(
        PostgresSession session, IEnumerable<string> names, CancellationToken cancellation)
    {
        List<(string Name, bool CanLogIn)> roles = await session.QueryAsync(
            RolesQuery, row => (row.GetString(0), row.GetBoolean(1)), cancellation, (object)names.Distinct().ToArray());
        return roles.ToDictionary(role => role.Name, role => role.CanLogIn, StringComparer.Ordinal);
    }

    /// <summary>Which of some roles may not use a schema, and so cannot reach what is in it.</summary>
    public static Task<List<string>> FindRolesWithoutUsageAsync(
        PostgresSession session, string schema, IEnumerable<string> roles, CancellationToken cancellation) =>
        session.QueryAsync(WithoutUsageQuery, row => row.GetString(0), cancellation, schema, roles.ToArray());

    /// <summary>Whether the current user may make views in a schema; null: no such schema.</summary>
    public static async Task<bool?> MayCreateInAsync(PostgresSession session, string schema, CancellationToken cancellation)
    {
        List<bool> found = await session.QueryAsync(
            "select pg_catalog.has_schema_privilege(n.oid, 'CREATE') from pg_catalog.pg_namespace n where n.nspname = $1",
            row => row.GetBoolean(0),
            cancellation,
            schema);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>The role in force.</summary>
    public static async Task<string> ReadCurrentUserAsync(PostgresSession session, CancellationToken cancellation) =>
        (await session.QueryAsync("select current_user::text", row => row.GetString(0), cancellation)).Single();

    /// <summary>The server's clock, UTC.</summary>
    public static async Task<DateTimeOffset> ReadClockAsync(PostgresSession session, CancellationToken cancellation)
    {
        List<DateTime> clock = await session.QueryAsync(
            "select pg_catalog.clock_timestamp()", row => row.GetFieldValue<DateTime>(0), cancellation);
        return new DateTimeOffset(clock.Single(), TimeSpan.Zero);
    }

    internal static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

/// <summary>Something in pg_class.</summary>
/// <param name="Oid">Its OID.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Owner">The role that it belongs to.</param>
/// <param name="IsOurs">Whether the login may act as that role.</param>
/// <param name="Comment">Its comment.</param>
internal sealed record CatalogRelation(uint Oid, string Kind, string Owner, bool IsOurs, string? Comment);
