create or replace view "main"."people_view" as
select
  pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to('1234:' || "email", 'UTF8')), 'hex') as "email",
  pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to('0:' || "code"::text, 'UTF8')), 'hex') as "code",
  ('x' || pg_catalog.left(pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to('-5:' || "id"::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint as "id",
  ('x' || pg_catalog.left(pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to('7:' || pg_catalog.trim_scale("amount"::numeric)::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint as "amount"
from "main"."people";
