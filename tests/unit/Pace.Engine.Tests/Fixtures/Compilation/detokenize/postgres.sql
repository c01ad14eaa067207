create or replace view "main"."people_view" as
select
  case
    when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
      from pg_catalog.pg_roles where rolname = 'fraud' and not rolcanlogin)
      then coalesce("pace_tokens_1"."pace_value_1", "card")
    else "card"
  end as "card",
  coalesce("pace_tokens_2"."pace_value_2", "code") as "code"
from "main"."people"
left join (
  select distinct on ("token") "token" as "pace_token_1", "real value" as "pace_value_1"
  from "main"."tokens"
  where (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
    from pg_catalog.pg_roles where rolname = 'fraud' and not rolcanlogin)
  order by "token", "real value"
) as "pace_tokens_1" on "pace_tokens_1"."pace_token_1" = case
  when (select pg_catalog.pg_has_role(current_user, oid, 'USAGE')
    from pg_catalog.pg_roles where rolname = 'fraud' and not rolcanlogin)
    then "main"."people"."card"
end
left join (
  select distinct on ("token") "token" as "pace_token_2", "real value" as "pace_value_2"
  from "main"."tokens"
  order by "token", "real value"
) as "pace_tokens_2" on "pace_tokens_2"."pace_token_2" = "main"."people"."code";
grant select on "main"."people_view" to "fraud";
