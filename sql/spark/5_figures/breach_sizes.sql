-- generated from sql/5_figures/breach_sizes.sql sha256:29c48eb57462976394b453fc7f62faff455e554ac8f8ff04776b25c5bad7cf16 by tools/dialect 1; do not edit
select
    cast(`size_order` as bigint) as `size_order`,
    cast(`at_least` as bigint) as `at_least`,
    cast(`below` as bigint) as `below`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`breaches_500_or_501` as bigint) as `breaches_500_or_501`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`breaches_share` as double) as `breaches_share`
from (
    WITH limits AS (
      SELECT
        first_digits * CAST(rint(power(10, zeros)) AS BIGINT) AS at_least
      FROM (
        SELECT
          unnested_first_digits AS first_digits
        FROM (
          SELECT
            1 AS one
        ) AS once
        LATERAL VIEW
        explode(array(100, 125, 160, 200, 250, 315, 400, 500, 630, 800)) unnested AS unnested_first_digits
      )
      CROSS JOIN (
        SELECT
          unnested_zeros AS zeros
        FROM (
          SELECT
            1 AS one
        ) AS once
        LATERAL VIEW
        explode(sequence(CAST(0 AS BIGINT), CAST(8 AS BIGINT) - 1)) unnested AS unnested_zeros
      )
    ), stated AS (
      SELECT
        CAST(row_number() OVER (ORDER BY at_least NULLS LAST) AS BIGINT) - 1 AS size_order,
        at_least,
        lead(at_least) OVER (ORDER BY at_least NULLS LAST) AS below
      FROM (
        SELECT
          0 AS at_least
        UNION ALL
        SELECT
          at_least
        FROM limits
        WHERE
          at_least >= 500
      )
    ), classes AS (
      SELECT
        size_order,
        at_least,
        below
      FROM stated
      UNION ALL
      SELECT
        count(*) AS size_order,
        NULL AS at_least,
        NULL AS below
      FROM stated
    ), counted AS (
      SELECT
        size_order,
        count(*) AS breaches,
        count(*) FILTER(WHERE
          individuals IN (500, 501)) AS breaches_500_or_501,
        any_value(at_least) IGNORE NULLS AS at_least,
        CAST(sum(individuals) AS BIGINT) AS individuals
      FROM marts.breaches
      JOIN classes
        ON (
          individuals >= at_least AND (
            individuals < below OR below IS NULL
          )
        )
        OR (
          individuals IS NULL AND at_least IS NULL
        )
      WHERE
        vanished_on IS NULL
      GROUP BY ALL
    )
    SELECT
      size_order,
      classes.at_least,
      below,
      coalesce(breaches, 0) AS breaches,
      coalesce(breaches_500_or_501, 0) AS breaches_500_or_501,
      CASE WHEN classes.at_least IS NULL THEN NULL ELSE coalesce(individuals, 0) END AS individuals,
      duckdb_quotient(
        CAST(coalesce(breaches, 0) AS DOUBLE),
        CAST(CAST(sum(breaches) OVER () AS DOUBLE) AS DOUBLE)
      ) AS breaches_share
    FROM classes
    LEFT JOIN counted
      USING (size_order)
    WHERE
      breaches > 0
      OR classes.at_least BETWEEN 500 AND (
        SELECT
          max(at_least)
        FROM counted
      )
)
