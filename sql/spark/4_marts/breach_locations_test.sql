-- generated from sql/4_marts/breach_locations_test.sql sha256:67c58a360846df02b69923fb8589ba01c2e6dee7d6e49ff6438370477447583b by tools/dialect 1; do not edit
WITH wanted AS (
  SELECT
    breach_id,
    unnested_location AS location,
    year,
    individuals
  FROM marts.breaches
  LATERAL VIEW
  explode(locations) unnested AS unnested_location
  WHERE
    vanished_on IS NULL
)
(
  SELECT
    breach_id,
    location,
    year,
    individuals,
    'missing' AS fault
  FROM wanted
  EXCEPT
  SELECT
    breach_id,
    location,
    year,
    individuals,
    'missing' AS fault
  FROM marts.breach_locations
)
UNION ALL
(
  SELECT
    breach_id,
    location,
    year,
    individuals,
    'not wanted' AS fault
  FROM marts.breach_locations
  EXCEPT
  SELECT
    breach_id,
    location,
    year,
    individuals,
    'not wanted' AS fault
  FROM wanted
)
;
SELECT
  source_file,
  source_line,
  marts.breach_locations.location
FROM marts.breach_locations
JOIN marts.breaches
  USING (breach_id)
LEFT JOIN reference.locations
  USING (location)
WHERE
  reference.locations.location IS NULL
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST,
  marts.breach_locations.location NULLS LAST
;
SELECT
  source_file,
  source_line,
  unknown_locations
FROM (
  WITH unknown AS (
    SELECT
      breach_id,
      listagg(marts.breach_locations.location, ', ') AS unknown_locations
    FROM marts.breach_locations
    LEFT JOIN reference.locations
      USING (location)
    WHERE
      reference.locations.location IS NULL
    GROUP BY ALL
  )
  SELECT
    source_file,
    source_line,
    unknown_locations,
    count(*) OVER () AS _w
  FROM marts.breaches
  JOIN unknown
    USING (breach_id)
  ORDER BY
    source_file NULLS LAST,
    source_line NULLS LAST
) AS _t
WHERE
  (
    _w
  ) > greatest(10, 0.02e0 * (
    SELECT
      count(*)
    FROM marts.breaches
  ))
;
SELECT
  source_file,
  source_line,
  entity_name
FROM marts.breaches
WHERE
  locations IS NULL
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
