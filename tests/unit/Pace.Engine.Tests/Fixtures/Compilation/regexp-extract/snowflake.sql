create or replace secure view "main"."people_view" copy grants as
select
  regexp_substr("whole", '\\d+', 1, 1, 's') as "whole",
  regexp_substr("first", '@(\\w+)\\.', 1, 1, 'se', 1) as "first",
  regexp_substr("second", '^(a|b)([[:space:]])(c)', 1, 1, 'se', 2) as "second"
from "main"."people";
