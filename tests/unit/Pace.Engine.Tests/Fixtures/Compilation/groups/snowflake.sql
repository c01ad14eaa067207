create or replace secure view "main"."people_view" copy grants as
select
  case
    when is_role_in_session('it\'s') or is_role_in_session('a\\b')
      then "v"
    else 'none'
  end as "v"
from "main"."people";
grant select on view "main"."people_view" to role "a\b";
grant select on view "main"."people_view" to role "it's";
