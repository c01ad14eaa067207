create view "people_view" as
-- Read it with Get-PaceTableRow: the functions pace_... are on Pace's connections only.
select
  "_1",
  "day",
  "at",
  "instant"
from "people" not indexed
where case
    when pace_is_member('auditors')
      then true
    else (pace_date("day", 'day') || ' 00:00:00.000000') > pace_hours_ago(240)
  end
  and (pace_timestamp("at", 'at') > pace_hours_ago(0))
  and (pace_timestamptz("instant", 'instant') > pace_instant_hours_ago(8760))
  and (pace_integer("_1", '_1') > 17)
  and case
    when pace_is_member('auditors')
      then true
    when pace_is_member('nobody')
      then false
    else pace_integer("_1", '_1') < 65
  end;
