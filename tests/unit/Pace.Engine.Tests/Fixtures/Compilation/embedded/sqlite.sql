create view "the ""view""" as
-- Read it with Get-PaceTableRow: the functions pace_... are on Pace's connections only.
with "pace_rows" as materialized (
  select
    "id",
    "email",
    "amount",
    "ratio",
    "joined",
    "seen",
    "key"
  from "demo" not indexed
  where case
      when pace_is_member('it''s', 'b')
        then true
      else ((pace_add_integer(pace_integer("id", 'id'), 1) > 7) and (pace_numeric_key(pace_numeric("amount", 'amount')) in ('1.5', '2'))) and ((pace_like(pace_text("email", 'email'), '%''x_', '\') = false) and ((pace_date("joined", 'joined') is not null) or (pace_double("ratio", 'ratio') < pace_double('0.5'))))
    end
    and ((pace_date("joined", 'joined') || ' 00:00:00.000000') > pace_hours_ago(240))
    and (pace_timestamptz("seen", 'seen') > pace_instant_hours_ago(24))
)
select
  case
    when pace_is_member('b')
      then pace_integer("id", 'id')
    else pace_hash_number(pace_integer("id", 'id'), -3)
  end as "id",
  case
    when pace_is_member('b')
      then coalesce("pace_tokens_1"."pace_value_1", pace_text("email", 'email'))
    when pace_is_member('c')
      then pace_regexp_extract(pace_text("email", 'email'), '@(.*)$')
    else pace_regexp_replace(pace_text("email", 'email'), '^.*(@.*)$', 'it''s $1')
  end as "email",
  case
    when pace_is_member('b')
      then pace_round(pace_numeric("amount", 'amount'), -1)
    when pace_is_member('c')
      then case
        when pace_compare(pace_numeric("amount", 'amount'), '0') = 0
          then pace_negate_numeric(pace_numeric("amount", 'amount'))
        else coalesce(pace_numeric("amount", 'amount'), cast(pace_integer("id", 'id') as text))
      end
    else "pace_aggregates_1"."pace_aggregate_1_1"
  end as "amount",
  case
    when pace_is_member('b')
      then pace_double('0.1')
    else "pace_aggregates_2"."pace_aggregate_2_1"
  end as "ratio",
  case
    when pace_is_member('b')
      then '2024-02-29'
    else null
  end as "joined",
  "seen",
  "key"
from "pace_rows"
cross join (
  select
    pace_text("email", 'email') as "pace_key_1_1",
    pace_numeric_key(pace_numeric("amount", 'amount')) as "pace_key_1_2",
    pace_avg(pace_numeric("amount", 'amount'), '', 2) as "pace_aggregate_1_1"
  from "pace_rows"
  group by 1, 2
) as "pace_aggregates_1" on ("pace_aggregates_1"."pace_key_1_1" is pace_text("email", 'email')) and ("pace_aggregates_1"."pace_key_1_2" is pace_numeric_key(pace_numeric("amount", 'amount')))
cross join (
  select
    max(pace_double("ratio", 'ratio')) as "pace_aggregate_2_1"
  from "pace_rows"
) as "pace_aggregates_2"
left join (
  select
    pace_text("token", 'token') as "pace_token_1",
    min(pace_text("value", 'value')) as "pace_value_1"
  from "tokens"
  where pace_is_member('b')
  group by 1
) as "pace_tokens_1" on "pace_tokens_1"."pace_token_1" = pace_text("email", 'email');
