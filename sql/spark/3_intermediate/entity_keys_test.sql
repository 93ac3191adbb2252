-- generated from sql/3_intermediate/entity_keys_test.sql sha256:28188a9fda0ff92ae2a23e392a0e35422bf6df613b6cb5b006cd97e79a75010a by tools/dialect 1; do not edit
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
  count(DISTINCT coalesce(entity_key, '')) > 1
  OR bool_or(NOT regexp_like(entity_key, '\\A(?:[a-z0-9]+( [a-z0-9]+)*)\\z'))
