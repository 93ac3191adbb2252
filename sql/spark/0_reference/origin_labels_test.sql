-- generated from sql/0_reference/origin_labels_test.sql sha256:2dcdcdc17298fe1d0bc625e837e2bf71d0d9e65f75746d8168fd8a1be9859b36 by tools/dialect 1; do not edit
SELECT
  label_no,
  origin_labels.cause,
  origin_labels.origin
FROM reference.origin_labels
LEFT JOIN reference.causes
  ON causes.cause = origin_labels.cause
WHERE
  causes.origin IS NULL OR causes.origin IS DISTINCT FROM origin_labels.origin
;
SELECT
  min(label_no) AS label_no,
  name,
  submitted_on
FROM reference.origin_labels
GROUP BY
  name,
  submitted_on,
  individuals
HAVING
  count(*) > 1
