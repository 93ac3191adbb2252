-- generated from sql/0_reference/studies_test.sql sha256:06f51f98bedc68dc75d44dc402f54861264353776e3fa0a09231f370aac3dbd8 by tools/dialect 1; do not edit
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
