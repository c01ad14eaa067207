create view "people_view" as
-- Read it with Get-PaceTableRow: the functions pace_... are on Pace's connections only.
select
  case
    when pace_is_member('it''s', 'a\b')
      then pace_text("v", 'v')
    else 'none'
  end as "v"
from "people" not indexed;
