create view "people_view" as
-- Read it with Get-PaceTableRow: the functions pace_... are on Pace's connections only.
select
  case
    when pace_is_member('fraud')
      then coalesce("pace_tokens_1"."pace_value_1", pace_text("card", 'card'))
    else pace_text("card", 'card')
  end as "card",
  coalesce("pace_tokens_2"."pace_value_2", pace_text("code", 'code')) as "code"
from "people" not indexed
left join (
  select
    pace_text("token", 'token') as "pace_token_1",
    min(pace_text("real value", 'real value')) as "pace_value_1"
  from "tokens"
  where pace_is_member('fraud')
  group by 1
) as "pace_tokens_1" on "pace_tokens_1"."pace_token_1" = pace_text("card", 'card')
left join (
  select
    pace_text("token", 'token') as "pace_token_2",
    min(pace_text("real value", 'real value')) as "pace_value_2"
  from "tokens"
  group by 1
) as "pace_tokens_2" on "pace_tokens_2"."pace_token_2" = pace_text("code", 'code');
