-- authorize the view `acme`.`main`.`people_view` on the dataset `acme`.`main`
create or replace view `acme`.`main`.`people_view` as
select
  `shown`,
  `same`,
  cast(null as bignumeric) as `gone`,
  case
    when exists (select 1
      from `acme`.`main`.`user_groups` as `pace_groups` where `pace_groups`.`userEmail` = session_user() and `pace_groups`.`userGroup` = 'auditors')
      then `maybe`
    else null
  end as `maybe`
from `acme`.`main`.`people`;
