-- authorize the view `acme`.`main`.`people_view` on the dataset `acme`.`main`
create or replace view `acme`.`main`.`people_view` as
select
  to_hex(sha256('1234:' || `email`)) as `email`,
  to_hex(sha256('0:' || `code`)) as `code`,
  (cast('0x' || substr(to_hex(sha256('-5:' || cast(`id` as string))), 1, 8) as int64) << 32) | cast('0x' || substr(to_hex(sha256('-5:' || cast(`id` as string))), 9, 8) as int64) as `id`,
  (cast('0x' || substr(to_hex(sha256('7:' || cast(`amount` as string))), 1, 8) as int64) << 32) | cast('0x' || substr(to_hex(sha256('7:' || cast(`amount` as string))), 9, 8) as int64) as `amount`
from `acme`.`main`.`people`;
