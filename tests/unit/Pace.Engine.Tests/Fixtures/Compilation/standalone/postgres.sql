create or replace view "public"."demo_view"
with (security_barrier = true) as
select
  "transactionid",
  case
    when (select pg_catalog.bool_or(pg_catalog.pg_has_role(current_user, oid, 'USAGE'))
      from pg_catalog.pg_roles where rolname in ('fraud_and_risk', 'administrator') and not rolcanlogin)
      then "userid"
    else 0
  end as "userid",
  case
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
      from pg_catalog.pg_roles where rolname = 'administrator' and not rolcanlogin)
      then "email"
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
      from pg_catalog.pg_roles where rolname = 'marketing' and not rolcanlogin)
      then '****' || pg_catalog.substring("email"::text, '^.*(@.*)$')
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
      from pg_catalog.pg_roles where rolname = 'fraud_and_risk' and not rolcanlogin)
      then "email"
    else '****'::varchar
  end as "email",
  "age",
  case
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
      from pg_catalog.pg_roles where rolname = 'administrator' and not rolcanlogin)
      then "brand"
    else (CASE WHEN brand = 'MacBook' THEN 'Apple' ELSE 'Other' END)
  end as "brand",
  "transactionamount"
from "public"."demo"
where case
    when (select pg_catalog.bool_or(pg_catalog.pg_has_role(current_user, oid, 'USAGE'))
      from pg_catalog.pg_roles where rolname in ('administrator', 'fraud_and_risk') and not rolcanlogin)
      then true
    else (age > 8)
  end;
grant select on "public"."demo_view" to "administrator";
grant select on "public"."demo_view" to "fraud_and_risk";
grant select on "public"."demo_view" to "marketing";
