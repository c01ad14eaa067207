-- authorize the view `acme`.`main`.`people_view` on the dataset `acme`.`main`
create or replace view `acme`.`main`.`people_view` as
select
  case
    when exists (select 1
      from `acme`.`main`.`user_groups` as `pace_groups` where `pace_groups`.`userEmail` = session_user() and `pace_groups`.`userGroup` in ('it\'s', 'a\\b'))
      then `v`
    else 'none'
  end as `v`
from `acme`.`main`.`people`;
