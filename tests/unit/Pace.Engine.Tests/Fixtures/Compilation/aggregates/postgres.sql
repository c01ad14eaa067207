create or replace view "main"."people_view" as
select
  "city",
  pg_catalog.sum("total") over (partition by "city", "most") as "total",
  pg_catalog.sum("large") over () as "large",
  pg_catalog.min("least") over () as "least",
  pg_catalog.max("most") over () as "most",
  pg_catalog.avg("mean"::numeric) over () as "mean",
  pg_catalog.round(pg_catalog.avg("places"::numeric) over (), 1) as "places",
  pg_catalog.avg("floats"::double precision) over () as "floats",
  pg_catalog.round(pg_catalog.avg("ints"::integer) over (), 0) as "ints"
from "main"."people";
