-- generated from sql/0_reference/published_figures_test.sql sha256:f8a2053aa7508958f1fb16fde2f5830d0430315b8f4442e35dd7052439645e9f by tools/dialect 1; do not edit
SELECT
  study,
  no
FROM reference.published_figures
ANTI JOIN reference.studies
  USING (study)
;
SELECT
  study,
  no,
  value,
  as_printed,
  printed_to
FROM reference.published_figures
WHERE
  printed_to IS NULL
  OR printed_to <= 0
  OR abs(
    duckdb_quotient(CAST(value AS DOUBLE), CAST(printed_to AS DOUBLE)) - duckdb_round(
      CAST(duckdb_quotient(CAST(value AS DOUBLE), CAST(printed_to AS DOUBLE)) AS DOUBLE),
      0
    )
  ) > 1e-06
;
SELECT
  study,
  no,
  as_printed,
  rounding
FROM reference.published_figures
WHERE
  rounding IS DISTINCT FROM CASE
    WHEN regexp_like(
      as_printed,
      '(?:(?<!\\w)(?=\\w)|(?<=\\w)(?!\\w))([aA][tT] [lL][eE][aA][sSſ][tT]|[nN][oO] ([lL][eE][sSſ][sSſ]|[fF][eE][wW][eE][rR]) [tT][hH][aA][nN])(?:(?<!\\w)(?=\\w)|(?<=\\w)(?!\\w))'
    )
    THEN 'at least'
    WHEN regexp_like(
      as_printed,
      '(?:(?<!\\w)(?=\\w)|(?<=\\w)(?!\\w))([mM][oO][rR][eE] [tT][hH][aA][nN]|[oO][vV][eE][rR]|[eE][xX][cC][eE][eE][dD])'
    )
    THEN 'more than'
    WHEN regexp_like(
      as_printed,
      '(?:(?<!\\w)(?=\\w)|(?<=\\w)(?!\\w))([lL][eE][sSſ][sSſ]|[fF][eE][wW][eE][rR]) [tT][hH][aA][nN](?:(?<!\\w)(?=\\w)|(?<=\\w)(?!\\w))'
    )
    THEN 'less than'
    WHEN regexp_like(
      as_printed,
      '(?:(?<!\\w)(?=\\w)|(?<=\\w)(?!\\w))([nN][eE][aA][rR][lL][yY]|[aA][lL][mM][oO][sSſ][tT]|[cC][lL][oO][sSſ][eE] [tT][oO])(?:(?<!\\w)(?=\\w)|(?<=\\w)(?!\\w))'
    )
    THEN 'nearly'
    ELSE 'nearest'
  END
;
SELECT
  study,
  min(no) AS no,
  value
FROM reference.published_figures
GROUP BY
  study,
  metric,
  period_start,
  period_end,
  breakdown,
  CASE WHEN breakdown = 'all' THEN 'all' ELSE category END,
  value
HAVING
  count(*) > 1
