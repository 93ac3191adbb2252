-- generated from sql/5_figures/origin_sensitivity_test.sql sha256:2ae5fbb7470a7a53b3f2e4715095b579bc6136e7bdefaa303b1cfa7dd7bc55f0 by tools/dialect 1; do not edit
WITH totals AS (
  SELECT
    reading_order,
    sum(internal) AS internal,
    sum(external) AS external,
    sum(undetermined) AS undetermined,
    sum(internal_individuals) AS internal_individuals,
    sum(external_individuals) AS external_individuals,
    sum(undetermined_individuals) AS undetermined_individuals
  FROM figures.origin_by_year
  GROUP BY ALL
)
SELECT
  reading_order,
  origin_sensitivity.internal,
  totals.internal AS of_years
FROM (
  SELECT
    cohort_order,
    cohort,
    reading_order,
    reading,
    internal,
    external,
    undetermined,
    internal_individuals,
    external_individuals,
    undetermined_individuals,
    internal_share,
    internal_share_low,
    internal_share_high,
    published_share
  FROM figures.origin_sensitivity
  WHERE
    cohort = 'all breaches'
) AS origin_sensitivity
FULL JOIN totals
  USING (reading_order)
WHERE
  (
    origin_sensitivity.internal,
    origin_sensitivity.external,
    origin_sensitivity.undetermined,
    origin_sensitivity.internal_individuals,
    origin_sensitivity.external_individuals,
    origin_sensitivity.undetermined_individuals
  ) IS DISTINCT FROM (
    totals.internal,
    totals.external,
    totals.undetermined,
    totals.internal_individuals,
    totals.external_individuals,
    totals.undetermined_individuals
  )
;
SELECT
  reading_order,
  internal + external + undetermined AS counted,
  breaches
FROM figures.origin_sensitivity
CROSS JOIN (
  SELECT
    count(*) AS breaches
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
    AND NOT description IS NULL
    AND submitted_on <= CAST('2017-12-31' AS DATE)
)
WHERE
  cohort = 'described, submitted to 2017'
  AND (
    internal + external + undetermined
  ) <> breaches
;
SELECT
  cohort,
  reading,
  internal,
  external,
  internal_share,
  internal_share_low,
  internal_share_high
FROM figures.origin_sensitivity
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
