-- generated from sql/3_intermediate/entity_keys_test.sql sha256:a799d4ceee45054af123fdcf19f9a8fab27dcd38294c9f8f078b20e11e4e715a by tools/dialect 1; do not edit
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
  earlier.entity_key AS earlier_key
FROM intermediate.entity_keys AS later
JOIN intermediate.entity_keys AS earlier
  ON duckdb_lower(later.entity_name) = duckdb_lower(earlier.entity_name)
  AND later.entity_name > earlier.entity_name
WHERE
  later.entity_key IS DISTINCT FROM earlier.entity_key
