-- generated from sql/4_marts/totals_by_capture_test.sql sha256:f59bcc8972187c1a41d912161b14febe57aeba2416be9969a8dc86d3c0284721 by tools/dialect 1; do not edit
WITH summed AS (
  SELECT
    capture,
    sum(sum(coalesce(breaches_change, breaches))) OVER (ORDER BY captured_on NULLS LAST, capture_no NULLS LAST) AS breaches
  FROM marts.totals_by_capture
  GROUP BY
    capture,
    captured_on,
    capture_no
)
SELECT
  capture,
  summed.breaches AS added_up,
  marts.captures.breaches AS listed
FROM summed
JOIN marts.captures
  USING (capture)
WHERE
  summed.breaches <> marts.captures.breaches
ORDER BY
  capture NULLS LAST
;
WITH newest AS (
  SELECT
    year,
    breaches,
    individuals
  FROM marts.totals_by_capture
  WHERE
    is_newest AND breaches > 0
), listed AS (
  SELECT
    year,
    count(*) AS breaches,
    CAST(sum(individuals) AS BIGINT) AS individuals
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
  GROUP BY ALL
)
SELECT
  coalesce(newest.year, listed.year) AS year,
  newest.breaches AS newest_breaches,
  listed.breaches AS listed_breaches,
  newest.individuals AS newest_individuals,
  listed.individuals AS listed_individuals
FROM newest
FULL JOIN listed
  USING (year)
WHERE
  (
    newest.breaches IS DISTINCT FROM listed.breaches
    OR newest.individuals IS DISTINCT FROM listed.individuals
  )
  AND EXISTS(
    SELECT
      1
    FROM marts.captures
    WHERE
      is_current AND is_complete AND NOT is_as_of
  )
ORDER BY
  year NULLS LAST
