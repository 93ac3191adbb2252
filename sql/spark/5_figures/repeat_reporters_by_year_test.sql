-- generated from sql/5_figures/repeat_reporters_by_year_test.sql sha256:8a338469abac1caae56a587f0ed803f1d46691ae006cd84370e8f465dfd50640 by tools/dialect 1; do not edit
SELECT
  year,
  figures.repeat_reporters_by_year.breaches,
  counted.breaches AS counted
FROM figures.repeat_reporters_by_year
FULL JOIN (
  SELECT
    year,
    count(*) AS breaches,
    count(DISTINCT entity_key) AS reporters
  FROM marts.breaches
  WHERE
    vanished_on IS NULL AND NOT entity_key IS NULL
  GROUP BY ALL
) AS counted
  USING (year)
WHERE
  figures.repeat_reporters_by_year.breaches IS DISTINCT FROM coalesce(counted.breaches, 0)
  OR figures.repeat_reporters_by_year.reporters <> coalesce(counted.reporters, 0)
;
SELECT
  coalesce(sum(reporters - repeat_reporters), 0) AS first_reports
FROM figures.repeat_reporters_by_year
HAVING
  (
    coalesce(sum(reporters - repeat_reporters), 0)
  ) <> (
    SELECT
      count(DISTINCT entity_key)
    FROM marts.breaches
    WHERE
      vanished_on IS NULL
  )
;
WITH stated AS (
  SELECT
    CAST(sum(breaches_of_repeat) AS BIGINT) AS stated
  FROM figures.repeat_reporters_by_year
), counted AS (
  SELECT
    count(*) AS counted
  FROM marts.breaches AS later
  SEMI JOIN (
    SELECT
      entity_key,
      year
    FROM marts.breaches
    WHERE
      vanished_on IS NULL
  ) AS earlier
    ON earlier.entity_key = later.entity_key AND earlier.year < later.year
  WHERE
    vanished_on IS NULL
)
SELECT
  stated,
  counted
FROM stated
CROSS JOIN counted
WHERE
  stated <> counted
;
SELECT
  year,
  reporters,
  repeat_reporters,
  reporters_of_several,
  most_breaches
FROM figures.repeat_reporters_by_year
LEFT JOIN (
  SELECT
    year,
    entity_key AS most_entity_key,
    count(*) AS counted
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
  GROUP BY ALL
)
  USING (year, most_entity_key)
WHERE
  repeat_reporters > reporters
  OR reporters_of_several > reporters
  OR (
    most_breaches > 1
  ) <> (
    reporters_of_several > 0
  )
  OR most_breaches IS DISTINCT FROM counted
  OR repeat_share IS DISTINCT FROM repeat_reporters / nullif(CAST(reporters AS DOUBLE), 0)
