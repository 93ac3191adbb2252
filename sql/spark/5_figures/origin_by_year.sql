-- generated from sql/5_figures/origin_by_year.sql sha256:d9930bb1b6071c806c48149c0d29578fc61c15951453313ed5a950b41f608bda by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
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
    cast(`is_partial_year` as boolean) as `is_partial_year`
from (
    WITH grid AS (
      SELECT
        year,
        is_partial_year,
        reading_order,
        reading
      FROM marts.years
      CROSS JOIN (
        SELECT DISTINCT
          reading_order,
          reading
        FROM marts.origin_readings
      ) AS readings
    ), counted AS (
      SELECT
        year,
        reading_order,
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
      FROM marts.origin_readings
      GROUP BY ALL
    ), shares AS (
      SELECT
        year,
        reading_order,
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
        year,
        reading_order,
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
      year,
      reading_order,
      reading,
      coalesce(internal, 0) AS internal,
      coalesce(external, 0) AS external,
      coalesce(undetermined, 0) AS undetermined,
      CAST(coalesce(internal_individuals, 0) AS BIGINT) AS internal_individuals,
      CAST(coalesce(external_individuals, 0) AS BIGINT) AS external_individuals,
      CAST(coalesce(undetermined_individuals, 0) AS BIGINT) AS undetermined_individuals,
      share AS internal_share,
      CASE WHEN NOT share IS NULL THEN greatest(middle - reach, 0) END AS internal_share_low,
      CASE WHEN NOT share IS NULL THEN least(middle + reach, 1) END AS internal_share_high,
      is_partial_year
    FROM grid
    LEFT JOIN wilson
      USING (year, reading_order)
)
