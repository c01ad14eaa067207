create or replace view "public"."salary_view"
with (security_barrier = true) as
select
  "pace_rows"."employee" as "employee",
  "pace_rows"."city" as "city",
  "pace_rows"."country" as "country",
  "pace_rows"."salary" as "salary"
from (
  select
    case
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'administrator' and not rolcanlogin)
        then false
      when (select pg_catalog.bool_or(pg_catalog.pg_has_role(current_user, oid, 'USAGE'))
        from pg_catalog.pg_roles where rolname in ('finance', 'uk_manager') and not rolcanlogin)
        then true
      else false
    end as "sees_aggregates"
  offset 0
) as "pace_reader"
cross join lateral (
  select
    "employee",
    "city",
    "country",
    case
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'administrator' and not rolcanlogin)
        then "salary"
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'finance' and not rolcanlogin)
        then pg_catalog.sum("salary") over ()
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'uk_manager' and not rolcanlogin)
        then pg_catalog.round(pg_catalog.avg("salary"::integer) over (partition by "city"), 0)
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'analytics' and not rolcanlogin)
        then pg_catalog.round("salary"::numeric, -4)
      else null
    end as "salary"
  from "public"."salary"
  where "pace_reader"."sees_aggregates"
    and case
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'uk_manager' and not rolcanlogin)
        then (country = 'UK')
      else true
    end
  union all
  select
    "employee",
    "city",
    "country",
    case
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'administrator' and not rolcanlogin)
        then "salary"
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'finance' and not rolcanlogin)
        then null::bigint
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'uk_manager' and not rolcanlogin)
        then null::numeric
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'analytics' and not rolcanlogin)
        then pg_catalog.round("salary"::numeric, -4)
      else null
    end as "salary"
  from "public"."salary"
  where not "pace_reader"."sees_aggregates"
    and case
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'uk_manager' and not rolcanlogin)
        then (country = 'UK')
      else true
    end
) as "pace_rows";
grant select on "public"."salary_view" to "administrator";
grant select on "public"."salary_view" to "analytics";
grant select on "public"."salary_view" to "finance";
grant select on "public"."salary_view" to "uk_manager";
