create view "people_view" as
-- Read it with Get-PaceTableRow: the functions pace_... are on Pace's connections only.
select
  "_1",
  coalesce(pace_text("_2", '_2'), 'none') as "_2"
from "people" not indexed;
