-- generated from sql/4_marts/views_test.sql sha256:c43177e3e27e6c075bd92adcae109d4dfb1b83ed32633a12eb411aec59bd43f1 by tools/dialect 1; do not edit
SELECT
  counted,
  listed
FROM (
  SELECT
    CAST(sum(breaches) AS BIGINT) AS counted
  FROM marts.views
)
CROSS JOIN (
  SELECT
    count(*) AS listed
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
)
WHERE
  counted <> listed
;
SELECT
  source_file,
  source_line,
  breach_id,
  view,
  view_unknown_since
FROM marts.breaches
WHERE
  vanished_on IS NULL
  AND (
    view IS NULL
  ) <> (
    NOT view_unknown_since IS NULL OR is_reconstructed
  )
