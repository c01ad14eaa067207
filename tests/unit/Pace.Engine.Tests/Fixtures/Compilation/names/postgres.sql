create or replace view "Sales"."select" as
select
  case
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
      from pg_catalog.pg_roles where rolname = 'O''Neil "x"; drop' and not rolcanlogin)
      then "User Id"
    else 'fine'::"mood"
  end as "User Id",
  null::"Sales"."Kind" as "a.b",
  null::text[] as "c""d"
from "Sales"."my ""odd"" table.v2";
grant select on "Sales"."select" to "O'Neil ""x""; drop";
