-- generated from sql/0_reference/kind_labels_test.sql sha256:ec921d48969f7d405db182b62e3d75d432841f6e031c7836bb693d2a070b3522 by tools/dialect 1; do not edit
WITH named AS (
  SELECT
    label_no,
    'data_kind' AS attribute,
    unnested_value AS value
  FROM reference.kind_labels
  LATERAL VIEW
  explode(split(data_kinds, concat('\\Q', ' ', '\\E'))) unnested AS unnested_value
  UNION ALL
  SELECT
    label_no,
    'outcome' AS attribute,
    outcome AS value
  FROM reference.kind_labels
  UNION ALL
  SELECT
    label_no,
    'provider_kind' AS attribute,
    provider_kind AS value
  FROM reference.kind_labels
)
SELECT
  label_no,
  attribute,
  value
FROM named
ANTI JOIN reference.kind_rules
  USING (attribute, value)
WHERE
  NOT value IS NULL
;
SELECT
  label_no,
  drawn,
  half
FROM reference.kind_labels
WHERE
  half IS NULL
  OR NOT half IN ('tuning', 'held out')
  OR drawn IS NULL
  OR (
    NOT drawn IN ('at random', 'by words of money')
    AND NOT startswith(drawn, 'by rule: ')
  )
  OR (
    drawn = 'at random'
  ) <> (
    NOT is_ransomware IS NULL
  )
  OR reason IS NULL
;
SELECT
  label_no,
  outcome,
  outcome_dollars
FROM reference.kind_labels
WHERE
  NOT outcome_dollars IS NULL
  AND NOT coalesce(outcome, '') IN ('resolution-agreement', 'penalty')
