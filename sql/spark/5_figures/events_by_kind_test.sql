-- generated from sql/5_figures/events_by_kind_test.sql sha256:f375b65ec02f9947769dab53e79ead6e5bd5b5546e10001ed7bcbf7eec421aaf by tools/dialect 1; do not edit
WITH counted AS (
  SELECT
    'state' AS kind,
    coalesce(state, 'Not stated') AS value,
    count(*) AS breaches
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
  GROUP BY ALL
  UNION ALL
  SELECT
    'type' AS kind,
    breach_type AS value,
    count(*) AS breaches
  FROM marts.breach_types
  GROUP BY ALL
  UNION ALL
  SELECT
    'location' AS kind,
    location AS value,
    count(*) AS breaches
  FROM marts.breach_locations
  GROUP BY ALL
  UNION ALL
  SELECT
    'all' AS kind,
    'All' AS value,
    count(*) AS breaches
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
  HAVING
    count(*) > 0
)
SELECT
  kind,
  value,
  figures.events_by_kind.breaches,
  counted.breaches AS counted
FROM figures.events_by_kind
FULL JOIN counted
  USING (kind, value)
WHERE
  (
    kind IN ('state', 'all')
    OR (
      kind IN ('type', 'location') AND value <> 'Not stated'
    )
  )
  AND figures.events_by_kind.breaches IS DISTINCT FROM counted.breaches
;
SELECT
  kind,
  CAST(sum(breaches) AS BIGINT) AS breaches,
  CAST(sum(events) AS BIGINT) AS events,
  CAST(sum(individuals) AS BIGINT) AS individuals
FROM figures.events_by_kind
GROUP BY
  kind
HAVING
  sum(breaches) < (
    SELECT
      count(*)
    FROM marts.events
  )
  OR sum(events) < (
    SELECT
      count(DISTINCT event_id)
    FROM marts.events
  )
  OR bool_or(events > breaches)
  OR bool_or(abs(breaches_per_event * events - breaches) > 1e-06)
  OR (
    NOT kind IN ('type', 'location')
    AND (
      sum(breaches) > (
        SELECT
          count(*)
        FROM marts.events
      )
      OR sum(individuals) <> (
        SELECT
          sum(individuals)
        FROM marts.breaches
        WHERE
          vanished_on IS NULL
      )
    )
  )
  OR (
    kind = 'all'
    AND sum(events) <> (
      SELECT
        count(DISTINCT event_id)
      FROM marts.events
    )
  )
