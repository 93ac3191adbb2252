-- generated from sql/5_figures/breaches_by_month_test.sql sha256:dc3d756ba0c65839d5338a3a4c7f7f0f126d4a4d13880915bc7bf165d09df386 by tools/dialect 1; do not edit
SELECT
  year,
  counted,
  figures.breaches_by_year.breaches,
  counted_individuals,
  figures.breaches_by_year.individuals
FROM (
  SELECT
    year,
    CAST(sum(breaches) AS BIGINT) AS counted,
    CAST(sum(individuals) AS BIGINT) AS counted_individuals
  FROM figures.breaches_by_month
  GROUP BY ALL
)
FULL JOIN figures.breaches_by_year
  USING (year)
WHERE
  coalesce(counted, 0) IS DISTINCT FROM figures.breaches_by_year.breaches
  OR counted_individuals IS DISTINCT FROM figures.breaches_by_year.individuals
;
WITH listed AS (
  SELECT
    year,
    month(submitted_on) AS month,
    count(*) AS breaches
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
  GROUP BY ALL
)
SELECT
  year,
  month,
  figures.breaches_by_month.breaches,
  listed.breaches AS breaches_wanted
FROM figures.breaches_by_month
FULL JOIN listed
  USING (year, month)
WHERE
  coalesce(figures.breaches_by_month.breaches, 0) <> coalesce(listed.breaches, 0)
;
SELECT
  year,
  count(*) AS months,
  count(breaches) AS covered
FROM figures.breaches_by_month
GROUP BY
  year
HAVING
  count(*) <> 12 OR NOT bool_or(is_partial_year) AND count(breaches) <> 12
;
SELECT
  year,
  month,
  breaches,
  is_partial_month
FROM (
  SELECT
    year,
    month,
    breaches,
    individuals,
    is_partial_month,
    is_partial_year,
    year_share,
    usual_share,
    max(
      CASE
        WHEN NOT breaches IS NULL
        THEN make_date(CAST(year AS INT), CAST(month AS INT), CAST(1 AS INT))
      END
    ) OVER () AS last_covered
  FROM figures.breaches_by_month
)
WHERE
  (
    breaches IS NULL
  ) <> (
    is_partial_month IS NULL
  )
  OR breaches IS NULL
  AND (
    NOT individuals IS NULL
    OR make_date(CAST(year AS INT), CAST(month AS INT), CAST(1 AS INT)) BETWEEN CAST('2009-09-01' AS DATE) AND last_covered
  )
;
WITH ends AS (
  SELECT
    month,
    min(year_share) AS least,
    max(year_share) AS most
  FROM figures.breaches_by_month
  GROUP BY ALL
), summed AS (
  SELECT
    year,
    sum(year_share) AS shares,
    bool_or(is_partial_year) OR sum(coalesce(breaches, 0)) = 0 AS has_none
  FROM figures.breaches_by_month
  GROUP BY ALL
)
SELECT
  year,
  month,
  shares,
  usual_share,
  least,
  most
FROM figures.breaches_by_month
JOIN ends
  USING (month)
JOIN summed
  USING (year)
WHERE
  has_none <> (
    shares IS NULL
  )
  OR abs(shares - 1) > 1e-09
  OR (
    usual_share IS NULL
  ) <> (
    least IS NULL
  )
  OR NOT usual_share BETWEEN least AND most
