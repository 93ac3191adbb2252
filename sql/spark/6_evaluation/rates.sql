-- generated from sql/6_evaluation/rates.sql sha256:4903b04d7468c512d64c6c05b1ab0d3afc1a7d41f0179c027ba84a2d1525f10c by tools/dialect 1; do not edit
-- step steps.rates__answers
SELECT
  submitted_on,
  1 AS judge_order,
  'rules' AS judge,
  label_origin AS label,
  judged.origin AS answer
FROM evaluation.judged
JOIN evaluation.labels
  USING (source_line)
WHERE
  is_described
UNION ALL
SELECT
  submitted_on,
  2 AS judge_order,
  'naive map' AS judge,
  label_origin AS label,
  naive_origin AS answer
FROM evaluation.judged
JOIN evaluation.labels
  USING (source_line)
WHERE
  is_described
;
select
    cast(`part_order` as int) as `part_order`,
    cast(`part` as string) as `part`,
    cast(`judge_order` as int) as `judge_order`,
    cast(`judge` as string) as `judge`,
    cast(`rate` as string) as `rate`,
    cast(`labels` as bigint) as `labels`,
    cast(`found` as bigint) as `found`,
    cast(`share` as double) as `share`,
    cast(`share_low` as double) as `share_low`,
    cast(`share_high` as double) as `share_high`
from (
    WITH parts AS (
      SELECT
        submitted_on,
        judge_order,
        judge,
        label,
        answer,
        1 AS part_order,
        'described' AS part
      FROM steps.rates__answers AS answers
      UNION ALL
      SELECT
        submitted_on,
        judge_order,
        judge,
        label,
        answer,
        2 AS part_order,
        'before 2018' AS part
      FROM steps.rates__answers AS answers
      WHERE
        submitted_on < CAST('2018-01-01' AS DATE)
      UNION ALL
      SELECT
        submitted_on,
        judge_order,
        judge,
        label,
        answer,
        3 AS part_order,
        'since 2018' AS part
      FROM steps.rates__answers AS answers
      WHERE
        submitted_on >= CAST('2018-01-01' AS DATE)
    ), counted AS (
      SELECT
        part_order,
        part,
        judge_order,
        judge,
        CASE label WHEN 'internal' THEN 'sensitivity' ELSE 'specificity' END AS rate,
        count(*) AS labels,
        count(*) FILTER(WHERE
          label = answer) AS found,
        duckdb_quotient(CAST(count(*) FILTER(WHERE
          label = answer) AS DOUBLE), CAST(count(*) AS DOUBLE)) AS share,
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
      rate,
      labels,
      found,
      share,
      greatest(
        0,
        duckdb_quotient(
          CAST((
            share + z / 2 - sqrt(z * (
              share * (
                1 - share
              ) + z / 4
            ))
          ) AS DOUBLE),
          CAST((
            1 + z
          ) AS DOUBLE)
        )
      ) AS share_low,
      least(
        1,
        duckdb_quotient(
          CAST((
            share + z / 2 + sqrt(z * (
              share * (
                1 - share
              ) + z / 4
            ))
          ) AS DOUBLE),
          CAST((
            1 + z
          ) AS DOUBLE)
        )
      ) AS share_high
    FROM counted
)
