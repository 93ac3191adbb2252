-- generated from sql/5_figures/revision_sizes.sql sha256:f4b8c11d62b487dbdce79f4d37418fe6b61ea016d8518ef7b9fe207a959c9f0a by tools/dialect 1; do not edit
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
    ), firsts AS (
      SELECT
        breach_id,
        individuals AS first_individuals,
        submitted_on,
        valid_from AS listed_on
      FROM marts.breach_versions
      SEMI JOIN marts.breaches
        USING (breach_id)
      CROSS JOIN counting
      WHERE
        version = 1 AND valid_from <= until_on
    ), later AS (
      SELECT
        breach_id,
        max_by(individuals, version) AS newest_individuals,
        min(CASE WHEN individuals IS DISTINCT FROM first_individuals THEN valid_from END) AS replaced_on
      FROM marts.breach_versions
      JOIN firsts
        USING (breach_id)
      CROSS JOIN counting
      WHERE
        version > 1 AND valid_from <= until_on
      GROUP BY
        breach_id
    ), followed AS (
      SELECT
        first_individuals,
        CASE WHEN later.breach_id IS NULL THEN first_individuals ELSE newest_individuals END AS newest_individuals,
        (
          CAST(datediff(listed_on, submitted_on) AS BIGINT)
        ) AS age_days,
        (
          CAST(datediff(replaced_on, submitted_on) AS BIGINT)
        ) AS replaced_days
      FROM firsts
      LEFT JOIN later
        USING (breach_id)
    ), compared AS (
      SELECT
        first_individuals,
        newest_individuals,
        age_days,
        replaced_days,
        first_individuals IS DISTINCT FROM newest_individuals AS is_replaced,
        newest_individuals / nullif(CAST(first_individuals AS DOUBLE), 0) AS factor
      FROM followed
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
    FROM compared
    GROUP BY ALL
)
