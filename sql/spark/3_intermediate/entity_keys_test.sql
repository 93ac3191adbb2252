-- generated from sql/3_intermediate/entity_keys_test.sql sha256:65e12becbe9110fbea8bfbb8cf94c92e791271be80fa462a918d264e9d4a87c3 by tools/dialect 1; do not edit
SELECT
  source_file,
  source_line,
  entity_name
FROM staging.breach_reports
ANTI JOIN intermediate.entity_keys
  USING (entity_name)
WHERE
  NOT entity_name IS NULL
;
SELECT
  min(entity_name) AS entity_name,
  min(entity_key) AS entity_key
FROM intermediate.entity_keys
GROUP BY
  duckdb_lower(entity_name)
HAVING
  min(coalesce(entity_key, '')) <> max(coalesce(entity_key, ''))
  OR bool_or(NOT regexp_like(entity_key, '\\A(?:[a-z0-9]+( [a-z0-9]+)*)\\z'))
