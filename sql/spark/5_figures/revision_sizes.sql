-- generated from sql/5_figures/revision_sizes.sql sha256:8c1c007182b34b5f07659c0ecde2a9cd16eeee2df3cff8dfdc4f68272a3ca1ab by tools/dialect 1; do not edit
select
    cast(`first_count` as string) as `first_count`,
    cast(`seen_at` as string) as `seen_at`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`replaced` as bigint) as `replaced`,
    cast(`replaced_share` as double) as `replaced_share`,
    cast(`raised` as bigint) as `raised`,
    cast(`median_days` as double) as `median_days`,
    cast(`factor_lower_quartile` as double) as `factor_lower_quartile`,
    cast(`factor_median` as double) as `factor_median`,
    cast(`factor_upper_quartile` as double) as `factor_upper_quartile`,
    cast(`factor_largest` as double) as `factor_largest`,
    cast(`individuals_first` as bigint) as `individuals_first`,
    cast(`individuals_newest` as bigint) as `individuals_newest`
from (
    WITH counting AS (
      SELECT
        max(CASE WHEN is_as_of THEN as_of_on ELSE CAST('9999-12-31' AS DATE) END) AS until_on
      FROM marts.captures
    ), stated AS (
      SELECT
        breach_id,
        individuals,
        valid_from,
        submitted_on,
        first_value(individuals) OVER by_breach AS first_individuals,
        last_value(individuals) OVER by_breach AS newest_individuals
      FROM marts.breach_versions
      SEMI JOIN marts.breaches
        USING (breach_id)
      CROSS JOIN counting
      WHERE
        valid_from <= until_on
      WINDOW by_breach AS (
        PARTITION BY breach_id
        ORDER BY version NULLS LAST
        rows BETWEEN UNBOUNDED preceding AND UNBOUNDED following
      )
    ), followed AS (
      SELECT
        breach_id,
        first_individuals,
        newest_individuals,
        first_individuals IS DISTINCT FROM newest_individuals AS is_replaced,
        (
          CAST(datediff(
            min(valid_from),
            min_by(submitted_on, valid_from) FILTER(WHERE
              NOT (
                submitted_on
              ) IS NULL)
          ) AS BIGINT)
        ) AS age_days,
        (
          CAST(datediff(
            min(CASE WHEN individuals IS DISTINCT FROM first_individuals THEN valid_from END),
            min_by(submitted_on, valid_from) FILTER(WHERE
              NOT (
                submitted_on
              ) IS NULL)
          ) AS BIGINT)
        ) AS replaced_days,
        newest_individuals / nullif(CAST(first_individuals AS DOUBLE), 0) AS factor
      FROM stated
      GROUP BY ALL
    )
    SELECT
      CASE
        WHEN first_individuals IS NULL
        THEN 'none'
        WHEN first_individuals IN (500, 501)
        THEN '500 or 501'
        ELSE 'other'
      END AS first_count,
      CASE
        WHEN age_days <= 90
        THEN 'within 90 days'
        WHEN age_days <= 365
        THEN 'within a year'
        ELSE 'later'
      END AS seen_at,
      count(*) AS breaches,
      count(CASE WHEN is_replaced THEN 1 END) AS replaced,
      duckdb_quotient(
        CAST(count(CASE WHEN is_replaced THEN 1 END) AS DOUBLE),
        CAST(CAST(count(*) AS DOUBLE) AS DOUBLE)
      ) AS replaced_share,
      count(CASE WHEN newest_individuals > coalesce(first_individuals, -1) THEN 1 END) AS raised,
      percentile(CAST(CASE WHEN is_replaced THEN replaced_days END AS DOUBLE), 0.5e0) AS median_days,
      percentile(CAST(CASE WHEN is_replaced THEN factor END AS DOUBLE), 0.25e0) AS factor_lower_quartile,
      percentile(CAST(CASE WHEN is_replaced THEN factor END AS DOUBLE), 0.5e0) AS factor_median,
      percentile(CAST(CASE WHEN is_replaced THEN factor END AS DOUBLE), 0.75e0) AS factor_upper_quartile,
      max(CASE WHEN is_replaced THEN factor END) AS factor_largest,
      CAST(sum(CASE WHEN is_replaced THEN first_individuals END) AS BIGINT) AS individuals_first,
      CAST(sum(CASE WHEN is_replaced THEN newest_individuals END) AS BIGINT) AS individuals_newest
    FROM followed
    GROUP BY ALL
)
