create or replace secure view "main"."people_view" copy grants as
select
  "_1",
  "day",
  "at",
  "instant"
from "main"."people"
where case
    when is_role_in_session('auditors')
      then true
    else cast("day" as timestamp_ntz) > dateadd(hour, -240, cast(convert_timezone('UTC', current_timestamp()) as timestamp_ntz))
  end
  and ("at" > dateadd(hour, 0, cast(convert_timezone('UTC', current_timestamp()) as timestamp_ntz)))
  and ("instant" > dateadd(hour, -8760, current_timestamp()))
  and (_1 > 17)
  and case
    when is_role_in_session('auditors')
      then true
    when is_role_in_session('nobody')
      then false
    else (_1 < 65)
  end;
grant select on view "main"."people_view" to role "auditors";
grant select on view "main"."people_view" to role "nobody";
