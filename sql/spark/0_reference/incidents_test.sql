-- generated from sql/0_reference/incidents_test.sql sha256:1a76b9a9d9a7d4912b94e82bca2469b6a33cd1d3f0726b5a10ec012a563d25dd by tools/dialect 1; do not edit
SELECT
  incident,
  words,
  first_on,
  last_on,
  said_by
FROM reference.incidents
WHERE
  words <> duckdb_lower(words)
  OR length(words) < 4
  OR also_words <> duckdb_lower(also_words)
  OR first_on IS NULL
  OR last_on IS NULL
  OR first_on > last_on
  OR said_by IS NULL
  OR source_url IS NULL
