-- generated from sql/0_reference/studies_test.sql sha256:64f757156bd011bf205c53c94c3dabefa1e704a7c525c642552454874c48f690 by tools/dialect 1; do not edit
SELECT
  study,
  is_followed,
  read_on,
  why_not
FROM reference.studies
WHERE
  is_followed IS NULL
  OR (
    is_followed
    AND (
      read_on IS NULL OR period_start IS NULL OR NOT why_not IS NULL
    )
  )
  OR (
    NOT is_followed AND why_not IS NULL
  )
