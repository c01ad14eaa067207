-- authorize the view `acme`.`main`.`people_view` on the dataset `acme`.`main`
create or replace view `acme`.`main`.`people_view` as
select
  `city`,
  case
    when exists (select 1
      from `acme`.`main`.`user_groups` as `pace_groups` where `pace_groups`.`userEmail` = session_user() and `pace_groups`.`userGroup` = 'finance')
      then case
        when count(`salary`) over (partition by `city`) >= 5
          then sum(`salary`) over (partition by `city`)
      end
    else case
      when count(`salary`) over () >= 20
        then round(avg(cast(`salary` as bignumeric)) over (), 0)
    end
  end as `salary`
from `acme`.`main`.`people`;
