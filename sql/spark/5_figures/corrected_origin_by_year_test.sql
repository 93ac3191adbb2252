-- generated from sql/5_figures/corrected_origin_by_year_test.sql sha256:2457efa366a72a61b835e1cf76cd36c7f8040bd549458017ed50eb0ef5f0aa44 by tools/dialect 1; do not edit
SELECT
  year,
  internal,
  external,
  internal_share
FROM figures.corrected_origin_by_year
FULL JOIN (
  SELECT
    year,
    internal AS internal_read,
    external AS external_read,
    internal_share AS share_read
  FROM figures.origin_by_year
  WHERE
    reading = 'descriptions only'
) AS readings
  USING (year)
WHERE
  internal IS DISTINCT FROM internal_read
  OR external IS DISTINCT FROM external_read
  OR internal_share IS DISTINCT FROM share_read
;
SELECT
  year,
  internal_share,
  corrected_share,
  sensitivity,
  specificity
FROM figures.corrected_origin_by_year
WHERE
  corrected_share > 0
  AND corrected_share < 1
  AND abs(
    corrected_share * sensitivity + (
      1 - corrected_share
    ) * (
      1 - specificity
    ) - internal_share
  ) > 1e-06
;
SELECT
  year,
  corrected_share,
  corrected_share_low,
  corrected_share_high
FROM figures.corrected_origin_by_year
WHERE
  NOT corrected_share BETWEEN 0 AND 1
  OR NOT corrected_share_low BETWEEN 0 AND 1
  OR NOT corrected_share_high BETWEEN 0 AND 1
  OR corrected_share_low >= corrected_share_high
  OR (
    corrected_share IS NULL
  ) <> (
    corrected_share_low IS NULL
  )
  OR (
    corrected_share IS NULL
  ) <> (
    corrected_share_high IS NULL
  )
  OR (
    NOT corrected_share IS NULL
    AND (
      internal_labels < 20 OR external_labels < 20
    )
  )
  OR (
    corrected_share IS NULL
    AND NOT internal_share IS NULL
    AND internal_labels >= 20
    AND external_labels >= 20
    AND sensitivity + specificity > 1
  )
