create or replace view "public"."readers_view" as
select
  "pace_rows_"."id" as "id",
  "pace_rows_"."least" as "least",
  "pace_rows_"."hidden" as "hidden",
  "pace_rows_"."twice" as "twice"
from (
  select
    case
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'fraud' and not rolcanlogin)
        then false
      when (select pg_catalog.bool_or(pg_catalog.pg_has_role(current_user, oid, 'USAGE'))
        from pg_catalog.pg_roles where rolname in ('audit', 'sales') and not rolcanlogin)
        then true
      else false
    end or case
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'audit' and not rolcanlogin)
        then true
      else false
    end as "sees_aggregates"
  offset 0
) as "pace_reader"
cross join lateral (
  select
    "id",
    case
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'fraud' and not rolcanlogin)
        then "least"
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'audit' and not rolcanlogin)
        then pg_catalog.min("least") over ()
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'sales' and not rolcanlogin)
        then pg_catalog.max("least") over ()
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'marketing' and not rolcanlogin)
        then null
      else 'none'::varchar(20)
    end as "least",
    case
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'audit' and not rolcanlogin)
        then pg_catalog.sum("hidden") over ()
      else null
    end as "hidden",
    case
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'audit' and not rolcanlogin)
        then case
          when pg_catalog.count("twice") over () >= 5
            then pg_catalog.sum("twice") over ()
        end
      else "twice"
    end as "twice"
  from "public"."pace_rows"
  where "pace_reader"."sees_aggregates"
  union all
  select
    "id",
    case
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'fraud' and not rolcanlogin)
        then "least"
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'audit' and not rolcanlogin)
        then null::text
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'sales' and not rolcanlogin)
        then null::text
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'marketing' and not rolcanlogin)
        then null
      else 'none'::varchar(20)
    end as "least",
    null as "hidden",
    case
      when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
        from pg_catalog.pg_roles where rolname = 'audit' and not rolcanlogin)
        then null::bigint
      else "twice"
    end as "twice"
  from "public"."pace_rows"
  where not "pace_reader"."sees_aggregates"
) as "pace_rows_";
grant select on "public"."readers_view" to "audit";
grant select on "public"."readers_view" to "fraud";
grant select on "public"."readers_view" to "marketing";
grant select on "public"."readers_view" to "sales";
