-- generated from sql/4_marts/breaches.sql sha256:e8b23255493e21bc3e0d8a67106e3baec54f405810c499b53ec1139cca8918b3 by tools/dialect 1; do not edit
-- with sql/4_marts/breaches_as_of.sql sha256:a0f24c17510452e17e43998ffbe17f9b58a923d79811ac984e6aa6646fded890
-- with sql/4_marts/lists_as_of.sql sha256:981de6b0c219aa872449c7f464ced6e479ba7128cd9c0d0b567d0bc75ce473b5
-- step steps.breaches__together
WITH shown AS (
  SELECT
    as_of_on,
    is_as_of
  FROM intermediate.captures
  WHERE
    is_current
), listed AS (
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
    is_reconstructed,
    is_duplicate,
    source_file,
    source_line,
    CAST(NULL AS DATE) AS vanished_on
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
            as_of_on
          FROM shown
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
  WHERE
    NOT is_reconstructed OR (
      SELECT
        is_as_of
      FROM shown
    )
), unlisted AS (
  SELECT
    breach_id,
    max(version) AS version,
    max(valid_to) AS vanished_on
  FROM marts.breach_versions
  ANTI JOIN listed
    USING (breach_id)
  WHERE
    valid_from <= (
      SELECT
        as_of_on
      FROM shown
    )
  GROUP BY ALL
), vanished AS (
  SELECT
    breach_versions.breach_id,
    breach_versions.version,
    breach_versions.entity_name,
    breach_versions.state,
    breach_versions.entity_type,
    breach_versions.individuals,
    breach_versions.submitted_on,
    breach_versions.breach_types,
    breach_versions.locations,
    breach_versions.has_business_associate,
    breach_versions.description,
    breach_versions.cause,
    breach_versions.origin,
    breach_versions.origin_basis,
    breach_versions.origin_rule,
    breach_versions.origin_evidence,
    breach_versions.origin_by_description,
    breach_versions.origin_by_type,
    breach_versions.hicp_threat,
    breach_versions.view,
    breach_versions.is_duplicate,
    breach_versions.source_file,
    breach_versions.source_line,
    year(submitted_on) AS year,
    CAST(NULL AS DATE) AS view_unknown_since,
    FALSE AS is_reconstructed,
    vanished_on
  FROM marts.breach_versions
  JOIN unlisted
    USING (breach_id, version)
)
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
  is_reconstructed,
  is_duplicate,
  source_file,
  source_line,
  vanished_on
FROM listed
UNION ALL
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
  is_reconstructed,
  is_duplicate,
  source_file,
  source_line,
  vanished_on
FROM vanished
;
select
    cast(`breach_id` as string) as `breach_id`,
    cast(`entity_name` as string) as `entity_name`,
    cast(`state` as string) as `state`,
    cast(`entity_type` as string) as `entity_type`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`year` as bigint) as `year`,
    cast(`breach_types` as array<string>) as `breach_types`,
    cast(`locations` as array<string>) as `locations`,
    cast(`has_business_associate` as boolean) as `has_business_associate`,
    cast(`description` as string) as `description`,
    cast(`cause` as string) as `cause`,
    cast(`origin` as string) as `origin`,
    cast(`origin_basis` as string) as `origin_basis`,
    cast(`origin_rule` as string) as `origin_rule`,
    cast(`origin_evidence` as string) as `origin_evidence`,
    cast(`origin_by_description` as string) as `origin_by_description`,
    cast(`origin_by_type` as string) as `origin_by_type`,
    cast(`hicp_threat` as string) as `hicp_threat`,
    cast(`view` as string) as `view`,
    cast(`view_unknown_since` as date) as `view_unknown_since`,
    cast(`first_captured_on` as date) as `first_captured_on`,
    cast(`last_captured_on` as date) as `last_captured_on`,
    cast(`versions` as bigint) as `versions`,
    cast(`vanished_on` as date) as `vanished_on`,
    cast(`is_reconstructed` as boolean) as `is_reconstructed`,
    cast(`is_duplicate` as boolean) as `is_duplicate`,
    cast(`source_file` as string) as `source_file`,
    cast(`source_line` as bigint) as `source_line`,
    cast(`entity_key` as string) as `entity_key`,
    cast(`entity_breaches` as bigint) as `entity_breaches`
from (
    WITH saved AS (
      SELECT
        view,
        max(captured_on) AS captured_on
      FROM intermediate.captures
      LATERAL VIEW
      explode(views) each_view AS view
      WHERE
        captured_on <= as_of_on
      GROUP BY ALL
    ), seen AS (
      SELECT
        breach_id,
        min(first_seen.captured_on) AS first_captured_on,
        max(least(last_seen.captured_on, saved.captured_on)) FILTER(WHERE
          first_seen.captured_on <= first_seen.as_of_on) AS last_captured_on
      FROM intermediate.listings
      JOIN intermediate.identities
        USING (report_key, place)
      JOIN intermediate.captures AS first_seen
        ON first_seen.capture_order = first_order
      JOIN intermediate.captures AS last_seen
        ON last_seen.capture_order = last_order
      LEFT JOIN saved
        USING (view)
      GROUP BY ALL
    ), reporters AS (
      SELECT
        entity_key,
        count(*) AS entity_breaches
      FROM steps.breaches__together AS together
      JOIN intermediate.entity_keys
        USING (entity_name)
      WHERE
        vanished_on IS NULL AND NOT entity_key IS NULL
      GROUP BY ALL
    )
    SELECT
      together.breach_id,
      together.entity_name,
      together.state,
      together.entity_type,
      together.individuals,
      together.submitted_on,
      together.year,
      together.breach_types,
      together.locations,
      together.has_business_associate,
      together.description,
      together.cause,
      together.origin,
      together.origin_basis,
      together.origin_rule,
      together.origin_evidence,
      together.origin_by_description,
      together.origin_by_type,
      together.hicp_threat,
      together.view,
      together.view_unknown_since,
      first_captured_on,
      last_captured_on,
      version AS versions,
      vanished_on,
      is_reconstructed,
      is_duplicate,
      source_file,
      source_line,
      entity_key,
      CASE WHEN NOT entity_key IS NULL THEN coalesce(entity_breaches, 0) END AS entity_breaches
    FROM steps.breaches__together AS together
    JOIN seen
      USING (breach_id)
    LEFT JOIN intermediate.entity_keys
      USING (entity_name)
    LEFT JOIN reporters
      USING (entity_key)
)
