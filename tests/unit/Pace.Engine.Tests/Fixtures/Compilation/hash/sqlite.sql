create view "people_view" as
-- Read it with Get-PaceTableRow: the functions pace_... are on Pace's connections only.
select
  pace_hash_text(pace_text("email", 'email'), 1234) as "email",
  pace_hash_text(pace_text("code", 'code'), 0) as "code",
  pace_hash_number(pace_integer("id", 'id'), -5) as "id",
  pace_hash_number(pace_numeric("amount", 'amount'), 7) as "amount"
from "people" not indexed;
