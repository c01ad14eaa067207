create or replace view "main"."people_view" as
select
  pg_catalog.substring("whole", E'\\d+') as "whole",
  pg_catalog.substring("first", E'@(\\w+)\\.') as "first",
  pg_catalog.substring("second"::text, E'^(?:a|b)(\\s)(c)') as "second"
from "main"."people";
