create or replace secure view "main"."people_view" copy grants as
select
  regexp_replace("parts", '\\d', '#', 1, 0, 's') as "parts",
  case
    when regexp_instr("swapped", '^(\\w+) (\\w+)$', 1, 1, 0, 's') > 0
      then regexp_replace("swapped", '^(\\w+) (\\w+)$', '\\2 \\1', 1, 0, 's')
  end as "swapped",
  '****' || regexp_substr("masked", '^.*(@.*)$', 1, 1, 'se', 1) as "masked",
  regexp_replace("marked", '([a-c]+)', '<\\1>', 1, 0, 's') as "marked",
  case
    when regexp_instr("hidden", '^(a|bc)*$', 1, 1, 0, 's') > 0
      then '***'
  end as "hidden",
  regexp_replace("letters", '[Kk][x-zX-Z]', '$', 1, 0, 's') as "letters",
  regexp_replace("slashes", '[\\]\\\\\\^\\-]', 'it\'s', 1, 0, 's') as "slashes"
from "main"."people";
