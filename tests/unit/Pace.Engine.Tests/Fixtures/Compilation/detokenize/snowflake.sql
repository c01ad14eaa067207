create or replace secure view "main"."people_view" copy grants as
select
  case
    when is_role_in_session('fraud')
      then coalesce("pace_tokens_1"."pace_value_1", "card")
    else "card"
  end as "card",
  coalesce("pace_tokens_2"."pace_value_2", "code") as "code"
from "main"."people"
left join (
  select "token" as "pace_token_1", min("real value") as "pace_value_1"
  from "main"."tokens"
  where is_role_in_session('fraud')
  group by "token"
) as "pace_tokens_1" on "pace_tokens_1"."pace_token_1" = "people"."card"
left join (
  select "token" as "pace_token_2", min("real value") as "pace_value_2"
  from "main"."tokens"
  group by "token"
) as "pace_tokens_2" on "pace_tokens_2"."pace_token_2" = "people"."code";
grant select on view "main"."people_view" to role "fraud";
