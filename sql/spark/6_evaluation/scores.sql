-- generated from sql/6_evaluation/scores.sql sha256:2c53cafc741fc2adf1f35b3be30ddd14a410f55f741aae7c2b1b4f63e6832c12 by tools/dialect 1; do not edit
-- step steps.scores__answers
SELECT
  source_line,
  name,
  confidence,
  is_described,
  label_origin,
  origin,
  is_right_origin,
  label_cause,
  cause,
  is_right_cause,
  origin_basis,
  origin_rule,
  origin_evidence,
  naive_origin,
  simplest_origin,
  narrative,
  1 AS judge_order,
  'rules, origin' AS judge,
  label_origin AS label,
  origin AS answer
FROM evaluation.judged
UNION ALL
SELECT
  source_line,
  name,
  confidence,
  is_described,
  label_origin,
  origin,
  is_right_origin,
  label_cause,
  cause,
  is_right_cause,
  origin_basis,
  origin_rule,
  origin_evidence,
  naive_origin,
  simplest_origin,
  narrative,
  2 AS judge_order,
  'rules, cause' AS judge,
  label_cause AS label,
  cause AS answer
FROM evaluation.judged
UNION ALL
SELECT
  source_line,
  name,
  confidence,
  is_described,
  label_origin,
  origin,
  is_right_origin,
  label_cause,
  cause,
  is_right_cause,
  origin_basis,
  origin_rule,
  origin_evidence,
  naive_origin,
  simplest_origin,
  narrative,
  3 AS judge_order,
  'naive map' AS judge,
  label_origin AS label,
  naive_origin AS answer
FROM evaluation.judged
UNION ALL
SELECT
  source_line,
  name,
  confidence,
  is_described,
  label_origin,
  origin,
  is_right_origin,
  label_cause,
  cause,
  is_right_cause,
  origin_basis,
  origin_rule,
  origin_evidence,
  naive_origin,
  simplest_origin,
  narrative,
  4 AS judge_order,
  'simplest map' AS judge,
  label_origin AS label,
  simplest_origin AS answer
FROM evaluation.judged
;
select
    cast(`part_order` as bigint) as `part_order`,
    cast(`part` as string) as `part`,
    cast(`judge_order` as int) as `judge_order`,
    cast(`judge` as string) as `judge`,
    cast(`labels` as bigint) as `labels`,
    cast(`correct` as bigint) as `correct`,
    cast(`undetermined` as bigint) as `undetermined`,
    cast(`accuracy` as double) as `accuracy`,
    cast(`accuracy_low` as double) as `accuracy_low`,
    cast(`accuracy_high` as double) as `accuracy_high`
from (
    WITH parts AS (
      SELECT
        source_line,
        name,
        confidence,
        is_described,
        label_origin,
        origin,
        is_right_origin,
        label_cause,
        cause,
        is_right_cause,
        origin_basis,
        origin_rule,
        origin_evidence,
        naive_origin,
        simplest_origin,
        narrative,
        judge_order,
        judge,
        label,
        answer,
        1 AS part_order,
        'described' AS part
      FROM steps.scores__answers AS answers
      WHERE
        is_described
      UNION ALL
      SELECT
        source_line,
        name,
        confidence,
        is_described,
        label_origin,
        origin,
        is_right_origin,
        label_cause,
        cause,
        is_right_cause,
        origin_basis,
        origin_rule,
        origin_evidence,
        naive_origin,
        simplest_origin,
        narrative,
        judge_order,
        judge,
        label,
        answer,
        1 + CAST(dense_rank() OVER (ORDER BY confidence NULLS LAST) AS BIGINT) AS part_order,
        'confidence ' || confidence AS part
      FROM steps.scores__answers AS answers
      WHERE
        is_described AND NOT confidence IS NULL
      UNION ALL
      SELECT
        source_line,
        name,
        confidence,
        is_described,
        label_origin,
        origin,
        is_right_origin,
        label_cause,
        cause,
        is_right_cause,
        origin_basis,
        origin_rule,
        origin_evidence,
        naive_origin,
        simplest_origin,
        narrative,
        judge_order,
        judge,
        label,
        answer,
        1000 AS part_order,
        'undescribed' AS part
      FROM steps.scores__answers AS answers
      WHERE
        NOT is_described
    ), counted AS (
      SELECT
        part_order,
        part,
        judge_order,
        judge,
        count(*) AS labels,
        count(*) FILTER(WHERE
          label = answer) AS correct,
        count(*) FILTER(WHERE
          answer IS NULL) AS undetermined,
        duckdb_quotient(CAST(count(*) FILTER(WHERE
          label = answer) AS DOUBLE), CAST(count(*) AS DOUBLE)) AS accuracy,
        duckdb_quotient(CAST(3.841458820694125e0 AS DOUBLE), CAST(count(*) AS DOUBLE)) AS z
      FROM parts
      WHERE
        NOT label IS NULL
      GROUP BY ALL
    )
    SELECT
      part_order,
      part,
      judge_order,
      judge,
      labels,
      correct,
      undetermined,
      accuracy,
      greatest(
        0,
        duckdb_quotient(
          CAST((
            accuracy + z / 2 - sqrt(z * (
              accuracy * (
                1 - accuracy
              ) + z / 4
            ))
          ) AS DOUBLE),
          CAST((
            1 + z
          ) AS DOUBLE)
        )
      ) AS accuracy_low,
      least(
        1,
        duckdb_quotient(
          CAST((
            accuracy + z / 2 + sqrt(z * (
              accuracy * (
                1 - accuracy
              ) + z / 4
            ))
          ) AS DOUBLE),
          CAST((
            1 + z
          ) AS DOUBLE)
        )
      ) AS accuracy_high
    FROM counted
)
