-- generated from sql/5_figures/lorenz_curve.sql sha256:1ae91758a5a2bc3a2f0f973f6ded5d2ce297bd0471452466eec6235bb3e6035e by tools/dialect 1; do not edit
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
    ), near AS (
      SELECT
        summed.individuals,
        summed.up_to,
        summed.before,
        summed.individuals_before,
        whole.breaches,
        whole.individuals AS all_individuals,
        CAST(rint(
          CAST(floor(duckdb_quotient(CAST(before * 1000 AS DOUBLE), CAST(whole.breaches AS DOUBLE))) AS DOUBLE)
        ) AS BIGINT) AS first_tenth,
        CAST(rint(
          CAST(ceil(duckdb_quotient(CAST(up_to * 1000 AS DOUBLE), CAST(whole.breaches AS DOUBLE))) AS DOUBLE)
        ) AS BIGINT) + 1 AS end_tenth
      FROM summed
      CROSS JOIN whole
      WHERE
        whole.individuals > 0
    ), steps AS (
      SELECT
        individuals,
        up_to,
        before,
        individuals_before,
        breaches,
        all_individuals,
        first_tenth,
        end_tenth,
        unnested_thousandths AS thousandths
      FROM near
      LATERAL VIEW
      explode(
        CASE
          WHEN CAST(first_tenth AS BIGINT) < CAST(end_tenth AS BIGINT)
          THEN sequence(CAST(first_tenth AS BIGINT), CAST(end_tenth AS BIGINT) - 1)
          ELSE CAST(array() AS ARRAY<BIGINT>)
        END
      ) unnested AS unnested_thousandths
    )
    SELECT
      thousandths / 10.0e0 AS breaches_percent,
      duckdb_quotient(
        CAST(coalesce(
          max(
            CASE
              WHEN thousandths > 0
              THEN individuals_before + individuals * (
                thousandths / 1000.0e0 * breaches - before
              )
            END
          ),
          0
        ) AS DOUBLE),
        CAST(max(all_individuals) AS DOUBLE)
      ) AS individuals_share
    FROM steps
    WHERE
      (
        thousandths % 10 = 0 OR thousandths > 990
      )
      AND thousandths / 1000.0e0 * breaches <= up_to
      AND (
        thousandths / 1000.0e0 * breaches > before OR thousandths = 0
      )
    GROUP BY ALL
)
