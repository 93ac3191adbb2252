-- generated from sql/3_intermediate/entity_keys_test.sql sha256:88cd8cf1e58ebeb1d7df80c4c96ef56f25955d13641c3371ef619163147ccd13 by tools/dialect 1; do not edit
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
  entity_name,
  entity_key
FROM intermediate.entity_keys
WHERE
  NOT regexp_like(entity_key, '\\A(?:[a-z0-9]+( [a-z0-9]+)*)\\z')
;
SELECT
  later.entity_name,
  earlier.entity_name AS earlier_name,
  later.entity_key,
  earlier.entity_key
FROM intermediate.entity_keys AS later
JOIN intermediate.entity_keys AS earlier
  ON duckdb_lower(later.entity_name) = duckdb_lower(earlier.entity_name)
  AND later.entity_name > earlier.entity_name
WHERE
  later.entity_key IS DISTINCT FROM earlier.entity_key
