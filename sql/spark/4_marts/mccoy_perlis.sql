-- generated from sql/4_marts/mccoy_perlis.sql sha256:9a9093496bc419bd9995e1a6c195245fee3a63bc10ed3d2206be5dbee66d3335 by tools/dialect 1; do not edit
-- with sql/4_marts/breaches_as_of.sql sha256:a0f24c17510452e17e43998ffbe17f9b58a923d79811ac984e6aa6646fded890
-- with sql/4_marts/lists_as_of.sql sha256:981de6b0c219aa872449c7f464ced6e479ba7128cd9c0d0b567d0bc75ce473b5
-- step steps.mccoy_perlis__listed
WITH study AS (
  SELECT
    reference.studies.read_on,
    reference.studies.period_start,
    reference.studies.period_end
  FROM marts.studies
  JOIN reference.studies
    USING (study)
  WHERE
    study = 'mccoy-perlis-2018' AND NOT listed_on IS NULL
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
      read_on
    FROM study
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
  source_line,
  read_on,
  period_start,
  period_end
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
CROSS JOIN study
WHERE
  submitted_on BETWEEN period_start AND period_end
;
select
    cast(`year` as bigint) as `year`,
    cast(`breakdown` as string) as `breakdown`,
    cast(`category` as string) as `category`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`cumulative_individuals` as bigint) as `cumulative_individuals`,
    cast(`is_partial_year` as boolean) as `is_partial_year`,
    cast(`reconstructed_breaches` as bigint) as `reconstructed_breaches`,
    cast(`all_breaches` as bigint) as `all_breaches`,
    cast(`all_reconstructed` as bigint) as `all_reconstructed`,
    cast(`as_of_on` as date) as `as_of_on`
from (
    WITH study AS (
      SELECT
        reference.studies.read_on,
        reference.studies.period_start,
        reference.studies.period_end
      FROM marts.studies
      JOIN reference.studies
        USING (study)
      WHERE
        study = 'mccoy-perlis-2018' AND NOT listed_on IS NULL
    ), totals AS (
      SELECT
        count(*) AS all_breaches,
        count(*) FILTER(WHERE
          is_reconstructed) AS all_reconstructed
      FROM steps.mccoy_perlis__listed AS listed
    ), stated AS (
      SELECT
        year,
        'breach_type' AS breakdown,
        unnested_category AS category,
        individuals,
        is_reconstructed
      FROM steps.mccoy_perlis__listed AS listed
      LATERAL VIEW
      explode(breach_types) unnested AS unnested_category
      UNION ALL
      SELECT
        year,
        'location',
        unnested_ AS ``,
        individuals,
        is_reconstructed
      FROM steps.mccoy_perlis__listed AS listed
      LATERAL VIEW
      explode(locations) unnested AS unnested_
      UNION ALL
      SELECT
        year,
        'entity_type',
        coalesce(entity_type, 'Not stated'),
        individuals,
        is_reconstructed
      FROM steps.mccoy_perlis__listed AS listed
    ), kept AS (
      SELECT
        year,
        breakdown,
        category,
        individuals,
        is_reconstructed
      FROM stated
      WHERE
        breakdown = 'entity_type'
        OR NOT category IN ('Other', 'Unknown')
        AND NOT (
          breakdown = 'location' AND category = 'Other Portable Electronic Device'
        )
    ), grid AS (
      SELECT
        years.year,
        breakdown,
        category
      FROM (
        SELECT DISTINCT
          year
        FROM steps.mccoy_perlis__listed AS listed
      ) AS years
      CROSS JOIN (
        SELECT DISTINCT
          breakdown,
          category
        FROM kept
      ) AS kinds
    ), counted AS (
      SELECT
        year,
        breakdown,
        category,
        count(*) AS breaches,
        CAST(sum(individuals) AS BIGINT) AS individuals,
        count(*) FILTER(WHERE
          is_reconstructed) AS reconstructed_breaches
      FROM kept
      GROUP BY ALL
    ), filled AS (
      SELECT
        year,
        breakdown,
        category,
        coalesce(breaches, 0) AS breaches,
        CASE WHEN breaches IS NULL THEN 0 ELSE individuals END AS individuals,
        coalesce(reconstructed_breaches, 0) AS reconstructed_breaches
      FROM grid
      LEFT JOIN counted
        USING (year, breakdown, category)
    )
    SELECT
      year,
      breakdown,
      category,
      breaches,
      individuals,
      CAST(sum(individuals) OVER (PARTITION BY breakdown, category ORDER BY year NULLS LAST) AS BIGINT) AS cumulative_individuals,
      make_date(CAST(year AS INT), CAST(12 AS INT), CAST(31 AS INT)) > read_on AS is_partial_year,
      reconstructed_breaches,
      all_breaches,
      all_reconstructed,
      read_on AS as_of_on
    FROM filled
    CROSS JOIN totals
    CROSS JOIN study
)
