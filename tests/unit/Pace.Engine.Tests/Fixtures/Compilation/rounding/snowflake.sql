create or replace secure view "main"."people_view" copy grants as
select
  "up" + mod(200 - mod("up", 200), 200) as "up",
  "down" - mod(mod("down", 0.5) + 0.5, 0.5) as "down",
  round("tens", -1) as "tens",
  round("cents", 2) as "cents",
  sign("near") * ((abs("near") + 25) - mod(abs("near") + 25, 50)) as "near"
from "main"."people";
