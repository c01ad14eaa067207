create or replace view "public"."events_view"
with (security_barrier = true) as
select
  "day",
  "at",
  "instant"
from "public"."events"
where case
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
      from pg_catalog.pg_roles where rolname = 'auditors' and not rolcanlogin)
      then true
    else "day" > (select (current_timestamp at time zone 'UTC') - interval '240 hours')
  end
  and ("at" > (select (current_timestamp at time zone 'UTC') - interval '0 hours'))
  and case
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
      from pg_catalog.pg_roles where rolname = 'auditors' and not rolcanlogin)
      then "instant" > (select current_timestamp - interval '8760 hours')
    else "instant" > (select current_timestamp - interval '720 hours')
  end;
grant select on "public"."events_view" to "auditors";
