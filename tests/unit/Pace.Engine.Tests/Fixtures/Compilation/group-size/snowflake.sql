create or replace secure view "main"."people_view" copy grants as
select
  "city",
  case
    when is_role_in_session('finance')
      then case
        when count("salary") over (partition by "city") >= 5
          then sum("salary") over (partition by "city")
      end
    else case
      when count("salary") over () >= 20
        then round(avg("salary") over (), 0)
    end
  end as "salary"
from "main"."people";
grant select on view "main"."people_view" to role "finance";
