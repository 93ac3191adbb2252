-- generated from sql/5_figures/business_associates.sql sha256:a2e58b80124e4ccc19244be9ab09f6eb46eba1016eb750181f2e65a980339f5e by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`breaches_with` as bigint) as `breaches_with`,
    cast(`breaches_without` as bigint) as `breaches_without`,
    cast(`breaches_not_stated` as bigint) as `breaches_not_stated`,
    cast(`breaches_with_share` as double) as `breaches_with_share`,
    cast(`breaches_reported_by` as bigint) as `breaches_reported_by`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`individuals_with` as bigint) as `individuals_with`,
    cast(`individuals_without` as bigint) as `individuals_without`,
    cast(`individuals_with_share` as double) as `individuals_with_share`,
    cast(`is_partial_year` as boolean) as `is_partial_year`
from (
    WITH counted AS (
      SELECT
        marts.years.year,
        count(breach_id) AS breaches,
        count(CASE WHEN has_business_associate THEN 1 END) AS breaches_with,
        count(CASE WHEN NOT has_business_associate THEN 1 END) AS breaches_without,
        count(CASE WHEN entity_type = 'Business Associate' THEN 1 END) AS breaches_reported_by,
        CAST(sum(individuals) AS BIGINT) AS individuals,
        CAST(sum(CASE WHEN has_business_associate THEN individuals END) AS BIGINT) AS individuals_with,
        CAST(sum(CASE WHEN NOT has_business_associate THEN individuals END) AS BIGINT) AS individuals_without,
        is_partial_year
      FROM marts.years
      LEFT JOIN marts.breaches
        ON marts.breaches.year = marts.years.year AND vanished_on IS NULL
      GROUP BY ALL
    )
    SELECT
      year,
      breaches,
      breaches_with,
      breaches_without,
      breaches - breaches_with - breaches_without AS breaches_not_stated,
      breaches_with / nullif(CAST(breaches_with + breaches_without AS DOUBLE), 0) AS breaches_with_share,
      breaches_reported_by,
      individuals,
      individuals_with,
      individuals_without,
      coalesce(individuals_with, 0) / nullif(
        CAST(coalesce(individuals_with, 0) + coalesce(individuals_without, 0) AS DOUBLE),
        0
      ) AS individuals_with_share,
      is_partial_year
    FROM counted
)
