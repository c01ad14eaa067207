create or replace secure view "main"."people_view" copy grants as
select
  "shown",
  "same",
  cast(null as number(10, 2)) as "gone",
  case
    when is_role_in_session('auditors')
      then "maybe"
    else null
  end as "maybe"
from "main"."people";
grant select on view "main"."people_view" to role "auditors";
