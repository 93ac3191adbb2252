-- generated from sql/0_reference/events_test.sql sha256:22bc4c14010afb78b64dac282f3441b05d91f12edf3870d08906f78300d02ee7 by tools/dialect 1; do not edit
SELECT
  event,
  happened_on,
  short,
  what,
  source,
  source_url
FROM reference.events
WHERE
  happened_on IS NULL
  OR short IS NULL
  OR length(short) > 24
  OR what IS NULL
  OR source IS NULL
  OR source_url IS NULL
  OR source_url NOT LIKE 'https://%'
;
SELECT
  chart,
  count(*) AS events
FROM (
  SELECT
    unnested_chart AS chart
  FROM reference.events
  LATERAL VIEW
  explode(split(charts, concat('\\Q', '|', '\\E'))) unnested AS unnested_chart
) AS drawn
GROUP BY ALL
HAVING
  count(*) > 3
;
SELECT
  event,
  charts,
  entity
FROM reference.events
WHERE
  charts IS NULL AND entity IS NULL
