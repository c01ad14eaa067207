create or replace view "main"."people_view" as
select
  "up"::numeric + pg_catalog.mod(200::numeric - pg_catalog.mod("up"::numeric, 200::numeric), 200::numeric) as "up",
  "down" - pg_catalog.mod(pg_catalog.mod("down", 0.5::numeric) + 0.5::numeric, 0.5::numeric) as "down",
  pg_catalog.round("tens"::numeric, -1) as "tens",
  pg_catalog.round("cents", 2) as "cents",
  pg_catalog.sign("near"::numeric) * ((pg_catalog.abs("near"::numeric) + 25::numeric) - pg_catalog.mod(pg_catalog.abs("near"::numeric) + 25::numeric, 50::numeric)) as "near"
from "main"."people";
