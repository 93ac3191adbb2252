-- generated from sql/5_figures/breach_sizes_test.sql sha256:2b32830a53c6fb640839ef7524d57761f4f1aa0be0692146a0bbd57f3b1a0f45 by tools/dialect 1; do not edit
SELECT
  counted,
  breaches,
  counted_individuals,
  individuals
FROM (
  SELECT
    CAST(coalesce(sum(breaches), 0) AS BIGINT) AS counted,
    CAST(sum(individuals) AS BIGINT) AS counted_individuals
  FROM figures.breach_sizes
)
CROSS JOIN (
  SELECT
    count(*) AS breaches,
    CAST(sum(individuals) AS BIGINT) AS individuals
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
)
WHERE
  counted <> breaches
  OR coalesce(counted_individuals, 0) <> coalesce(individuals, 0)
;
SELECT
  shares
FROM (
  SELECT
    sum(breaches_share) AS shares
  FROM figures.breach_sizes
)
WHERE
  abs(shares - 1) > 1e-09
;
SELECT
  size_order,
  at_least,
  below,
  breaches,
  individuals
FROM figures.breach_sizes
WHERE
  individuals < breaches * at_least
  OR individuals > breaches * (
    below - 1
  )
  OR (
    at_least IS NULL
  ) <> (
    individuals IS NULL
  )
;
SELECT
  size_order,
  previous_below,
  at_least
FROM (
  SELECT
    size_order,
    at_least,
    lag(below) OVER (ORDER BY size_order NULLS LAST) AS previous_below
  FROM figures.breach_sizes
)
WHERE
  previous_below <> at_least
;
SELECT
  counted,
  breaches
FROM (
  SELECT
    CAST(coalesce(sum(breaches_500_or_501), 0) AS BIGINT) AS counted
  FROM figures.breach_sizes
  WHERE
    at_least = 500 OR breaches_500_or_501 > breaches
)
CROSS JOIN (
  SELECT
    count(*) AS breaches
  FROM marts.breaches
  WHERE
    vanished_on IS NULL AND individuals IN (500, 501)
)
WHERE
  counted <> breaches
