-- generated from sql/4_marts/breach_types_test.sql sha256:bd35f5aa0b454d41a2847556a828636fab3e635a756771709cee0677cd53f69e by tools/dialect 1; do not edit
WITH wanted AS (
  SELECT
    breach_id,
    unnested_breach_type AS breach_type,
    year,
    individuals
  FROM marts.breaches
  LATERAL VIEW
  explode(breach_types) unnested AS unnested_breach_type
  WHERE
    vanished_on IS NULL
)
(
  SELECT
    breach_id,
    breach_type,
    year,
    individuals,
    'missing' AS fault
  FROM wanted
  EXCEPT
  SELECT
    breach_id,
    breach_type,
    year,
    individuals,
    'missing' AS fault
  FROM marts.breach_types
)
UNION ALL
(
  SELECT
    breach_id,
    breach_type,
    year,
    individuals,
    'not wanted' AS fault
  FROM marts.breach_types
  EXCEPT
  SELECT
    breach_id,
    breach_type,
    year,
    individuals,
    'not wanted' AS fault
  FROM wanted
)
;
SELECT
  source_file,
  source_line,
  marts.breach_types.breach_type
FROM marts.breach_types
JOIN marts.breaches
  USING (breach_id)
LEFT JOIN reference.breach_types
  USING (breach_type)
WHERE
  reference.breach_types.breach_type IS NULL
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST,
  marts.breach_types.breach_type NULLS LAST
;
SELECT
  source_file,
  source_line,
  unknown_breach_types
FROM (
  WITH unknown AS (
    SELECT
      breach_id,
      listagg(marts.breach_types.breach_type, ', ') AS unknown_breach_types
    FROM marts.breach_types
    LEFT JOIN reference.breach_types
      USING (breach_type)
    WHERE
      reference.breach_types.breach_type IS NULL
    GROUP BY ALL
  )
  SELECT
    source_file,
    source_line,
    unknown_breach_types,
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
  breach_types IS NULL
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
