create or replace view "public"."transactions_view"
with (security_barrier = true) as
select
  case
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
      from pg_catalog.pg_roles where rolname = 'fraud_investigation' and not rolcanlogin)
      then "card_holder_name"
    else null
  end as "card_holder_name",
  case
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
      from pg_catalog.pg_roles where rolname = 'fraud_investigation' and not rolcanlogin)
      then coalesce("pace_tokens_1"."pace_value_1", "card_number")
    else "card_number"
  end as "card_number",
  case
    when (select pg_catalog.bool_or(pg_catalog.pg_has_role(current_user, oid, 'USAGE'))
      from pg_catalog.pg_roles where rolname in ('fraud_investigation', 'fraud_and_risk') and not rolcanlogin)
      then "transaction_id"
    else '******' || pg_catalog.substring("transaction_id"::text, E'^\\d+(\\d{3})$')
  end as "transaction_id",
  "transaction_amount",
  "transaction_type",
  "region",
  "date"
from "public"."transactions"
left join (
  select distinct on ("token") "token" as "pace_token_1", "value" as "pace_value_1"
  from "public"."tokens"
  where (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
    from pg_catalog.pg_roles where rolname = 'fraud_investigation' and not rolcanlogin)
  order by "token", "value"
) as "pace_tokens_1" on "pace_tokens_1"."pace_token_1" = case
  when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
    from pg_catalog.pg_roles where rolname = 'fraud_investigation' and not rolcanlogin)
    then "public"."transactions"."card_number"
end
where case
    when (select pg_catalog.bool_or(pg_catalog.pg_has_role(current_user, oid, 'USAGE'))
      from pg_catalog.pg_roles where rolname in ('fraud_and_risk', 'fraud_investigation') and not rolcanlogin)
      then true
    else (region <> 'Europe')
  end;
grant select on "public"."transactions_view" to "fraud_and_risk";
grant select on "public"."transactions_view" to "fraud_investigation";
