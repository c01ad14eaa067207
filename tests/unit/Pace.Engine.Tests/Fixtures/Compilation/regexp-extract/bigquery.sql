-- authorize the view `acme`.`main`.`people_view` on the dataset `acme`.`main`
create or replace view `acme`.`main`.`people_view` as
select
  regexp_extract(`whole`, '\\d+') as `whole`,
  regexp_extract(`first`, '@(\\w+)\\.') as `first`,
  regexp_extract(`second`, '^(?:a|b)([[:space:]])(?:c)') as `second`
from `acme`.`main`.`people`;
