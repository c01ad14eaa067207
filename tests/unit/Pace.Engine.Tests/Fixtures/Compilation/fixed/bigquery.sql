-- authorize the view `acme`.`main`.`people_view` on the dataset `acme`.`main`
create or replace view `acme`.`main`.`people_view` as
select
  'it\'s \\ gone' as `t`,
  cast('-7' as int64) as `s`,
  cast('42' as int64) as `i`,
  cast('9000000000' as int64) as `b`,
  bignumeric '1.5' as `n`,
  bignumeric '2.25' as `m`,
  cast('0.1' as float64) as `d`,
  true as `f`,
  cast('2024-02-29' as date) as `day`,
  cast('2024-02-29 12:34:56.000000+00:00' as timestamp) as `at`,
  cast('2024-02-29 10:34:56.000000+00:00' as timestamp) as `instant`
from `acme`.`main`.`people`;
