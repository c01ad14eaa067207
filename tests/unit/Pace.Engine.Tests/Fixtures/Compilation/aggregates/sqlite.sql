create view "people_view" as
-- Read it with Get-PaceTableRow: the functions pace_... are on Pace's connections only.
with "pace_rows" as materialized (
  select
    "city",
    "total",
    "large",
    "least",
    "most",
    "mean",
    "places",
    "floats",
    "ints"
  from "people" not indexed
)
select
  "city",
  "pace_aggregates_1"."pace_aggregate_1_1" as "total",
  "pace_aggregates_2"."pace_aggregate_2_1" as "large",
  "pace_aggregates_2"."pace_aggregate_2_2" as "least",
  "pace_aggregates_2"."pace_aggregate_2_3" as "most",
  "pace_aggregates_2"."pace_aggregate_2_4" as "mean",
  "pace_aggregates_2"."pace_aggregate_2_5" as "places",
  "pace_aggregates_2"."pace_aggregate_2_6" as "floats",
  "pace_aggregates_2"."pace_aggregate_2_7" as "ints"
from "pace_rows"
cross join (
  select
    pace_text("city", 'city') as "pace_key_1_1",
    pace_text("most", 'most') as "pace_key_1_2",
    pace_sum(pace_integer("total", 'total'), 'integer') as "pace_aggregate_1_1"
  from "pace_rows"
  group by 1, 2
) as "pace_aggregates_1" on ("pace_aggregates_1"."pace_key_1_1" is pace_text("city", 'city')) and ("pace_aggregates_1"."pace_key_1_2" is pace_text("most", 'most'))
cross join (
  select
    pace_sum(pace_bigint("large", 'large'), 'bigint') as "pace_aggregate_2_1",
    min(pace_date("least", 'least')) as "pace_aggregate_2_2",
    max(pace_text("most", 'most')) as "pace_aggregate_2_3",
    pace_avg(pace_integer("mean", 'mean'), '') as "pace_aggregate_2_4",
    pace_avg(pace_numeric("places", 'places'), '', 1) as "pace_aggregate_2_5",
    pace_avg(pace_integer("floats", 'floats'), 'float8') as "pace_aggregate_2_6",
    pace_avg(pace_numeric("ints", 'ints'), 'int4', 0) as "pace_aggregate_2_7"
  from "pace_rows"
) as "pace_aggregates_2";
