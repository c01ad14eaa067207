create view "people_view" as
-- Read it with Get-PaceTableRow: the functions pace_... are on Pace's connections only.
select
  pace_regexp_replace(pace_text("parts", 'parts'), '\d', '#') as "parts",
  pace_regexp_replace(pace_text("swapped", 'swapped'), '^(\w+) (\w+)$', '$2 $1') as "swapped",
  pace_regexp_replace(pace_text("masked", 'masked'), '^.*(@.*)$', '****$1') as "masked",
  pace_regexp_replace(pace_text("marked", 'marked'), '[a-c]+', '<$0>') as "marked",
  pace_regexp_replace(pace_text("hidden", 'hidden'), '^(?:a|bc)*$', '***') as "hidden",
  pace_regexp_replace(pace_text("letters", 'letters'), '(?i)k[x-z]', '$$') as "letters",
  pace_regexp_replace(pace_text("slashes", 'slashes'), '[\]\\^-]', 'it''s') as "slashes"
from "people" not indexed;
