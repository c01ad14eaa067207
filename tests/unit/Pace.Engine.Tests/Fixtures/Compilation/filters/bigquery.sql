-- authorize the view `acme`.`main`.`people_view` on the dataset `acme`.`main`
create or replace view `acme`.`main`.`people_view` as
select
  `_1`,
  `day`,
  `at`,
  `instant`
from `acme`.`main`.`people`
where case
    when exists (select 1
      from `acme`.`main`.`user_groups` as `pace_groups` where `pace_groups`.`userEmail` = session_user() and `pace_groups`.`userGroup` = 'auditors')
      then true
    else cast(`day` as datetime) > datetime_sub(current_datetime('UTC'), interval 240 hour)
  end
  and (`at` > datetime_sub(current_datetime('UTC'), interval 0 hour))
  and (`instant` > timestamp_sub(current_timestamp(), interval 8760 hour))
  and (_1 > 17)
  and case
    when exists (select 1
      from `acme`.`main`.`user_groups` as `pace_groups` where `pace_groups`.`userEmail` = session_user() and `pace_groups`.`userGroup` = 'auditors')
      then true
    when exists (select 1
      from `acme`.`main`.`user_groups` as `pace_groups` where `pace_groups`.`userEmail` = session_user() and `pace_groups`.`userGroup` = 'nobody')
      then false
    else (_1 < 65)
  end;
