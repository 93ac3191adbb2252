-- generated from sql/4_marts/derivations.sql sha256:eae7922d7c9e39c7dfebea1d8dcff701b5a082dbfc9f7954bcdbbb9a5bb15eef by tools/dialect 1; do not edit
select
    cast(`study` as string) as `study`,
    cast(`step` as int) as `step`,
    cast(`result` as string) as `result`,
    cast(`computed` as string) as `computed`,
    cast(`value` as double) as `value`,
    cast(`unit` as string) as `unit`,
    cast(`printed` as double) as `printed`,
    cast(`verdict` as string) as `verdict`
from (
    WITH printed AS (
      SELECT
        max(value) FILTER(WHERE
          no = 1) AS in_four_periods,
        max(value) FILTER(WHERE
          no = 2) AS in_first,
        max(value) FILTER(WHERE
          no = 3) AS in_second,
        max(value) FILTER(WHERE
          no = 4) AS in_fourth,
        max(value) FILTER(WHERE
          no = 5) AS errors_in_three,
        max(value) FILTER(WHERE
          no = 6) AS error_share_second,
        max(value) FILTER(WHERE
          no = 7) AS error_share_fourth,
        max(value) FILTER(WHERE
          no = 8) AS in_third,
        max(value) FILTER(WHERE
          no = 9) AS error_share_third
      FROM reference.published_figures
      WHERE
        study = 'oaic-2018-q3'
    ), derived AS (
      SELECT
        in_four_periods,
        in_first,
        in_second,
        in_fourth,
        errors_in_three,
        error_share_second,
        error_share_fourth,
        in_third,
        error_share_third,
        in_four_periods - in_first - in_second - in_fourth AS notifications,
        duckdb_round(CAST(in_second * error_share_second / 100 AS DOUBLE), 0) AS errors_second,
        duckdb_round(CAST(in_fourth * error_share_fourth / 100 AS DOUBLE), 0) AS errors_fourth,
        errors_in_three - errors_second - errors_fourth AS errors,
        duckdb_quotient(CAST(100 * errors AS DOUBLE), CAST(notifications AS DOUBLE)) AS error_share
      FROM printed
    ), steps AS (
      SELECT
        1 AS step,
        'health notifications, July to September 2018' AS result,
        concat(
          '',
          CAST(CAST(rint(in_four_periods) AS BIGINT) AS STRING),
          ' of February to December − ',
          CAST(CAST(rint(in_first) AS BIGINT) AS STRING),
          ' − ',
          CAST(CAST(rint(in_second) AS BIGINT) AS STRING),
          ' − ',
          CAST(CAST(rint(in_fourth) AS BIGINT) AS STRING),
          ' of the other periods'
        ) AS computed,
        notifications AS value,
        'count' AS unit,
        in_third AS printed
      FROM derived
      UNION ALL
      SELECT
        2 AS step,
        'human errors, April to June 2018' AS result,
        concat(
          '',
          CAST(CAST(rint(error_share_second) AS BIGINT) AS STRING),
          ' % of ',
          CAST(CAST(rint(in_second) AS BIGINT) AS STRING),
          ''
        ) AS computed,
        errors_second AS value,
        'count' AS unit,
        CAST(NULL AS DOUBLE) AS printed
      FROM derived
      UNION ALL
      SELECT
        3 AS step,
        'human errors, October to December 2018' AS result,
        concat(
          '',
          CAST(CAST(rint(error_share_fourth) AS BIGINT) AS STRING),
          ' % of ',
          CAST(CAST(rint(in_fourth) AS BIGINT) AS STRING),
          ''
        ) AS computed,
        errors_fourth AS value,
        'count' AS unit,
        CAST(NULL AS DOUBLE) AS printed
      FROM derived
      UNION ALL
      SELECT
        4 AS step,
        'human errors, July to September 2018' AS result,
        concat(
          '',
          CAST(CAST(rint(errors_in_three) AS BIGINT) AS STRING),
          ' of April to December − ',
          CAST(CAST(rint(errors_second) AS BIGINT) AS STRING),
          ' − ',
          CAST(CAST(rint(errors_fourth) AS BIGINT) AS STRING),
          ''
        ) AS computed,
        errors AS value,
        'count' AS unit,
        CAST(NULL AS DOUBLE) AS printed
      FROM derived
      UNION ALL
      SELECT
        5 AS step,
        'share of human error, July to September 2018' AS result,
        concat(
          '',
          CAST(CAST(rint(errors) AS BIGINT) AS STRING),
          ' of ',
          CAST(CAST(rint(notifications) AS BIGINT) AS STRING),
          ''
        ) AS computed,
        error_share AS value,
        'percent' AS unit,
        error_share_third AS printed
      FROM derived
    )
    SELECT
      'oaic-2018-q3' AS study,
      step,
      result,
      computed,
      value,
      unit,
      printed,
      CASE
        WHEN duckdb_round(CAST(value AS DOUBLE), 0) = printed
        THEN 'same'
        WHEN NOT printed IS NULL
        THEN 'differs'
      END AS verdict
    FROM steps
)
