-- generated from sql/5_figures/events_by_year_test.sql sha256:1ac879be8593ec9868e731898721d349c167a7d1f43a463936328b4da51020a7 by tools/dialect 1; do not edit
SELECT
  year,
  figures.events_by_year.breaches,
  counted.breaches AS counted
FROM figures.events_by_year
FULL JOIN (
  SELECT
    year,
    count(*) AS breaches,
    sum(individuals) AS individuals
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
  GROUP BY ALL
) AS counted
  USING (year)
WHERE
  figures.events_by_year.breaches IS DISTINCT FROM coalesce(counted.breaches, 0)
  OR figures.events_by_year.individuals IS DISTINCT FROM counted.individuals
UNION ALL
SELECT
  NULL AS year,
  CAST(sum(events) AS BIGINT) AS breaches,
  (
    SELECT
      count(DISTINCT event_id)
    FROM marts.events
  ) AS counted
FROM figures.events_by_year
HAVING
  breaches <> (
    (
      SELECT
        count(DISTINCT event_id)
      FROM marts.events
    )
  )
;
SELECT
  year,
  events,
  breaches,
  largest_event_breaches
FROM figures.events_by_year
WHERE
  events > breaches
  OR breaches_of_shared > breaches
  OR breaches - breaches_of_shared > events
UNION ALL
SELECT
  NULL AS year,
  NULL AS events,
  NULL AS breaches,
  max(largest_event_breaches) AS largest_event_breaches
FROM figures.events_by_year
HAVING
  max(largest_event_breaches) <> (
    SELECT
      max(event_breaches)
    FROM marts.events
  )
