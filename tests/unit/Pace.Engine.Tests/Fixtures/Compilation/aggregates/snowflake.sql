create or replace secure view "main"."people_view" copy grants as
select
  "city",
  sum("total") over (partition by "city", "most") as "total",
  sum("large") over () as "large",
  min("least") over () as "least",
  max("most") over () as "most",
  avg("mean") over () as "mean",
  round(avg("places") over (), 1) as "places",
  avg(cast("floats" as float)) over () as "floats",
  round(avg(cast("ints" as integer)) over (), 0) as "ints"
from "main"."people";
