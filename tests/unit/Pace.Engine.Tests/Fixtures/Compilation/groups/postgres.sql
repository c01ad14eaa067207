create or replace view "main"."people_view" as
select
  case
    when (select pg_catalog.bool_or(pg_catalog.pg_has_role(current_user, oid, 'USAGE'))
      from pg_catalog.pg_roles where rolname in ('it''s', E'a\\b') and not rolcanlogin)
      then "v"
    else 'none'::text
  end as "v"
from "main"."people";
grant select on "main"."people_view" to "a\b";
grant select on "main"."people_view" to "it's";
