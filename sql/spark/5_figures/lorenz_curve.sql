-- generated from sql/5_figures/lorenz_curve.sql sha256:104f680ff23176bca9f621c6a2d024848fd962d0d1d6fc787ffe0d3452461efb by tools/dialect 1; do not edit
select
    cast(`breaches_percent` as double) as `breaches_percent`,
    cast(`individuals_share` as double) as `individuals_share`
from (
    WITH sizes AS (
      SELECT
        individuals,
        count(*) AS alike
      FROM marts.breaches
      WHERE
        vanished_on IS NULL AND NOT individuals IS NULL
      GROUP BY ALL
    ), summed AS (
      SELECT
        individuals,
        sum(alike) OVER smallest_first AS up_to,
        (
          sum(alike) OVER smallest_first
        ) - alike AS before,
        (
          sum(individuals * alike) OVER smallest_first
        ) - individuals * alike AS individuals_before
      FROM sizes
      WINDOW smallest_first AS (ORDER BY individuals NULLS LAST)
    ), whole AS (
      SELECT
        CAST(sum(alike) AS DOUBLE) AS breaches,
        CAST(sum(individuals * alike) AS DOUBLE) AS individuals
      FROM sizes
    ), steps AS (
      SELECT
        unnested_thousandths * 10 AS thousandths
      FROM (
        SELECT
          1 AS one
      ) AS once
      LATERAL VIEW
      explode(sequence(CAST(0 AS BIGINT), CAST(100 AS BIGINT) - 1)) unnested AS unnested_thousandths
      UNION ALL
      SELECT
        unnested_thousandths AS thousandths
      FROM (
        SELECT
          1 AS one
      ) AS once
      LATERAL VIEW
      explode(sequence(CAST(991 AS BIGINT), CAST(1001 AS BIGINT) - 1)) unnested AS unnested_thousandths
    )
    SELECT
      thousandths / 10.0e0 AS breaches_percent,
      duckdb_quotient(
        CAST(coalesce(
          max(
            individuals_before + summed.individuals * (
              thousandths / 1000.0e0 * whole.breaches - before
            )
          ),
          0
        ) AS DOUBLE),
        CAST(max(whole.individuals) AS DOUBLE)
      ) AS individuals_share
    FROM steps
    CROSS JOIN whole
    LEFT JOIN summed
      ON thousandths / 1000.0e0 * whole.breaches > before
      AND thousandths / 1000.0e0 * whole.breaches <= up_to
    WHERE
      whole.individuals > 0
    GROUP BY ALL
)
