create or replace secure view "main"."people_view" copy grants as
select
  sha2('1234:' || "email", 256) as "email",
  sha2('0:' || "code", 256) as "code",
  mod(to_number(left(sha2('-5:' || cast("id" as varchar), 256), 16), 'XXXXXXXXXXXXXXXX') + 9223372036854775808, 18446744073709551616) - 9223372036854775808 as "id",
  mod(to_number(left(sha2('7:' || iff(contains(cast("amount" as varchar), '.'), rtrim(rtrim(cast("amount" as varchar), '0'), '.'), cast("amount" as varchar)), 256), 16), 'XXXXXXXXXXXXXXXX') + 9223372036854775808, 18446744073709551616) - 9223372036854775808 as "amount"
from "main"."people";
