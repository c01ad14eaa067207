create view "people_view" as
-- Read it with Get-PaceTableRow: the functions pace_... are on Pace's connections only.
with "pace_rows" as materialized (
  select
    "city",
    "salary"
  from "people" not indexed
)
select
  "city",
  case
    when pace_is_member('finance')
      then case
        when "pace_aggregates_1"."pace_aggregate_1_1" >= 5
          then "pace_aggregates_1"."pace_aggregate_1_2"
      end
    else case
      when "pace_aggregates_2"."pace_aggregate_2_1" >= 20
        then "pace_aggregates_2"."pace_aggregate_2_2"
    end
  end as "salary"
from "pace_rows"
cross join (
  select
    pace_text("city", 'city') as "pace_key_1_1",
    count(pace_integer("salary", 'salary')) as "pace_aggregate_1_1",
    pace_sum(pace_integer("salary", 'salary'), 'integer') as "pace_aggregate_1_2"
  from "pace_rows"
  group by 1
) as "pace_aggregates_1" on "pace_aggregates_1"."pace_key_1_1" is pace_text("city", 'city')
cross join (
  select
    count(pace_integer("salary", 'salary')) as "pace_aggregate_2_1",
    pace_avg(pace_integer("salary", 'salary'), '', 0) as "pace_aggregate_2_2"
  from "pace_rows"
) as "pace_aggregates_2";
