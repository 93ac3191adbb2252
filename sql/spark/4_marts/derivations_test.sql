-- generated from sql/4_marts/derivations_test.sql sha256:350f4c4be112a9401b708e2f6fdd9af27efa014d7d3538fd5a87d4ffd5800122 by tools/dialect 1; do not edit
SELECT
  study,
  step,
  computed,
  value,
  printed
FROM marts.derivations
WHERE
  value IS NULL OR verdict = 'differs'
