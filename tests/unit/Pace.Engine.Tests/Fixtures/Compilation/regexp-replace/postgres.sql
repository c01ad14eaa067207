create or replace view "main"."people_view" as
select
  pg_catalog.regexp_replace("parts", E'\\d', '#', 'g') as "parts",
  case
    when "swapped" ~ E'^(\\w+) (\\w+)$'
      then pg_catalog.regexp_replace("swapped", E'^(\\w+) (\\w+)$', E'\\2 \\1', 'g')
  end as "swapped",
  '****' || pg_catalog.substring("masked", '^.*(@.*)$') as "masked",
  pg_catalog.regexp_replace("marked", '[a-c]+', E'<\\&>', 'g') as "marked",
  case
    when "hidden" ~ '^(?:a|bc)*$'
      then '***'::text
  end as "hidden",
  pg_catalog.regexp_replace("letters", '(?i)k[x-z]', '$', 'g') as "letters",
  pg_catalog.regexp_replace("slashes", E'[\\]\\\\\\^\\-]', 'it''s', 'g') as "slashes"
from "main"."people";
