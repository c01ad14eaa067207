-- authorize the view `proj-1`.`views`.`people` on the dataset `proj-1`.`crm`
-- authorize the view `proj-1`.`views`.`people` on the dataset `proj-1`.`safe`
create or replace view `proj-1`.`views`.`people` as
select
  `id`,
  if(`address` is null, null, struct(
    cast(null as string) as `street`,
    if(`Address`.`geo` is null, null, struct(
      round(avg(cast(`Address`.`geo`.`lat` as bignumeric)) over (partition by `address`.`city`), 1) as `lat`
    )) as `geo`,
    case
      when exists (select 1
        from `proj-1`.`crm`.`user_groups` as `pace_groups` where `pace_groups`.`userEmail` = session_user() and `pace_groups`.`userGroup` = 'postmen')
        then coalesce(`pace_tokens_1`.`pace_value_1`, `address`.`city`)
      else 'somewhere'
    end as `city`
  )) as `address`,
  `since`,
  `extra`
from `proj-1`.`crm`.`people`
left join (
  select `t` as `pace_token_1`, min(`v`) as `pace_value_1`
  from `proj-1`.`safe`.`cities`
  where exists (select 1
      from `proj-1`.`crm`.`user_groups` as `pace_groups` where `pace_groups`.`userEmail` = session_user() and `pace_groups`.`userGroup` = 'postmen')
  group by `t`
) as `pace_tokens_1` on `pace_tokens_1`.`pace_token_1` = `people`.`address`.`city`
where (`since` > datetime_sub(current_datetime('UTC'), interval 24 hour));
