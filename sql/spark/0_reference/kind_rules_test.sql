-- generated from sql/0_reference/kind_rules_test.sql sha256:7acbc788fc3fe8fa0ab53f11dff5efb65dbcf36055f7b835781f5b27890f9188 by tools/dialect 1; do not edit
SELECT
  rule,
  rule_order,
  attribute,
  looks_at
FROM reference.kind_rules
WHERE
  rule_order IS NULL
  OR value IS NULL
  OR pattern IS NULL
  OR NOT coalesce(attribute || ' of ' || looks_at, '') IN (
    'described of description',
    'data_kind of described',
    'outcome of description',
    'provider_kind of name',
    'ransomware of described'
  )
  OR (
    attribute = 'described' AND NOT words IS NULL
  )
;
SELECT
  min(rule) AS rule,
  attribute,
  rule_order
FROM reference.kind_rules
GROUP BY
  attribute,
  CASE WHEN attribute = 'data_kind' THEN value END,
  rule_order
HAVING
  count(*) > 1
;
SELECT
  count(*) AS rules
FROM reference.kind_rules
WHERE
  attribute = 'described'
HAVING
  count(*) <> 1
;
SELECT
  rule,
  words,
  pattern
FROM reference.kind_rules
WHERE
  regexp_like('', regexp_replace(pattern, '\\{(?![0-9])', '\\\\{'))
  OR array_contains(split(words, concat('\\Q', '|', '\\E')), '')
;
SELECT
  rule,
  words,
  pattern,
  unless
FROM reference.kind_rules
WHERE
  regexp_like(regexp_replace(concat_ws('', words, pattern, unless), '\\\\[A-Z]', ''), '[A-Z]')
;
SELECT
  rule,
  value
FROM reference.kind_rules
WHERE
  contains(value, ' ')
