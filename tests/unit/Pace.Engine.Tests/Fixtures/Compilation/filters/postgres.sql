create or replace view "main"."people_view"
with (security_barrier = true) as
select
  "_1",
  "day",
  "at",
  "instant"
from "main"."people"
where case
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
      from pg_catalog.pg_roles where rolname = 'auditors' and not rolcanlogin)
      then true
    else "day" > (select (current_timestamp at time zone 'UTC') - interval '240 hours')
  end
  and ("at" > (select (current_timestamp at time zone 'UTC') - interval '0 hours'))
  and ("instant" > (select current_timestamp - interval '8760 hours'))
  and (_1 > 17)
  and case
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
      from pg_catalog.pg_roles where rolname = 'auditors' and not rolcanlogin)
      then true
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
      from pg_catalog.pg_roles where rolname = 'nobody' and not rolcanlogin)
      then false
    else (_1 < 65)
  end;
grant select on "main"."people_view" to "auditors";
grant select on "main"."people_view" to "nobody";
