-- generated from sql/5_figures/revisions_test.sql sha256:5dd06857691d67e2aac59bbc379b1f54b3a220ea553dd3b5f953ef776e089f7e by tools/dialect 1; do not edit
WITH totals AS (
  SELECT
    CAST(sum(individuals) AS BIGINT) AS individuals,
    CAST(sum(individuals_change) AS BIGINT) AS stated_change
  FROM figures.totals_by_capture
  WHERE
    is_newest
), rows AS (
  SELECT
    CAST(sum(individuals_change) AS BIGINT) AS listed_change
  FROM figures.revisions
)
SELECT
  individuals,
  stated_change,
  listed_change
FROM totals
CROSS JOIN rows
WHERE
  NOT stated_change IS NULL AND coalesce(listed_change, 0) <> stated_change
;
WITH totals AS (
  SELECT
    CAST(sum(breaches_change) AS BIGINT) AS stated_change
  FROM figures.totals_by_capture
  WHERE
    is_newest
), rows AS (
  SELECT
    count(*) FILTER(WHERE
      kind = 'added') - count(*) FILTER(WHERE
      kind = 'vanished') AS listed_change
  FROM figures.revisions
)
SELECT
  stated_change,
  listed_change
FROM totals
CROSS JOIN rows
WHERE
  stated_change <> listed_change
;
SELECT
  breach_id,
  changed_column,
  kind,
  old_value,
  new_value
FROM figures.revisions
WHERE
  kind = 'unknown' OR old_value IS NOT DISTINCT FROM new_value
ORDER BY
  breach_id NULLS LAST,
  changed_column NULLS LAST
