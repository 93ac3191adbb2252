-- generated from sql/6_evaluation/agreement.sql sha256:a82d970b48525f375f1039d21308b58866a9cc35b22df967fd5d21d885056d8e by tools/dialect 1; do not edit
-- step steps.agreement__both_labelled
WITH first_reading AS (
  SELECT
    case_key,
    origin,
    coalesce(causes.cause, labels.cause) AS cause
  FROM evaluation.labels
  LEFT JOIN (
    SELECT
      cause,
      code
    FROM reference.causes
  ) AS causes
    ON labels.cause IN (causes.cause, causes.code)
), other_reading AS (
  SELECT
    case_key,
    origin,
    coalesce(causes.cause, second_reading.cause) AS cause
  FROM evaluation.second_reading
  LEFT JOIN (
    SELECT
      cause,
      code
    FROM reference.causes
  ) AS causes
    ON second_reading.cause IN (causes.cause, causes.code)
), pairs AS (
  SELECT
    'origin' AS kind,
    first_reading.origin AS one,
    other_reading.origin AS other
  FROM first_reading
  JOIN other_reading
    USING (case_key)
  UNION ALL
  SELECT
    'cause' AS kind,
    first_reading.cause AS one,
    other_reading.cause AS other
  FROM first_reading
  JOIN other_reading
    USING (case_key)
)
SELECT
  kind,
  one,
  other
FROM pairs
WHERE
  NOT one IS NULL AND NOT other IS NULL
;
select
    cast(`kind` as string) as `kind`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`agreed` as bigint) as `agreed`,
    cast(`agreement` as double) as `agreement`,
    cast(`agreement_low` as double) as `agreement_low`,
    cast(`agreement_high` as double) as `agreement_high`,
    cast(`by_chance` as double) as `by_chance`,
    cast(`kappa` as double) as `kappa`
from (
    WITH totals AS (
      SELECT
        kind,
        count(*) AS breaches,
        count(*) FILTER(WHERE
          one = other) AS agreed
      FROM steps.agreement__both_labelled AS both_labelled
      GROUP BY ALL
    ), ones AS (
      SELECT
        kind,
        one AS label,
        count(*) AS labels
      FROM steps.agreement__both_labelled AS both_labelled
      GROUP BY ALL
    ), others AS (
      SELECT
        kind,
        other AS label,
        count(*) AS labels
      FROM steps.agreement__both_labelled AS both_labelled
      GROUP BY ALL
    ), chances AS (
      SELECT
        kind,
        CAST(sum(ones.labels * others.labels) AS BIGINT) AS products
      FROM ones
      JOIN others
        USING (kind, label)
      GROUP BY ALL
    ), rated AS (
      SELECT
        kind,
        breaches,
        agreed,
        duckdb_quotient(CAST(agreed AS DOUBLE), CAST(breaches AS DOUBLE)) AS agreement,
        duckdb_quotient(CAST(coalesce(products, 0) AS DOUBLE), CAST((
          breaches * breaches
        ) AS DOUBLE)) AS by_chance,
        duckdb_quotient(CAST(3.841458820694125e0 AS DOUBLE), CAST(breaches AS DOUBLE)) AS z
      FROM totals
      LEFT JOIN chances
        USING (kind)
    )
    SELECT
      kind,
      breaches,
      agreed,
      agreement,
      greatest(
        0,
        duckdb_quotient(
          CAST((
            agreement + z / 2 - sqrt(z * (
              agreement * (
                1 - agreement
              ) + z / 4
            ))
          ) AS DOUBLE),
          CAST((
            1 + z
          ) AS DOUBLE)
        )
      ) AS agreement_low,
      least(
        1,
        duckdb_quotient(
          CAST((
            agreement + z / 2 + sqrt(z * (
              agreement * (
                1 - agreement
              ) + z / 4
            ))
          ) AS DOUBLE),
          CAST((
            1 + z
          ) AS DOUBLE)
        )
      ) AS agreement_high,
      by_chance,
      CASE
        WHEN by_chance < 1
        THEN duckdb_quotient(CAST((
          agreement - by_chance
        ) AS DOUBLE), CAST((
          1 - by_chance
        ) AS DOUBLE))
      END AS kappa
    FROM rated
)
