create or replace secure view "main"."people_view" copy grants as
select
  "_1",
  (coalesce(_2, 'none')) as "_2"
from "main"."people";
