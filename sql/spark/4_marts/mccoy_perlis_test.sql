-- generated from sql/4_marts/mccoy_perlis_test.sql sha256:693cc8c1616122c3b3902e8a6322d5d6d10506528721760c504e8f185a282e21 by tools/dialect 1; do not edit
-- with sql/4_marts/breaches_as_of.sql sha256:a0f24c17510452e17e43998ffbe17f9b58a923d79811ac984e6aa6646fded890
-- with sql/4_marts/lists_as_of.sql sha256:981de6b0c219aa872449c7f464ced6e479ba7128cd9c0d0b567d0bc75ce473b5
WITH lists_as_of_2__days AS (
  SELECT DISTINCT
    unnested_as_of_day AS as_of_day
  FROM (
    SELECT
      1 AS one
  ) AS once
  LATERAL VIEW
  explode(CAST(array(CAST('2018-01-04' AS DATE)) AS ARRAY<DATE>)) unnested AS unnested_as_of_day
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
    valid_from,
    is_reconstructed,
    is_duplicate,
    source_file,
    source_line
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
  WHERE
    year BETWEEN 2010 AND 2017
    AND EXISTS(
      SELECT
        1
      FROM marts.captures
      WHERE
        is_complete AND captured_on <= CAST('2018-01-04' AS DATE)
    )
), stated AS (
  SELECT
    year,
    'breach_type' AS breakdown,
    unnested_category AS category,
    individuals
  FROM listed
  LATERAL VIEW
  explode(breach_types) unnested AS unnested_category
  UNION ALL
  SELECT
    year,
    'location',
    unnested_ AS ``,
    individuals
  FROM listed
  LATERAL VIEW
  explode(locations) unnested AS unnested_
  UNION ALL
  SELECT
    year,
    'entity_type',
    coalesce(entity_type, 'Not stated'),
    individuals
  FROM listed
), wanted AS (
  SELECT
    year,
    breakdown,
    category,
    count(*) AS breaches,
    sum(coalesce(individuals, 0)) AS individuals
  FROM stated
  WHERE
    CASE breakdown
      WHEN 'breach_type'
      THEN NOT category IN ('Other', 'Unknown')
      WHEN 'location'
      THEN NOT category IN ('Other', 'Other Portable Electronic Device', 'Unknown')
      ELSE TRUE
    END
  GROUP BY ALL
)
SELECT
  year,
  breakdown,
  category,
  counted.breaches,
  wanted.breaches AS breaches_wanted,
  counted.individuals,
  wanted.individuals AS individuals_wanted
FROM marts.mccoy_perlis AS counted
FULL JOIN wanted
  USING (year, breakdown, category)
WHERE
  coalesce(counted.breaches, 0) <> coalesce(wanted.breaches, 0)
  OR coalesce(counted.individuals, 0) <> coalesce(wanted.individuals, 0)
;
SELECT
  year,
  breakdown,
  category,
  individuals,
  cumulative_individuals
FROM (
  SELECT
    year,
    breakdown,
    category,
    breaches,
    individuals,
    cumulative_individuals,
    is_partial_year,
    reconstructed_breaches,
    all_breaches,
    all_reconstructed,
    as_of_on,
    lag(cumulative_individuals) OVER (PARTITION BY breakdown, category ORDER BY year NULLS LAST) AS before
  FROM marts.mccoy_perlis
)
WHERE
  coalesce(cumulative_individuals, 0) <> coalesce(before, 0) + coalesce(individuals, 0)
