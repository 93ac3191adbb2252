-- generated from sql/5_figures/causes_test.sql sha256:621794b7f8f2e9597e58180ceaf01c91e8878b385ea5bf29ef1741340df4126e by tools/dialect 1; do not edit
WITH counted AS (
  SELECT
    sum(breaches) AS breaches,
    sum(individuals) AS individuals,
    sum(share) AS share
  FROM figures.causes
  WHERE
    level <> 'category'
), wanted AS (
  SELECT
    count(*) AS breaches,
    coalesce(sum(individuals), 0) AS individuals
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
    AND NOT description IS NULL
    AND submitted_on <= CAST('2017-12-31' AS DATE)
)
SELECT
  counted.breaches,
  wanted.breaches AS wanted,
  counted.individuals,
  counted.share
FROM counted
CROSS JOIN wanted
WHERE
  coalesce(counted.breaches, 0) <> wanted.breaches
  OR coalesce(counted.individuals, 0) <> wanted.individuals
  OR abs(counted.share - 1) > 1e-06
;
WITH added AS (
  SELECT
    hhs_category,
    sum(published_breaches) AS published_breaches,
    sum(breaches) AS breaches,
    sum(individuals) AS individuals
  FROM figures.causes
  WHERE
    level = 'cause'
  GROUP BY ALL
)
SELECT
  hhs_category,
  causes.published_breaches,
  value AS printed,
  causes.breaches
FROM (
  SELECT
    line,
    level,
    hhs_category,
    cause,
    name,
    origin,
    published_breaches,
    published_share,
    published_individuals,
    breaches,
    share,
    individuals,
    share_difference
  FROM figures.causes
  WHERE
    level = 'category'
) AS causes
FULL JOIN added
  USING (hhs_category)
LEFT JOIN (
  SELECT
    category AS hhs_category,
    value
  FROM reference.published_figures
  WHERE
    study = 'jiang-bai-2019' AND breakdown = 'hhs_category' AND metric = 'breaches'
)
  USING (hhs_category)
WHERE
  causes.published_breaches IS DISTINCT FROM added.published_breaches
  OR causes.published_breaches IS DISTINCT FROM value
  OR causes.breaches IS DISTINCT FROM added.breaches
  OR causes.individuals IS DISTINCT FROM added.individuals
