-- authorize the view `acme`.`main`.`people_view` on the dataset `acme`.`main`
create or replace view `acme`.`main`.`people_view` as
select
  `city`,
  sum(`total`) over (partition by `city`, `most`) as `total`,
  sum(cast(`large` as bignumeric)) over () as `large`,
  min(`least`) over () as `least`,
  max(`most`) over () as `most`,
  avg(cast(`mean` as bignumeric)) over () as `mean`,
  round(avg(cast(`places` as bignumeric)) over (), 1) as `places`,
  avg(cast(`floats` as float64)) over () as `floats`,
  round(avg(cast(cast(`ints` as int64) as bignumeric)) over (), 0) as `ints`
from `acme`.`main`.`people`;
