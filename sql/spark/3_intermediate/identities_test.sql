-- generated from sql/3_intermediate/identities_test.sql sha256:2d9bfba29fd9da8cae31f42ac78b7bc821e03f7b0e9a393b12166145b2828ea2 by tools/dialect 1; do not edit
SELECT
  report_key,
  place,
  entity_name
FROM intermediate.forms
ANTI JOIN intermediate.identities
  USING (report_key, place)
;
SELECT
  breach_id,
  count(*) AS first_forms
FROM intermediate.identities
WHERE
  step = 1
GROUP BY ALL
HAVING
  count(*) > 1
;
SELECT
  here.source_file,
  here.source_line,
  beside.source_file AS beside_file,
  beside.source_line AS beside_line,
  one.breach_id
FROM intermediate.listings AS later
JOIN intermediate.identities AS one
  ON one.report_key = later.report_key AND one.place = later.place
JOIN intermediate.identities AS other
  ON other.breach_id = one.breach_id
  AND (other.report_key, other.place) < (one.report_key, one.place)
JOIN intermediate.listings AS earlier
  ON earlier.report_key = other.report_key AND earlier.place = other.place
JOIN intermediate.reports AS here
  ON here.report_no = later.report_no
JOIN intermediate.reports AS beside
  ON beside.report_no = earlier.report_no
WHERE
  earlier.first_order <= later.last_order
  AND later.first_order <= earlier.last_order
;
SELECT
  source_file,
  source_line,
  entity_name
FROM intermediate.reports
JOIN intermediate.matches
  USING (report_key)
ANTI JOIN (
  SELECT
    report_key,
    place,
    breach_id,
    step,
    rung,
    name_similarity
  FROM intermediate.identities
  WHERE
    NOT rung IS NULL
)
  USING (report_key, place)
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
