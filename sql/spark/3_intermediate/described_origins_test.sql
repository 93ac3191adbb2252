-- generated from sql/3_intermediate/described_origins_test.sql sha256:1e36a9aad15ba7e79d4d10a6611100906365436770db4fce45db3e26742166b9 by tools/dialect 1; do not edit
SELECT
  description_no
FROM intermediate.narratives
ANTI JOIN intermediate.described_origins
  USING (description_no)
ORDER BY
  description_no NULLS LAST
;
SELECT
  description_no,
  rule,
  evidence
FROM intermediate.described_origins
JOIN intermediate.narratives
  USING (description_no)
WHERE
  (
    rule IS NULL
  ) <> (
    evidence IS NULL
  )
  OR NOT contains(duckdb_lower(narrative), duckdb_lower(evidence))
ORDER BY
  description_no NULLS LAST
