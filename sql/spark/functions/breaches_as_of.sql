-- generated from sql/4_marts/breaches_as_of.sql sha256:a0f24c17510452e17e43998ffbe17f9b58a923d79811ac984e6aa6646fded890 by tools/dialect 1; do not edit
-- with sql/4_marts/lists_as_of.sql sha256:981de6b0c219aa872449c7f464ced6e479ba7128cd9c0d0b567d0bc75ce473b5
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
    cast(`version` as bigint) as `version`,
    cast(`valid_from` as date) as `valid_from`,
    cast(`is_reconstructed` as boolean) as `is_reconstructed`,
    cast(`is_duplicate` as boolean) as `is_duplicate`,
    cast(`source_file` as string) as `source_file`,
    cast(`source_line` as bigint) as `source_line`
from (
    WITH lists_as_of_1__days AS (
      SELECT DISTINCT
        unnested_as_of_day AS as_of_day
      FROM (
        SELECT
          1 AS one
      ) AS once
      LATERAL VIEW
      explode(CAST(array(:as_of_day) AS ARRAY<DATE>)) unnested AS unnested_as_of_day
    ), lists_as_of_1__last_seen AS (
      SELECT
        as_of_day,
        coalesce(max(newest_submitted_on), CAST('0001-01-01' AS DATE)) AS newest_submitted_on
      FROM lists_as_of_1__days AS days
      LEFT JOIN marts.captures
        ON is_complete AND captured_on <= as_of_day
      GROUP BY ALL
    ), lists_as_of_1__posting AS (
      SELECT
        as_of_day,
        CAST(max_by(lag_days, applies_from) FILTER(WHERE
          NOT (
            lag_days
          ) IS NULL) AS INT) AS lag_days
      FROM lists_as_of_1__days AS days
      LEFT JOIN reference.posting_lags
        ON as_of_day BETWEEN applies_from AND applies_to
      GROUP BY ALL
    ), lists_as_of_1__unknown AS (
      SELECT
        as_of_day,
        breach_id,
        unknown_since
      FROM marts.unknown_views
      JOIN lists_as_of_1__days AS days
        ON unknown_since <= as_of_day AND (
          known_on IS NULL OR known_on > as_of_day
        )
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
      CROSS JOIN lists_as_of_1__last_seen AS last_seen
      JOIN lists_as_of_1__posting AS posting
        USING (as_of_day)
      LEFT JOIN lists_as_of_1__unknown AS unknown
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
)
