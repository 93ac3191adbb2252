-- generated from sql/5_figures/concentration.sql sha256:2bb0adfb738e4e8c2be7948a4435e72d2d03b7e3ccb442273229136a7f1a9a9e by tools/dialect 1; do not edit
select
    cast(`period` as string) as `period`,
    cast(`year` as bigint) as `year`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`top_1_percent` as bigint) as `top_1_percent`,
    cast(`top_1_percent_share` as double) as `top_1_percent_share`,
    cast(`top_5_percent` as bigint) as `top_5_percent`,
    cast(`top_5_percent_share` as double) as `top_5_percent_share`,
    cast(`top_10_percent` as bigint) as `top_10_percent`,
    cast(`top_10_percent_share` as double) as `top_10_percent_share`,
    cast(`gini` as double) as `gini`,
    cast(`is_partial_year` as boolean) as `is_partial_year`
from (
    WITH sizes AS (
      SELECT
        year,
        individuals,
        count(*) AS alike
      FROM marts.breaches
      WHERE
        vanished_on IS NULL AND NOT individuals IS NULL
      GROUP BY ALL
    ), periods AS (
      SELECT
        year,
        individuals,
        alike
      FROM sizes
      UNION ALL
      SELECT
        NULL AS year,
        individuals,
        CAST(sum(alike) AS BIGINT) AS alike
      FROM sizes
      GROUP BY ALL
    ), ranked AS (
      SELECT
        year,
        individuals,
        alike,
        sum(alike) OVER whole AS breaches,
        (
          sum(alike) OVER largest_first
        ) - alike AS larger,
        (
          sum(alike) OVER whole
        ) - (
          sum(alike) OVER largest_first
        ) AS smaller
      FROM periods
      WINDOW whole AS (PARTITION BY year), largest_first AS (PARTITION BY year ORDER BY individuals DESC)
    ), placed AS (
      SELECT
        year,
        individuals,
        alike,
        breaches,
        larger,
        smaller,
        greatest(CAST(floor(breaches * 0.01e0) AS DOUBLE), 1) AS top_1,
        greatest(CAST(floor(breaches * 0.05e0) AS DOUBLE), 1) AS top_5,
        greatest(CAST(floor(breaches * 0.1e0) AS DOUBLE), 1) AS top_10
      FROM ranked
    )
    SELECT
      coalesce(CAST(year AS STRING), 'All years') AS period,
      year,
      CAST(sum(alike) AS BIGINT) AS breaches,
      CAST(sum(individuals * alike) AS BIGINT) AS individuals,
      CAST(rint(max(top_1)) AS BIGINT) AS top_1_percent,
      sum(individuals * least(alike, greatest(top_1 - larger, 0))) / nullif(CAST(sum(individuals * alike) AS DOUBLE), 0) AS top_1_percent_share,
      CAST(rint(max(top_5)) AS BIGINT) AS top_5_percent,
      sum(individuals * least(alike, greatest(top_5 - larger, 0))) / nullif(CAST(sum(individuals * alike) AS DOUBLE), 0) AS top_5_percent_share,
      CAST(rint(max(top_10)) AS BIGINT) AS top_10_percent,
      sum(individuals * least(alike, greatest(top_10 - larger, 0))) / nullif(CAST(sum(individuals * alike) AS DOUBLE), 0) AS top_10_percent_share,
      CAST(sum(individuals * alike * (
        smaller - larger
      )) AS DOUBLE) / nullif(CAST(max(breaches) AS DOUBLE) * CAST(sum(individuals * alike) AS DOUBLE), 0) AS gini,
      is_partial_year
    FROM placed
    LEFT JOIN marts.years
      USING (year)
    GROUP BY ALL
)
