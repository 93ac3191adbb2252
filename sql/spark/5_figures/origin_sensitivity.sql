-- generated from sql/5_figures/origin_sensitivity.sql sha256:0a4b904b3c4f0562ceb5b9feec04b8d7582f41cea32ff172089026815f2a1e77 by tools/dialect 1; do not edit
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
        'described, submitted to 2017' AS cohort,
        breach_id,
        reading_order,
        reading,
        origin,
        year,
        submitted_on,
        individuals,
        has_description
      FROM marts.origin_readings
      WHERE
        has_description AND submitted_on <= CAST('2017-12-31' AS DATE)
      UNION ALL
      SELECT
        2 AS cohort_order,
        'all breaches' AS cohort,
        breach_id,
        reading_order,
        reading,
        origin,
        year,
        submitted_on,
        individuals,
        has_description
      FROM marts.origin_readings
    ), counted AS (
      SELECT
        cohort_order,
        cohort,
        reading_order,
        reading,
        count(*) FILTER(WHERE
          origin = 'internal') AS internal,
        count(*) FILTER(WHERE
          origin = 'external') AS external,
        count(*) FILTER(WHERE
          origin IS NULL) AS undetermined,
        sum(individuals) FILTER(WHERE
          origin = 'internal') AS internal_individuals,
        sum(individuals) FILTER(WHERE
          origin = 'external') AS external_individuals,
        sum(individuals) FILTER(WHERE
          origin IS NULL) AS undetermined_individuals
      FROM cohorts
      GROUP BY ALL
    ), shares AS (
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
        internal + external AS determined,
        internal / nullif(internal + external, 0) AS share,
        1.959963984540054e0 AS z
      FROM counted
    ), wilson AS (
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
        determined,
        share,
        z,
        duckdb_quotient(
          CAST((
            share + duckdb_quotient(CAST(z * z AS DOUBLE), CAST((
              2 * determined
            ) AS DOUBLE))
          ) AS DOUBLE),
          CAST((
            1 + duckdb_quotient(CAST(z * z AS DOUBLE), CAST(determined AS DOUBLE))
          ) AS DOUBLE)
        ) AS middle,
        duckdb_quotient(
          CAST(z * sqrt(
            duckdb_quotient(CAST(share * (
              1 - share
            ) AS DOUBLE), CAST(determined AS DOUBLE)) + duckdb_quotient(CAST(z * z AS DOUBLE), CAST((
              4 * determined * determined
            ) AS DOUBLE))
          ) AS DOUBLE),
          CAST((
            1 + duckdb_quotient(CAST(z * z AS DOUBLE), CAST(determined AS DOUBLE))
          ) AS DOUBLE)
        ) AS reach
      FROM shares
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
      CAST(coalesce(internal_individuals, 0) AS BIGINT) AS internal_individuals,
      CAST(coalesce(external_individuals, 0) AS BIGINT) AS external_individuals,
      CAST(coalesce(undetermined_individuals, 0) AS BIGINT) AS undetermined_individuals,
      share AS internal_share,
      CASE WHEN NOT share IS NULL THEN greatest(middle - reach, 0) END AS internal_share_low,
      CASE WHEN NOT share IS NULL THEN least(middle + reach, 1) END AS internal_share_high,
      published_share
    FROM wilson
    CROSS JOIN printed
)
