create view "people_view" as
-- Read it with Get-PaceTableRow: the functions pace_... are on Pace's connections only.
select
  pace_ceil(cast(pace_integer("up", 'up') as text), '200') as "up",
  pace_floor(pace_numeric("down", 'down'), '0.5') as "down",
  pace_round(cast(pace_integer("tens", 'tens') as text), -1) as "tens",
  pace_round(pace_numeric("cents", 'cents'), 2) as "cents",
  pace_round(cast(pace_integer("near", 'near') as text), -1, '5') as "near"
from "people" not indexed;
