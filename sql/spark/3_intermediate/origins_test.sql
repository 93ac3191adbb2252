-- generated from sql/3_intermediate/origins_test.sql sha256:c60585c3d733f7acb943891806f38e718dc49d54bae47f9693a8f919549c5f99 by tools/dialect 1; do not edit
SELECT
  source_file,
  source_line
FROM intermediate.reports
ANTI JOIN intermediate.origins
  USING (description_no, types)
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
;
SELECT
  description_no,
  types
FROM intermediate.origins
ANTI JOIN intermediate.reports
  USING (description_no, types)
ORDER BY
  1 NULLS LAST,
  2 NULLS LAST
;
SELECT
  description_no,
  types,
  origin,
  origin_basis,
  origin_rule,
  origin_evidence
FROM intermediate.origins
WHERE
  NOT origin IN ('internal', 'external')
  OR (
    origin IS NULL
  ) <> (
    origin_basis IS NULL
  )
  OR (
    origin IS NULL
  ) <> (
    origin_rule IS NULL
  )
  OR (
    origin IS NULL
  ) <> (
    origin_evidence IS NULL
  )
  OR (
    origin IS NULL
  ) <> (
    cause IS NULL
  )
ORDER BY
  description_no NULLS LAST,
  types NULLS LAST
;
SELECT
  description_no,
  types,
  origin_basis,
  origin_by_description,
  origin_rule
FROM intermediate.origins
LEFT JOIN reference.origin_rules
  ON origin_rule = rule
WHERE
  (
    origin_basis = 'description'
  ) <> (
    NOT origin_by_description IS NULL
  )
  OR looks_at IS DISTINCT FROM origin_basis
ORDER BY
  description_no NULLS LAST,
  types NULLS LAST
