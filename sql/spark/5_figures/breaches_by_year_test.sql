-- generated from sql/5_figures/breaches_by_year_test.sql sha256:40b043d53ac27d550ac97f5a2f5c9c89ddc8cd64dfc89044c6fe7f30f58ad9cc by tools/dialect 1; do not edit
SELECT
  counted,
  breaches
FROM (
  SELECT
    CAST(coalesce(sum(breaches), 0) AS BIGINT) AS counted
  FROM figures.breaches_by_year
)
CROSS JOIN (
  SELECT
    count(*) AS breaches
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
)
WHERE
  counted <> breaches
;
SELECT
  counted,
  individuals
FROM (
  SELECT
    sum(individuals) AS counted
  FROM figures.breaches_by_year
)
CROSS JOIN (
  SELECT
    sum(individuals) AS individuals
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
)
WHERE
  counted IS DISTINCT FROM individuals
;
SELECT
  year,
  breaches,
  projected_low,
  projected_breaches,
  projected_high
FROM figures.breaches_by_year
WHERE
  (
    year <> (
      SELECT
        max(year)
      FROM marts.years
    )
    AND NOT projected_breaches IS NULL
  )
  OR projected_breaches IS DISTINCT FROM (
    SELECT
      max(marts.projection.projected_breaches)
    FROM marts.projection
    WHERE
      marts.projection.year = figures.breaches_by_year.year
  )
