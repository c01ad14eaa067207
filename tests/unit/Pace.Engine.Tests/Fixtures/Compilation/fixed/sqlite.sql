create view "people_view" as
-- Read it with Get-PaceTableRow: the functions pace_... are on Pace's connections only.
select
  'it''s \ gone' as "t",
  -7 as "s",
  42 as "i",
  9000000000 as "b",
  '1.50' as "n",
  '2.25' as "m",
  pace_double('0.1') as "d",
  true as "f",
  '2024-02-29' as "day",
  '2024-02-29 12:34:56.000000' as "at",
  '2024-02-29 10:34:56.000000Z' as "instant"
from "people" not indexed;
