create or replace view "public"."things_view" as
select
  "as_it_is",
  "identity",
  null::numeric(10, 2) as "nothing",
  42 as "fixed_integer",
  '-7'::smallint as "fixed_smallint",
  E'it''s \\ gone'::varchar(20) as "fixed_text",
  true as "fixed_boolean",
  '2024-02-29'::date as "fixed_date",
  pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to('1234:' || "hash_text"::text, 'UTF8')), 'hex') as "hash_text",
  ('x' || pg_catalog.left(pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to('-5:' || "hash_number"::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint as "hash_number",
  ('x' || pg_catalog.left(pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to('0:' || pg_catalog.trim_scale("hash_decimal"::numeric)::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint as "hash_decimal",
  pg_catalog.substring("extract", '@(.+)$') as "extract",
  pg_catalog.regexp_replace("redact", E'\\d', '#', 'g') as "redact",
  pg_catalog.substring("describe"::text, E'^(\\w)\\y.*$') || '$' as "describe",
  case
    when "describe_two" ~ '^(a)(b)?c$'
      then pg_catalog.regexp_replace("describe_two", '^(a)(b)?c$', E'\\2\\1', 'g')
  end as "describe_two",
  case
    when "describe_all" ~ '^a+$'
      then '***'::text
  end as "describe_all",
  (upper(statement)) as "statement",
  "up"::numeric + pg_catalog.mod(200::numeric - pg_catalog.mod("up"::numeric, 200::numeric), 200::numeric) as "up",
  "down" - pg_catalog.mod(pg_catalog.mod("down", 0.5::numeric) + 0.5::numeric, 0.5::numeric) as "down",
  pg_catalog.round("near"::numeric, 2) as "near",
  pg_catalog.sign("near_step"::numeric) * ((pg_catalog.abs("near_step"::numeric) + 25::numeric) - pg_catalog.mod(pg_catalog.abs("near_step"::numeric) + 25::numeric, 50::numeric)) as "near_step",
  pg_catalog.sum("total") over (partition by "identity", "extract") as "total",
  pg_catalog.avg("mean"::numeric) over () as "mean",
  pg_catalog.round((pg_catalog.avg("mean_float"::double precision) over ())::numeric, 1) as "mean_float",
  pg_catalog.min("least") over () as "least",
  pg_catalog.max("most") over () as "most"
from "public"."things";
