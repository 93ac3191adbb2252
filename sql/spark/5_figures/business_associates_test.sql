-- generated from sql/5_figures/business_associates_test.sql sha256:56bd62b02234e7d9f7a1b4021c19565671bb7e27fa21c90510c093d3a0f5c77b by tools/dialect 1; do not edit
WITH counted AS (
  SELECT
    year,
    coalesce(has_business_associate, FALSE) AS is_with,
    count(*) AS breaches,
    sum(individuals) AS individuals
  FROM marts.breaches
  WHERE
    vanished_on IS NULL AND NOT has_business_associate IS NULL
  GROUP BY ALL
), stated AS (
  SELECT
    year,
    TRUE AS is_with,
    breaches_with AS breaches,
    individuals_with AS individuals
  FROM figures.business_associates
  WHERE
    breaches_with > 0
  UNION ALL
  SELECT
    year,
    FALSE AS is_with,
    breaches_without AS breaches,
    individuals_without AS individuals
  FROM figures.business_associates
  WHERE
    breaches_without > 0
)
SELECT
  year,
  is_with,
  stated.breaches,
  counted.breaches AS counted
FROM stated
FULL JOIN counted
  USING (year, is_with)
WHERE
  stated.breaches IS DISTINCT FROM counted.breaches
  OR stated.individuals IS DISTINCT FROM counted.individuals
;
SELECT
  year,
  breaches,
  breaches_with_share,
  individuals_with_share
FROM figures.business_associates
LEFT JOIN (
  SELECT
    year,
    count(*) AS counted
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
  GROUP BY ALL
)
  USING (year)
WHERE
  breaches <> coalesce(counted, 0)
  OR breaches_with + breaches_without + breaches_not_stated <> breaches
  OR breaches_not_stated < 0
  OR abs(breaches_with_share * (
    breaches_with + breaches_without
  ) - breaches_with) > 1e-06
  OR (
    breaches_with_share IS NULL
  ) <> (
    breaches_with + breaches_without = 0
  )
  OR abs(
    individuals_with_share * (
      coalesce(individuals_with, 0) + coalesce(individuals_without, 0)
    ) - coalesce(individuals_with, 0)
  ) > 0.001e0
  OR individuals_with + individuals_without > individuals
