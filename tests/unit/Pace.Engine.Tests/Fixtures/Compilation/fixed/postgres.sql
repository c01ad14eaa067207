create or replace view "main"."people_view" as
select
  E'it''s \\ gone'::text as "t",
  '-7'::smallint as "s",
  42 as "i",
  '9000000000'::bigint as "b",
  '1.5'::numeric(10, 2) as "n",
  '2.25'::numeric as "m",
  '0.1'::double precision as "d",
  true as "f",
  '2024-02-29'::date as "day",
  '2024-02-29T12:34:56'::timestamp as "at",
  '2024-02-29T12:34:56+02:00'::timestamptz as "instant"
from "main"."people";
