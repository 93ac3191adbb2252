-- generated from sql/5_figures/sizes_by_year.sql sha256:5dda10d02e3c566a8ff55ebf16bbb112ac1939fdb20db6a3d299954bc1f0ff3b by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`breaches_without_count` as bigint) as `breaches_without_count`,
    cast(`lower_quartile` as double) as `lower_quartile`,
    cast(`median_individuals` as double) as `median_individuals`,
    cast(`upper_quartile` as double) as `upper_quartile`,
    cast(`is_partial_year` as boolean) as `is_partial_year`,
    cast(`first_submitted_on` as date) as `first_submitted_on`,
    cast(`last_submitted_on` as date) as `last_submitted_on`
from (
    SELECT
      marts.years.year,
      count(breach_id) AS breaches,
      count(breach_id) - count(individuals) AS breaches_without_count,
      percentile(CAST(individuals AS DOUBLE), 0.25e0) AS lower_quartile,
      percentile(CAST(individuals AS DOUBLE), 0.5e0) AS median_individuals,
      percentile(CAST(individuals AS DOUBLE), 0.75e0) AS upper_quartile,
      is_partial_year,
      first_submitted_on,
      last_submitted_on
    FROM marts.years
    LEFT JOIN marts.breaches
      ON marts.breaches.year = marts.years.year AND vanished_on IS NULL
    GROUP BY ALL
)
