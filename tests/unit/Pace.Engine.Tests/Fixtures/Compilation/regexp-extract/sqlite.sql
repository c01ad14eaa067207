create view "people_view" as
-- Read it with Get-PaceTableRow: the functions pace_... are on Pace's connections only.
select
  pace_regexp_extract(pace_text("whole", 'whole'), '\d+') as "whole",
  pace_regexp_extract(pace_text("first", 'first'), '@(\w+)\.') as "first",
  pace_regexp_extract(pace_text("second", 'second'), '^(?:a|b)(\s)(c)') as "second"
from "people" not indexed;
