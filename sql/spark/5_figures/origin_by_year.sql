-- generated from sql/5_figures/origin_by_year.sql sha256:5e7a263a24ed693e166c78d786005ff7895cca8be0748110ef203ed3bfb37f53 by tools/dialect 1; do not edit
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
    )
    SELECT
      year,
      grid.reading_order,
      grid.reading,
      coalesce(internal, 0) AS internal,
      coalesce(external, 0) AS external,
      coalesce(undetermined, 0) AS undetermined,
      coalesce(internal_individuals, 0) AS internal_individuals,
      coalesce(external_individuals, 0) AS external_individuals,
      coalesce(undetermined_individuals, 0) AS undetermined_individuals,
      internal_share,
      internal_share_low,
      internal_share_high,
      is_partial_year
    FROM grid
    LEFT JOIN marts.origin_shares
      ON cohort = CAST(year AS STRING)
      AND marts.origin_shares.reading_order = grid.reading_order
)
