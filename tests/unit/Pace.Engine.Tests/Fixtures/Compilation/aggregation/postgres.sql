create or replace view "public"."salary_view"
with (security_barrier = true) as
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
where case
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
      from pg_catalog.pg_roles where rolname = 'uk_manager' and not rolcanlogin)
      then (country = 'UK')
    else true
  end;
grant select on "public"."salary_view" to "administrator";
grant select on "public"."salary_view" to "analytics";
grant select on "public"."salary_view" to "finance";
grant select on "public"."salary_view" to "uk_manager";
