-- What policy.yaml becomes; read with -Sql by a checkout that has no ConvertTo-PaceSql.
create or replace view "public"."demo_pace" with (security_barrier = true) as
select
  "transactionid",
  case
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE') from pg_catalog.pg_roles where rolname = 'fraud_and_risk' and not rolcanlogin)
      or (select pg_catalog.pg_has_role(current_user, oid, 'USAGE') from pg_catalog.pg_roles where rolname = 'administrator' and not rolcanlogin)
      then "userid"
    else 0
  end as "userid",
  case
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE') from pg_catalog.pg_roles where rolname = 'administrator' and not rolcanlogin)
      then "email"
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE') from pg_catalog.pg_roles where rolname = 'marketing' and not rolcanlogin)
      then case
        when "email"::text ~ '^.*(@.*)$'
          then pg_catalog.regexp_replace("email"::text, '^.*(@.*)$', E'****\\1', 'g')
      end
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE') from pg_catalog.pg_roles where rolname = 'fraud_and_risk' and not rolcanlogin)
      then "email"
    else '****'::varchar
  end as "email",
  "age",
  case
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE') from pg_catalog.pg_roles where rolname = 'administrator' and not rolcanlogin)
      then "brand"
    else (CASE WHEN brand = 'MacBook' THEN 'Apple' ELSE 'Other' END)
  end as "brand",
  "transactionamount"
from "public"."demo"
where case
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE') from pg_catalog.pg_roles where rolname = 'administrator' and not rolcanlogin)
      or (select pg_catalog.pg_has_role(current_user, oid, 'USAGE') from pg_catalog.pg_roles where rolname = 'fraud_and_risk' and not rolcanlogin)
      then true
    else (age > 8)
  end;
