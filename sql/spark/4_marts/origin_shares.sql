-- generated from sql/4_marts/origin_shares.sql sha256:ae99849ad14e7b1712f25215183fb919ed358f678f2d4473c2b98c014fe7e5c2 by tools/dialect 1; do not edit
select
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
    cast(`internal_share_high` as double) as `internal_share_high`
from (
    WITH cohorts AS (
      SELECT
        CAST(year AS STRING) AS cohort,
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
        NOT year IS NULL
      UNION ALL
      SELECT
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
      UNION ALL
      SELECT
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
    ), counted AS (
      SELECT
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
    )
    SELECT
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
      CASE WHEN NOT share IS NULL THEN least(middle + reach, 1) END AS internal_share_high
    FROM wilson
)
