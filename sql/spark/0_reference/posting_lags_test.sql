-- generated from sql/0_reference/posting_lags_test.sql sha256:510a59fbcb6c3b2c311bf0855ee66ad9f7c827cdcf01dc883beb4f4c56870c4c by tools/dialect 1; do not edit
SELECT
  evidence,
  kind,
  lag_days
FROM reference.posting_lags
WHERE
  kind IS NULL
  OR NOT kind IN ('assumed', 'measured', 'at most')
  OR lag_days IS NULL
  OR lag_days < 0
;
SELECT
  evidence,
  newest_submitted_on,
  measured_on,
  lag_days
FROM reference.posting_lags
WHERE
  kind <> 'assumed'
  AND (
    measured_on IS NULL
    OR newest_submitted_on IS NULL
    OR date_add(newest_submitted_on, CAST(CAST(lag_days AS INT) AS INT)) <> measured_on
  )
;
SELECT
  count(*) AS lags
FROM reference.posting_lags
WHERE
  applies_from <= CAST('2009-09-23' AS DATE)
  AND applies_to = CAST('9999-12-31' AS DATE)
HAVING
  count(*) = 0
;
SELECT
  evidence,
  applies_from,
  applies_to
FROM reference.posting_lags
WHERE
  (
    applies_from IS NULL
  ) <> (
    applies_to IS NULL
  )
  OR applies_from > applies_to
