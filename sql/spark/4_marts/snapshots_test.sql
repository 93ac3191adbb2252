-- generated from sql/4_marts/snapshots_test.sql sha256:278df7055351cc78d3a45725f4b4d5ff57c5028d4e7af1d63eb264e06d81ab9f by tools/dialect 1; do not edit
SELECT
  source_file,
  encoding,
  damaged_characters
FROM marts.snapshots
WHERE
  is_current AND damaged_characters > 0
;
WITH counted AS (
  SELECT
    source_file,
    count(*) AS breaches_wanted
  FROM marts.breaches
  GROUP BY ALL
)
SELECT
  source_file,
  breaches_wanted,
  breaches_shown,
  is_shown
FROM counted
FULL JOIN marts.snapshots
  USING (source_file)
WHERE
  coalesce(breaches_wanted, 0) IS DISTINCT FROM breaches_shown
  OR breaches_wanted > 0
  AND NOT is_shown
ORDER BY
  source_file NULLS LAST
