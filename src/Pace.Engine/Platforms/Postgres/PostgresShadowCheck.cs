using Pace.Engine.Diagnostics;
using Pace.Engine.Sql;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>
/// Whether a view uses operators and functions of somebody else in the place of the system's own. PostgreSQL takes one
/// from anywhere on the search path before one of its own when the operands fit it exactly: a comparison of two varchar
/// columns would be decided by whoever may create objects there, and he could change his mind at any time.
/// </summary>
internal static class PostgresShadowCheck
{
    // One with the name of the system's, all of whose operands are of the system's types. What belongs to the view's
    // owner, to a superuser or to an extension is as good as the system's.
    private const string Query =
        """
        with used as (
            select d.refclassid, d.refobjid, c.relowner
            from pg_catalog.pg_class c
            join pg_catalog.pg_rewrite w on w.ev_class = c.oid
            join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = w.oid
            where c.oid = $1
        ), shadows as (
            select u.*, o.oprowner as owner
            from used u
            join pg_catalog.pg_operator o on u.refclassid = 'pg_catalog.pg_operator'::regclass and o.oid = u.refobjid
            where exists (select from pg_catalog.pg_operator s
                    where s.oprname = o.oprname and s.oprnamespace = 'pg_catalog'::regnamespace)
                and not exists (select from pg_catalog.pg_type t
                    where t.oid in (o.oprleft, o.oprright) and t.typnamespace <> 'pg_catalog'::regnamespace)
            union all
            select u.*, p.proowner
            from used u
            join pg_catalog.pg_proc p on u.refclassid = 'pg_catalog.pg_proc'::regclass and p.oid = u.refobjid
            where exists (select from pg_catalog.pg_proc s
                    where s.proname = p.proname and s.pronamespace = 'pg_catalog'::regnamespace)
                and not exists (select from pg_catalog.pg_type t
                    where t.oid = any(p.proargtypes) and t.typnamespace <> 'pg_catalog'::regnamespace)
        )
        select distinct i.type || ' ' || i.identity || ' of ' || r.rolname
        from shadows s
        join pg_catalog.pg_roles r on r.oid = s.owner
        cross join lateral pg_catalog.pg_identify_object(s.refclassid, s.refobjid, 0) i
        where s.owner <> s.relowner and not r.rolsuper
            and not exists (select from pg_catalog.pg_depend e
                where e.classid = s.refclassid and e.objid = s.refobjid and e.deptype = 'e')
        order by 1
        """;

    /// <summary>Refuses a view that uses any.</summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.PlatformRefused"/>.</exception>
    public static async Task RunAsync(
        PostgresSession session, QualifiedName view, uint relation, CancellationToken cancellation)
    {
        List<string> shadows = await session.QueryAsync(Query, row => row.GetString(0), cancellation, relation);
        if (shadows.Count > 0)
        {
            throw new PaceException(
                PaceErrorKind.PlatformRefused,
                $"View {view} would use in the place of PostgreSQL's own: {string.Join(", ", shadows)}."
                    + " Whoever it belongs to would decide what the view shows. Nothing was changed.",
                "Take its schema off the login's search path, or drop it; one that is meant belongs to the view's owner or a superuser.",
                view.ToString());
        }
    }
}
