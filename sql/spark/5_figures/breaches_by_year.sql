-- generated from sql/5_figures/breaches_by_year.sql sha256:952d9d50916bfa2ad0ae73c94b699181a43bb022aab441635e1057532b7a1cd4 by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`median_individuals` as double) as `median_individuals`,
    cast(`largest_individuals` as bigint) as `largest_individuals`,
    cast(`is_partial_year` as boolean) as `is_partial_year`,
    cast(`first_submitted_on` as date) as `first_submitted_on`,
    cast(`last_submitted_on` as date) as `last_submitted_on`,
    cast(`projected_breaches` as bigint) as `projected_breaches`,
    cast(`projected_low` as bigint) as `projected_low`,
    cast(`projected_high` as bigint) as `projected_high`
from (
    SELECT
      marts.years.year,
      count(breach_id) AS breaches,
      CAST(sum(individuals) AS BIGINT) AS individuals,
      percentile(CAST(individuals AS DOUBLE), 0.5e0) AS median_individuals,
      max(individuals) AS largest_individuals,
      is_partial_year,
      first_submitted_on,
      last_submitted_on,
      projected_breaches,
      projected_low,
      projected_high
    FROM marts.years
    LEFT JOIN marts.breaches
      ON marts.breaches.year = marts.years.year AND vanished_on IS NULL
    LEFT JOIN marts.projection
      ON marts.projection.year = marts.years.year
    GROUP BY ALL
)
