-- The same policy in the form that the existing engine gives it: the groups of the session's user in a common table
-- expression that every branch searches, and no barrier.
create or replace view public.demo_existing as
with "user_groups" as (
  select rolname
  from pg_roles
  where not rolcanlogin
    and pg_has_role(session_user, oid, 'member')
)
select
  "transactionid",
  case
    when (('fraud_and_risk' in (select rolname from user_groups)) or ('administrator' in (select rolname from user_groups))) then "userid"
    else 0
  end as "userid",
  case
    when ('administrator' in (select rolname from user_groups)) then "email"
    when ('marketing' in (select rolname from user_groups)) then regexp_replace(email, '^.*(@.*)$', '****\1', 'g')
    when ('fraud_and_risk' in (select rolname from user_groups)) then "email"
    else '****'
  end as "email",
  "age",
  case
    when ('administrator' in (select rolname from user_groups)) then "brand"
    else (case when brand = 'MacBook' then 'Apple' else 'Other' end)
  end as "brand",
  "transactionamount"
from public.demo
where case
    when (('administrator' in (select rolname from user_groups)) or ('fraud_and_risk' in (select rolname from user_groups))) then true
    else age > 8
  end;
