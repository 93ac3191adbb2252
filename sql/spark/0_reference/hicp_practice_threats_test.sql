-- generated from sql/0_reference/hicp_practice_threats_test.sql sha256:6dd1df9e1cf28bb4136793d499fff8122adf49ab0c745a133ff6ce49c2db5694 by tools/dialect 1; do not edit
SELECT
  practice_no,
  hicp_threat
FROM reference.hicp_practice_threats
LEFT JOIN reference.hicp_practices
  USING (practice_no)
LEFT JOIN reference.hicp_threats
  USING (hicp_threat)
WHERE
  hicp_practices.name IS NULL OR hicp_threats.name IS NULL
;
SELECT
  name
FROM reference.hicp_practices
ANTI JOIN reference.hicp_practice_threats
  USING (practice_no)
UNION ALL
SELECT
  name
FROM reference.hicp_threats
ANTI JOIN reference.hicp_practice_threats
  USING (hicp_threat)
