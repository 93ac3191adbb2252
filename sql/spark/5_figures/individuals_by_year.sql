-- generated from sql/5_figures/individuals_by_year.sql sha256:4ce45a5e15629bbe6046690738b3c907f1b036427a995532925978d7d5b3314c by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`breaches_without_count` as bigint) as `breaches_without_count`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`largest_individuals` as bigint) as `largest_individuals`,
    cast(`largest_entity_name` as string) as `largest_entity_name`,
    cast(`is_partial_year` as boolean) as `is_partial_year`,
    cast(`first_submitted_on` as date) as `first_submitted_on`,
    cast(`last_submitted_on` as date) as `last_submitted_on`
from (
    WITH largest_first AS (
      SELECT
        year,
        individuals,
        entity_name,
        CAST(row_number() OVER (PARTITION BY year ORDER BY individuals DESC, breach_id NULLS LAST) AS BIGINT) AS place
      FROM marts.breaches
      WHERE
        NOT individuals IS NULL AND vanished_on IS NULL
    ), largest AS (
      SELECT
        year,
        individuals AS largest_individuals,
        entity_name AS largest_entity_name
      FROM largest_first
      WHERE
        place = 1
    )
    SELECT
      marts.years.year,
      count(breach_id) AS breaches,
      count(breach_id) - count(individuals) AS breaches_without_count,
      CAST(sum(individuals) AS BIGINT) AS individuals,
      largest_individuals,
      largest_entity_name,
      is_partial_year,
      first_submitted_on,
      last_submitted_on
    FROM marts.years
    LEFT JOIN marts.breaches
      ON marts.breaches.year = marts.years.year AND vanished_on IS NULL
    LEFT JOIN largest
      ON largest.year = marts.years.year
    GROUP BY ALL
)
