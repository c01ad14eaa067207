create or replace secure view "main"."people_view" copy grants as
select
  'it\'s \\ gone' as "t",
  cast('-7' as smallint) as "s",
  cast('42' as integer) as "i",
  cast('9000000000' as bigint) as "b",
  cast('1.5' as number(10, 2)) as "n",
  2.25 as "m",
  cast('0.1' as float) as "d",
  true as "f",
  to_date('2024-02-29', 'YYYY-MM-DD') as "day",
  to_timestamp_ntz('2024-02-29 12:34:56.000000', 'YYYY-MM-DD HH24:MI:SS.FF6') as "at",
  to_timestamp_tz('2024-02-29 10:34:56.000000 +0000', 'YYYY-MM-DD HH24:MI:SS.FF6 TZHTZM') as "instant"
from "main"."people";
