-- generated from sql/4_marts/breaches_test.sql sha256:216c42cec34eb015ea71aa4349f9d513467b6e01aa0f55ece00672ffa482324e by tools/dialect 1; do not edit
-- with sql/4_marts/breaches_as_of.sql sha256:a0f24c17510452e17e43998ffbe17f9b58a923d79811ac984e6aa6646fded890
-- with sql/4_marts/lists_as_of.sql sha256:981de6b0c219aa872449c7f464ced6e479ba7128cd9c0d0b567d0bc75ce473b5
SELECT
  source_file,
  source_line,
  breach_id
FROM intermediate.listings
JOIN intermediate.reports
  USING (report_no, report_key)
JOIN intermediate.captures
  ON capture_order BETWEEN first_order AND last_order AND array_contains(views, view)
JOIN intermediate.identities
  USING (report_key, place)
ANTI JOIN (
  SELECT
    breach_id
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
)
  USING (breach_id)
WHERE
  is_current
  AND capture_order = (
    SELECT
      max(capture_order)
    FROM intermediate.captures
    WHERE
      captured_on <= as_of_on
  )
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
;
WITH shown AS (
  SELECT
    capture_order
  FROM intermediate.captures
  WHERE
    is_current
    AND is_complete
    AND captured_on = (
      SELECT
        max(captured_on)
      FROM intermediate.captures
      WHERE
        captured_on <= as_of_on
    )
), standing AS (
  SELECT
    breach_id
  FROM intermediate.listings
  JOIN intermediate.identities
    USING (report_key, place)
  JOIN shown
    ON capture_order BETWEEN first_order AND last_order
)
SELECT
  source_file,
  source_line,
  breach_id
FROM marts.breaches
ANTI JOIN standing
  USING (breach_id)
WHERE
  vanished_on IS NULL
  AND NOT is_reconstructed
  AND (
    SELECT
      count(*)
    FROM shown
  ) = 1
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
;
WITH lists_as_of_2__days AS (
  SELECT DISTINCT
    unnested_as_of_day AS as_of_day
  FROM (
    SELECT
      1 AS one
  ) AS once
  LATERAL VIEW
  explode(CAST(array((
    SELECT
      max(as_of_on)
    FROM marts.captures
  )) AS ARRAY<DATE>)) unnested AS unnested_as_of_day
), lists_as_of_2__last_seen AS (
  SELECT
    as_of_day,
    coalesce(max(newest_submitted_on), CAST('0001-01-01' AS DATE)) AS newest_submitted_on
  FROM lists_as_of_2__days AS days
  LEFT JOIN marts.captures
    ON is_complete AND captured_on <= as_of_day
  GROUP BY ALL
), lists_as_of_2__posting AS (
  SELECT
    as_of_day,
    CAST(max_by(lag_days, applies_from) FILTER(WHERE
      NOT (
        lag_days
      ) IS NULL) AS INT) AS lag_days
  FROM lists_as_of_2__days AS days
  LEFT JOIN reference.posting_lags
    ON as_of_day BETWEEN applies_from AND applies_to
  GROUP BY ALL
), lists_as_of_2__unknown AS (
  SELECT
    as_of_day,
    breach_id,
    unknown_since
  FROM marts.unknown_views
  JOIN lists_as_of_2__days AS days
    ON unknown_since <= as_of_day AND (
      known_on IS NULL OR known_on > as_of_day
    )
)
SELECT
  breach_id,
  CASE WHEN is_listed IS NULL THEN 'missing' ELSE 'not wanted' END AS fault
FROM (
  SELECT
    breach_id,
    is_reconstructed,
    TRUE AS is_wanted
  FROM (
    SELECT
      breach_id,
      entity_name,
      state,
      entity_type,
      individuals,
      submitted_on,
      year,
      breach_types,
      locations,
      has_business_associate,
      description,
      cause,
      origin,
      origin_basis,
      origin_rule,
      origin_evidence,
      origin_by_description,
      origin_by_type,
      hicp_threat,
      view,
      view_unknown_since,
      version,
      valid_from,
      is_reconstructed,
      is_duplicate,
      source_file,
      source_line
    FROM (
      SELECT
        as_of_day,
        breach_id,
        entity_name,
        state,
        entity_type,
        individuals,
        submitted_on,
        year(submitted_on) AS year,
        breach_types,
        locations,
        has_business_associate,
        description,
        cause,
        origin,
        origin_basis,
        origin_rule,
        origin_evidence,
        origin_by_description,
        origin_by_type,
        hicp_threat,
        CASE WHEN unknown_since IS NULL AND valid_from <= as_of_day THEN view END AS view,
        unknown_since AS view_unknown_since,
        version,
        valid_from,
        valid_from > as_of_day AS is_reconstructed,
        is_duplicate,
        source_file,
        source_line
      FROM marts.breach_versions
      CROSS JOIN lists_as_of_2__last_seen AS last_seen
      JOIN lists_as_of_2__posting AS posting
        USING (as_of_day)
      LEFT JOIN lists_as_of_2__unknown AS unknown
        USING (as_of_day, breach_id)
      WHERE
        (
          valid_from <= as_of_day AND (
            valid_to IS NULL OR valid_to > as_of_day
          )
        )
        OR (
          valid_from > as_of_day
          AND version = 1
          AND date_add(submitted_on, CAST(lag_days AS INT)) <= as_of_day
          AND submitted_on > newest_submitted_on
        )
    ) AS lists_as_of
  ) AS breaches_as_of
)
FULL JOIN (
  SELECT
    breach_id,
    TRUE AS is_listed
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
) AS listed
  USING (breach_id)
WHERE
  is_wanted IS NULL
  OR is_listed IS NULL
  AND (
    NOT is_reconstructed OR (
      SELECT
        bool_or(is_as_of)
      FROM marts.captures
    )
  )
;
SELECT
  source_file,
  source_line,
  breach_id
FROM marts.breach_versions
ANTI JOIN marts.breaches
  USING (breach_id)
WHERE
  valid_from <= (
    SELECT
      max(as_of_on)
    FROM marts.captures
  )
;
SELECT
  source_file,
  source_line,
  submitted_on
FROM marts.breaches
WHERE
  year IS NULL
;
SELECT
  source_file,
  source_line,
  entity_name
FROM marts.breaches
WHERE
  individuals IS NULL
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
;
SELECT
  source_file,
  source_line,
  entity_name,
  individuals
FROM marts.breaches
WHERE
  individuals < 500
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
;
SELECT
  source_file,
  source_line,
  entity_name,
  individuals
FROM marts.breaches
WHERE
  individuals > 200000000
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
;
SELECT
  source_file,
  source_line,
  entity_name
FROM marts.breaches
WHERE
  state IS NULL
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
;
SELECT
  source_file,
  source_line,
  marts.breaches.state
FROM marts.breaches
LEFT JOIN reference.states
  USING (state)
WHERE
  NOT marts.breaches.state IS NULL AND reference.states.state IS NULL
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
;
SELECT
  source_file,
  source_line,
  state
FROM (
  SELECT
    source_file,
    source_line,
    marts.breaches.state,
    count(*) OVER () AS _w
  FROM marts.breaches
  LEFT JOIN reference.states
    USING (state)
  WHERE
    NOT marts.breaches.state IS NULL AND reference.states.state IS NULL
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
  entity_type IS NULL
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
;
SELECT
  source_file,
  source_line,
  marts.breaches.entity_type
FROM marts.breaches
LEFT JOIN reference.entity_types
  USING (entity_type)
WHERE
  NOT marts.breaches.entity_type IS NULL
  AND reference.entity_types.entity_type IS NULL
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
;
SELECT
  source_file,
  source_line,
  entity_type
FROM (
  SELECT
    source_file,
    source_line,
    marts.breaches.entity_type,
    count(*) OVER () AS _w
  FROM marts.breaches
  LEFT JOIN reference.entity_types
    USING (entity_type)
  WHERE
    NOT marts.breaches.entity_type IS NULL
    AND reference.entity_types.entity_type IS NULL
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
  has_business_associate IS NULL
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
;
SELECT
  source_file,
  source_line,
  has_business_associate
FROM (
  SELECT
    source_file,
    source_line,
    has_business_associate,
    count(*) OVER () AS _w
  FROM marts.breaches
  WHERE
    has_business_associate IS NULL
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
  entity_name,
  submitted_on,
  individuals
FROM marts.breaches
WHERE
  is_duplicate
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
;
SELECT
  source_file,
  source_line,
  entity_name,
  submitted_on,
  individuals
FROM (
  SELECT
    source_file,
    source_line,
    entity_name,
    submitted_on,
    individuals,
    count(*) OVER () AS _w
  FROM marts.breaches
  WHERE
    is_duplicate
  ORDER BY
    source_file NULLS LAST,
    source_line NULLS LAST
) AS _t
WHERE
  (
    _w
  ) > greatest(10, 0.01e0 * (
    SELECT
      count(*)
    FROM marts.breaches
  ))
;
WITH counts AS (
  SELECT
    entity_key,
    count(*) AS counted
  FROM marts.breaches
  WHERE
    vanished_on IS NULL AND NOT entity_key IS NULL
  GROUP BY ALL
)
SELECT
  source_file,
  source_line,
  entity_name,
  marts.breaches.entity_key,
  entity_breaches,
  counted
FROM marts.breaches
LEFT JOIN intermediate.entity_keys
  USING (entity_name)
LEFT JOIN counts
  ON counts.entity_key = marts.breaches.entity_key
WHERE
  marts.breaches.entity_key IS DISTINCT FROM intermediate.entity_keys.entity_key
  OR (
    marts.breaches.entity_key IS NULL
  ) <> (
    entity_breaches IS NULL
  )
  OR entity_breaches <> coalesce(counted, 0)
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
