-- generated from sql/4_marts/projection_test.sql sha256:d86302273c298b166957f14045cb036d076d10a16be6e507b792510469275fb1 by tools/dialect 1; do not edit
SELECT
  year,
  projected_breaches,
  reason
FROM marts.projection
WHERE
  (
    projected_breaches IS NULL
  ) = (
    reason IS NULL
  )
  OR (
    projected_breaches IS NULL
  ) <> (
    projected_low IS NULL
  )
  OR (
    projected_breaches IS NULL
  ) <> (
    projected_high IS NULL
  )
  OR year <> (
    SELECT
      max(year)
    FROM marts.years
  )
;
SELECT
  newest_year
FROM (
  SELECT
    max(year) AS newest_year
  FROM marts.years
)
WHERE
  NOT newest_year IS NULL
  AND NOT newest_year IN (
    SELECT
      year
    FROM marts.projection
  )
;
SELECT
  year,
  breaches,
  projected_low,
  projected_breaches,
  projected_high
FROM marts.projection
WHERE
  projected_low < breaches
  OR projected_breaches < projected_low
  OR projected_breaches > projected_high
;
SELECT
  year,
  past_years,
  held_years
FROM marts.projection
WHERE
  NOT projected_breaches IS NULL
  AND (
    held_years IS NULL OR held_years < 0.9e0 * past_years OR past_years < 5
  )
;
SELECT
  marts.projection.year,
  marts.projection.breaches,
  counted.breaches AS counted
FROM marts.projection
JOIN (
  SELECT
    year,
    count(*) AS breaches
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
  GROUP BY ALL
) AS counted
  USING (year)
WHERE
  marts.projection.breaches <> counted.breaches
