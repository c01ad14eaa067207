create or replace view "main"."people_view" as
select
  "shown",
  "same",
  null::numeric(10, 2) as "gone",
  case
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
      from pg_catalog.pg_roles where rolname = 'auditors' and not rolcanlogin)
      then "maybe"
    else null
  end as "maybe"
from "main"."people";
grant select on "main"."people_view" to "auditors";
