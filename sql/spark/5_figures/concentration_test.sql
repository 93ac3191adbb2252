-- generated from sql/5_figures/concentration_test.sql sha256:c5f36396d7fe87d1f6e754a2231a46e5c2fff7b493804e0569412f52e1896a8e by tools/dialect 1; do not edit
WITH counted AS (
  SELECT
    CAST(year AS STRING) AS period,
    count(*) AS breaches,
    sum(individuals) AS individuals
  FROM marts.breaches
  WHERE
    vanished_on IS NULL AND NOT individuals IS NULL
  GROUP BY ALL
  UNION ALL
  SELECT
    'All years' AS period,
    count(*) AS breaches,
    sum(individuals) AS individuals
  FROM marts.breaches
  WHERE
    vanished_on IS NULL AND NOT individuals IS NULL
  HAVING
    count(*) > 0
)
SELECT
  period,
  figures.concentration.breaches,
  counted.breaches AS counted
FROM figures.concentration
FULL JOIN counted
  USING (period)
WHERE
  figures.concentration.breaches IS DISTINCT FROM counted.breaches
  OR figures.concentration.individuals IS DISTINCT FROM counted.individuals
;
WITH ranked AS (
  SELECT
    individuals AS people,
    CAST(row_number() OVER (ORDER BY individuals DESC) AS BIGINT) AS place
  FROM marts.breaches
  WHERE
    vanished_on IS NULL AND NOT individuals IS NULL
), summed AS (
  SELECT
    sum(CASE WHEN place <= top_1_percent THEN people END) AS top_1,
    sum(CASE WHEN place <= top_5_percent THEN people END) AS top_5,
    sum(CASE WHEN place <= top_10_percent THEN people END) AS top_10
  FROM ranked
  CROSS JOIN figures.concentration
  WHERE
    period = 'All years'
)
SELECT
  period,
  top_1_percent_share,
  top_5_percent_share,
  top_10_percent_share
FROM figures.concentration
CROSS JOIN summed
WHERE
  period = 'All years'
  AND (
    abs(top_1_percent_share * individuals - top_1) > 1
    OR abs(top_5_percent_share * individuals - top_5) > 1
    OR abs(top_10_percent_share * individuals - top_10) > 1
    OR NOT top_1_percent BETWEEN breaches * 0.01e0 - 1 AND greatest(breaches * 0.01e0, 1)
    OR NOT top_5_percent BETWEEN breaches * 0.05e0 - 1 AND greatest(breaches * 0.05e0, 1)
    OR NOT top_10_percent BETWEEN breaches * 0.1e0 - 1 AND greatest(breaches * 0.1e0, 1)
  )
;
SELECT
  period,
  top_1_percent_share,
  top_5_percent_share,
  top_10_percent_share,
  gini
FROM figures.concentration
WHERE
  top_1_percent_share > top_5_percent_share + 1e-12
  OR top_5_percent_share > top_10_percent_share + 1e-12
  OR top_10_percent_share > 1 + 1e-12
  OR NOT gini BETWEEN 0 AND 1
  OR (
    gini IS NULL
  ) <> (
    individuals = 0
  )
  OR (
    gini IS NULL
  ) <> (
    top_1_percent_share IS NULL
  )
;
SELECT
  gini,
  below
FROM figures.concentration
CROSS JOIN (
  SELECT
    1 - sum(width * (
      individuals_share + previous
    )) AS below
  FROM (
    SELECT
      individuals_share,
      breaches_percent / 100.0e0 - (
        lag(breaches_percent / 100.0e0) OVER (ORDER BY breaches_percent NULLS LAST)
      ) AS width,
      lag(individuals_share) OVER (ORDER BY breaches_percent NULLS LAST) AS previous
    FROM figures.lorenz_curve
  )
)
WHERE
  period = 'All years' AND abs(gini - below) > 0.005e0
