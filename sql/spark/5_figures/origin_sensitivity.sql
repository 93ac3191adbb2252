-- generated from sql/5_figures/origin_sensitivity.sql sha256:6a9a0c11499cb2497fff055aa7c697cf34013664db8c4adb9a9fad5caff8d1a5 by tools/dialect 1; do not edit
select
    cast(`cohort_order` as int) as `cohort_order`,
    cast(`cohort` as string) as `cohort`,
    cast(`reading_order` as int) as `reading_order`,
    cast(`reading` as string) as `reading`,
    cast(`internal` as bigint) as `internal`,
    cast(`external` as bigint) as `external`,
    cast(`undetermined` as bigint) as `undetermined`,
    cast(`internal_individuals` as bigint) as `internal_individuals`,
    cast(`external_individuals` as bigint) as `external_individuals`,
    cast(`undetermined_individuals` as bigint) as `undetermined_individuals`,
    cast(`internal_share` as double) as `internal_share`,
    cast(`internal_share_low` as double) as `internal_share_low`,
    cast(`internal_share_high` as double) as `internal_share_high`,
    cast(`published_share` as double) as `published_share`
from (
    WITH cohorts AS (
      SELECT
        1 AS cohort_order,
        'described, submitted to 2017' AS cohort
      UNION ALL
      SELECT
        2 AS cohort_order,
        'all breaches' AS cohort
    ), printed AS (
      SELECT
        duckdb_quotient(
          CAST(sum(published_breaches) FILTER(WHERE
            origin = 'internal') AS DOUBLE),
          CAST(sum(published_breaches) AS DOUBLE)
        ) AS published_share
      FROM reference.causes
    )
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
    FROM cohorts
    JOIN marts.origin_shares
      USING (cohort)
    CROSS JOIN printed
)
