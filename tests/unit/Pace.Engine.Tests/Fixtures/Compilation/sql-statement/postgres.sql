create or replace view "main"."people_view" as
select
  "_1",
  (coalesce(_2, 'none')) as "_2"
from "main"."people";
