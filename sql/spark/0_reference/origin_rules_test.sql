-- generated from sql/0_reference/origin_rules_test.sql sha256:ed71521a28af40255bbf09b9996c11d34751cbdb789eb426db1d9e75da32e63f by tools/dialect 1; do not edit
SELECT
  rule,
  cause
FROM reference.origin_rules
ANTI JOIN reference.causes
  USING (cause)
WHERE
  NOT cause IS NULL
;
SELECT
  rule,
  origin_rules.origin,
  causes.origin AS origin_of_cause
FROM reference.origin_rules
JOIN reference.causes
  USING (cause)
WHERE
  origin_rules.origin IS DISTINCT FROM causes.origin
;
SELECT
  rule,
  hicp_threat
FROM reference.origin_rules
ANTI JOIN reference.hicp_threats
  USING (hicp_threat)
WHERE
  NOT hicp_threat IS NULL
;
SELECT
  rule_order,
  listagg(rule, ', ') WITHIN GROUP (ORDER BY
    rule NULLS LAST) AS rules
FROM reference.origin_rules
WHERE
  NOT rule_order IS NULL
GROUP BY ALL
HAVING
  count(*) > 1
;
SELECT
  rule,
  looks_at,
  rule_order,
  origin
FROM reference.origin_rules
WHERE
  looks_at IS NULL
  OR NOT looks_at IN ('description', 'type', 'naive-type', 'word')
  OR pattern IS NULL
  OR (
    looks_at = 'word' AND (
      NOT rule_order IS NULL OR NOT origin IS NULL
    )
  )
  OR (
    looks_at <> 'word'
    AND (
      rule_order IS NULL OR rule_order < 100 OR origin IS NULL
    )
  )
  OR (
    looks_at IN ('description', 'type') AND cause IS NULL
  )
  OR NOT origin IN ('internal', 'external')
;
SELECT
  rule,
  rule_order
FROM reference.origin_rules
WHERE
  looks_at <> 'word'
  AND looks_at <> 'description'
  AND rule_order <= (
    SELECT
      max(rule_order)
    FROM reference.origin_rules
    WHERE
      looks_at = 'description'
  )
;
SELECT
  rule,
  pattern
FROM reference.origin_rules
WHERE
  looks_at = 'description'
  AND regexp_like('', regexp_replace(pattern, '\\{(?![0-9])', '\\\\{'))
;
SELECT
  rule,
  unnested_unknown_word AS unknown_word
FROM reference.origin_rules
LATERAL VIEW
explode(regexp_extract_all(concat_ws('', pattern, unless), '\\{[a-z]+\\}', 0)) unnested AS unnested_unknown_word
WHERE
  regexp_like(
    replace(replace(concat_ws('', pattern, unless), '{person}', ''), '{device}', ''),
    '\\{[a-z]+\\}'
  )
  OR (
    regexp_like(concat_ws('', pattern, unless), '\\{(person|device)\\}')
    AND (
      SELECT
        count(*)
      FROM reference.origin_rules
      WHERE
        looks_at = 'word' AND rule IN ('person', 'device')
    ) < 2
  )
;
SELECT
  rule,
  pattern,
  unless
FROM reference.origin_rules
WHERE
  regexp_like(concat_ws('', pattern, unless), '\\\\[pPQ\\\\]|\\(\\?[a-z\\-]*[A-Z]')
