create or replace view "main"."people_view" as
select
  "city",
  case
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
      from pg_catalog.pg_roles where rolname = 'finance' and not rolcanlogin)
      then case
        when pg_catalog.count("salary") over (partition by "city") >= 5
          then pg_catalog.sum("salary") over (partition by "city")
      end
    else case
      when pg_catalog.count("salary") over () >= 20
        then pg_catalog.round(pg_catalog.avg("salary"::numeric) over (), 0)
    end
  end as "salary"
from "main"."people";
grant select on "main"."people_view" to "finance";
