-- authorize the view `acme`.`main`.`people_view` on the dataset `acme`.`main`
create or replace view `acme`.`main`.`people_view` as
select
  case
    when exists (select 1
      from `acme`.`main`.`user_groups` as `pace_groups` where `pace_groups`.`userEmail` = session_user() and `pace_groups`.`userGroup` = 'fraud')
      then coalesce(`pace_tokens_1`.`pace_value_1`, `card`)
    else `card`
  end as `card`,
  coalesce(`pace_tokens_2`.`pace_value_2`, `code`) as `code`
from `acme`.`main`.`people`
left join (
  select `token` as `pace_token_1`, min(`real value`) as `pace_value_1`
  from `acme`.`main`.`tokens`
  where exists (select 1
      from `acme`.`main`.`user_groups` as `pace_groups` where `pace_groups`.`userEmail` = session_user() and `pace_groups`.`userGroup` = 'fraud')
  group by `token`
) as `pace_tokens_1` on `pace_tokens_1`.`pace_token_1` = `people`.`card`
left join (
  select `token` as `pace_token_2`, min(`real value`) as `pace_value_2`
  from `acme`.`main`.`tokens`
  group by `token`
) as `pace_tokens_2` on `pace_tokens_2`.`pace_token_2` = `people`.`code`;
