create view "people_view" as
-- Read it with Get-PaceTableRow: the functions pace_... are on Pace's connections only.
select
  "shown",
  pace_text("same", 'same') as "same",
  null as "gone",
  case
    when pace_is_member('auditors')
      then pace_text("maybe", 'maybe')
    else null
  end as "maybe"
from "people" not indexed;
