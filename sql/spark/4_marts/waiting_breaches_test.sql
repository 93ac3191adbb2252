-- generated from sql/4_marts/waiting_breaches_test.sql sha256:fbbda0ff0df3078612d67dc4c5720db4b7997d950eff89a6702500ba4290ee43 by tools/dialect 1; do not edit
-- with sql/4_marts/breaches_as_of.sql sha256:a0f24c17510452e17e43998ffbe17f9b58a923d79811ac984e6aa6646fded890
-- with sql/4_marts/lists_as_of.sql sha256:981de6b0c219aa872449c7f464ced6e479ba7128cd9c0d0b567d0bc75ce473b5
WITH newest AS (
  SELECT
    max(captured_on) AS captured_on
  FROM marts.captures
), lists_as_of_2__days AS (
  SELECT DISTINCT
    unnested_as_of_day AS as_of_day
  FROM (
    SELECT
      1 AS one
  ) AS once
  LATERAL VIEW
  explode(CAST(array((
    SELECT
      captured_on
    FROM newest
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
), wanted AS (
  SELECT
    newer.breach_id,
    newer.source_file,
    newer.source_line
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
  ) AS newer
  WHERE
    NOT (
      SELECT
        bool_or(is_as_of)
      FROM marts.captures
    )
    AND NOT EXISTS(
      SELECT
        1
      FROM marts.breaches
      WHERE
        marts.breaches.breach_id = newer.breach_id
        AND marts.breaches.source_file = newer.source_file
        AND marts.breaches.source_line = newer.source_line
        AND vanished_on IS NULL
    )
)
SELECT
  coalesce(wanted.source_file, waiting.source_file) AS source_file,
  coalesce(wanted.source_line, waiting.source_line) AS source_line,
  wanted.breach_id AS breach_wanted,
  waiting.breach_id
FROM wanted
FULL JOIN marts.waiting_breaches AS waiting
  USING (breach_id)
WHERE
  wanted.breach_id IS NULL
  OR waiting.breach_id IS NULL
  OR wanted.source_file <> waiting.source_file
  OR wanted.source_line <> waiting.source_line
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
