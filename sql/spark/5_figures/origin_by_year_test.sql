-- generated from sql/5_figures/origin_by_year_test.sql sha256:2da041bb5cfa1ca8dc2b1bd8d605753af93d9d48c680ddca7342839dbd69a4b1 by tools/dialect 1; do not edit
WITH counted AS (
  SELECT
    year,
    reading,
    internal + external + undetermined AS counted
  FROM figures.origin_by_year
), wanted AS (
  SELECT
    year,
    count(*) AS breaches
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
  GROUP BY ALL
)
SELECT
  year,
  reading,
  counted,
  breaches
FROM counted
FULL JOIN wanted
  USING (year)
WHERE
  counted IS DISTINCT FROM coalesce(breaches, 0)
;
SELECT
  year,
  reading,
  internal_individuals + external_individuals + undetermined_individuals AS counted,
  sum(individuals) AS individuals
FROM figures.origin_by_year
LEFT JOIN (
  SELECT
    year,
    individuals
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
)
  USING (year)
GROUP BY ALL
HAVING
  (
    internal_individuals + external_individuals + undetermined_individuals
  ) <> coalesce(sum(individuals), 0)
;
SELECT
  year,
  reading,
  internal,
  external,
  internal_share,
  internal_share_low,
  internal_share_high
FROM figures.origin_by_year
WHERE
  (
    internal_share IS NULL
  ) <> (
    internal + external = 0
  )
  OR abs(internal_share * (
    internal + external
  ) - internal) > 1e-06
  OR internal_share_low > internal_share + 1e-06
  OR internal_share_high < internal_share - 1e-06
  OR NOT internal_share_low BETWEEN 0 AND 1
  OR NOT internal_share_high BETWEEN 0 AND 1
  OR internal_share_high <= internal_share_low
