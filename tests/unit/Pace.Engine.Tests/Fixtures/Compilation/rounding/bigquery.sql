-- authorize the view `acme`.`main`.`people_view` on the dataset `acme`.`main`
create or replace view `acme`.`main`.`people_view` as
select
  cast(`up` as bignumeric) + mod(bignumeric '200' - mod(cast(`up` as bignumeric), bignumeric '200'), bignumeric '200') as `up`,
  `down` - mod(mod(`down`, bignumeric '0.5') + bignumeric '0.5', bignumeric '0.5') as `down`,
  round(cast(`tens` as bignumeric), -1) as `tens`,
  round(`cents`, 2) as `cents`,
  sign(cast(`near` as bignumeric)) * ((abs(cast(`near` as bignumeric)) + bignumeric '25') - mod(abs(cast(`near` as bignumeric)) + bignumeric '25', bignumeric '50')) as `near`
from `acme`.`main`.`people`;
