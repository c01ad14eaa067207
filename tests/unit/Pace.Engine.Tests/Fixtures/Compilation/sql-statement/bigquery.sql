-- authorize the view `acme`.`main`.`people_view` on the dataset `acme`.`main`
create or replace view `acme`.`main`.`people_view` as
select
  `_1`,
  (coalesce(_2, 'none')) as `_2`
from `acme`.`main`.`people`;
