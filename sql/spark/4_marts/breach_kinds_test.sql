-- generated from sql/4_marts/breach_kinds_test.sql sha256:ab48ce4437efe40714b4e4db2170a67e32b61c3a937bf4bfc6f8b7700bd23218 by tools/dialect 1; do not edit
SELECT
  breach_id
FROM (
  SELECT
    breach_id,
    TRUE AS is_breach
  FROM marts.breaches
)
FULL JOIN (
  SELECT
    breach_id,
    TRUE AS has_kinds
  FROM marts.breach_kinds
)
  USING (breach_id)
WHERE
  is_breach IS NULL OR has_kinds IS NULL
;
SELECT
  breach_id,
  is_described,
  data_kinds,
  is_ransomware,
  outcome
FROM marts.breach_kinds
JOIN marts.breaches
  USING (breach_id)
WHERE
  is_described <> (
    NOT description IS NULL
  )
  OR is_described <> (
    NOT is_ransomware IS NULL
  )
  OR (
    NOT is_described AND (
      NOT data_kinds IS NULL OR NOT outcome IS NULL
    )
  )
;
WITH named AS (
  SELECT
    breach_id,
    'data_kind' AS attribute,
    unnested_value AS value
  FROM marts.breach_kinds
  LATERAL VIEW
  explode(data_kinds) unnested AS unnested_value
  UNION ALL
  SELECT
    breach_id,
    'outcome' AS attribute,
    outcome AS value
  FROM marts.breach_kinds
  UNION ALL
  SELECT
    breach_id,
    'provider_kind' AS attribute,
    provider_kind AS value
  FROM marts.breach_kinds
)
SELECT
  breach_id,
  attribute,
  value
FROM named
ANTI JOIN reference.kind_rules
  USING (attribute, value)
WHERE
  NOT value IS NULL
;
SELECT
  breach_id,
  outcome,
  outcome_dollars
FROM marts.breach_kinds
WHERE
  NOT outcome_dollars IS NULL
  AND (
    NOT coalesce(outcome, '') IN ('penalty', 'resolution-agreement')
    OR outcome_dollars < 1
  )
