-- authorize the view `acme`.`main`.`people_view` on the dataset `acme`.`main`
create or replace view `acme`.`main`.`people_view` as
select
  regexp_replace(`parts`, '\\d', '#') as `parts`,
  case
    when regexp_contains(`swapped`, '^(\\w+) (\\w+)$')
      then regexp_replace(`swapped`, '^(\\w+) (\\w+)$', '\\2 \\1')
  end as `swapped`,
  '****' || regexp_extract(`masked`, '(?s)^.*(@.*)$') as `masked`,
  regexp_replace(`marked`, '[a-c]+', '<\\0>') as `marked`,
  case
    when regexp_contains(`hidden`, '^(?:a|bc)*$')
      then '***'
  end as `hidden`,
  regexp_replace(`letters`, '[Kk][x-zX-Z]', '$') as `letters`,
  regexp_replace(`slashes`, '[\\]\\\\\\^\\-]', 'it\'s') as `slashes`
from `acme`.`main`.`people`;
