-- generated from sql/5_figures/sizes_by_year_test.sql sha256:ff7b838a9b1c1db675dc059e5e1221e9d77449fb52248304d2039cab66ef8466 by tools/dialect 1; do not edit
SELECT
  year,
  figures.sizes_by_year.breaches,
  figures.individuals_by_year.breaches AS breaches_wanted,
  figures.sizes_by_year.breaches_without_count,
  figures.individuals_by_year.breaches_without_count AS breaches_without_count_wanted,
  figures.sizes_by_year.median_individuals,
  figures.breaches_by_year.median_individuals AS median_individuals_wanted
FROM figures.sizes_by_year
FULL JOIN figures.individuals_by_year
  USING (year)
FULL JOIN figures.breaches_by_year
  USING (year)
WHERE
  figures.sizes_by_year.breaches IS DISTINCT FROM figures.individuals_by_year.breaches
  OR figures.sizes_by_year.breaches_without_count IS DISTINCT FROM figures.individuals_by_year.breaches_without_count
  OR figures.sizes_by_year.median_individuals IS DISTINCT FROM figures.breaches_by_year.median_individuals
;
WITH sides AS (
  SELECT
    year,
    count(individuals) AS stated,
    count(*) FILTER(WHERE
      individuals < lower_quartile) AS below_lower,
    count(*) FILTER(WHERE
      individuals > lower_quartile) AS above_lower,
    count(*) FILTER(WHERE
      individuals < upper_quartile) AS below_upper,
    count(*) FILTER(WHERE
      individuals > upper_quartile) AS above_upper,
    any_value(lower_quartile) IGNORE NULLS AS lower_quartile,
    any_value(upper_quartile) IGNORE NULLS AS upper_quartile
  FROM figures.sizes_by_year
  LEFT JOIN (
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
      first_captured_on,
      last_captured_on,
      versions,
      vanished_on,
      is_reconstructed,
      is_duplicate,
      source_file,
      source_line,
      entity_key,
      entity_breaches
    FROM marts.breaches
    WHERE
      vanished_on IS NULL
  )
    USING (year)
  GROUP BY ALL
)
SELECT
  year,
  stated,
  below_lower,
  above_lower,
  below_upper,
  above_upper,
  lower_quartile,
  upper_quartile
FROM sides
WHERE
  (
    stated = 0
  ) <> (
    lower_quartile IS NULL
  )
  OR (
    stated = 0
  ) <> (
    upper_quartile IS NULL
  )
  OR stated > 0
  AND (
    below_lower >= (
      stated - 1
    ) * 0.25e0 + 1
    OR above_lower >= (
      stated - 1
    ) * 0.75e0 + 1
    OR below_upper >= (
      stated - 1
    ) * 0.75e0 + 1
    OR above_upper >= (
      stated - 1
    ) * 0.25e0 + 1
  )
