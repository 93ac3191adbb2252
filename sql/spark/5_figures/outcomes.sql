-- generated from sql/5_figures/outcomes.sql sha256:b72869d723da5732b93c935aaa149deb90ed693cbd9c464e34e8aa8dc0718881 by tools/dialect 1; do not edit
select
    cast(`outcome_order` as bigint) as `outcome_order`,
    cast(`entity_name` as string) as `entity_name`,
    cast(`outcome` as string) as `outcome`,
    cast(`outcome_dollars` as bigint) as `outcome_dollars`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`first_submitted_on` as date) as `first_submitted_on`,
    cast(`last_submitted_on` as date) as `last_submitted_on`
from (
    WITH named AS (
      SELECT
        breach_id,
        entity_name,
        submitted_on,
        individuals,
        outcome,
        outcome_dollars,
        left(regexp_replace(duckdb_lower(left(description, 200)), '[^a-z]', ''), 40) AS begins_with
      FROM marts.breaches
      JOIN marts.breach_kinds
        USING (breach_id)
      WHERE
        vanished_on IS NULL AND outcome IN ('penalty', 'resolution-agreement')
    ), settled AS (
      SELECT
        outcome,
        outcome_dollars,
        begins_with,
        min_by(entity_name, CAST(submitted_on AS STRING) || breach_id) FILTER(WHERE
          NOT (
            entity_name
          ) IS NULL) AS entity_name,
        min(CAST(submitted_on AS STRING) || breach_id) AS first_place,
        count(*) AS breaches,
        sum(individuals) AS individuals,
        min(submitted_on) AS first_submitted_on,
        max(submitted_on) AS last_submitted_on
      FROM named
      GROUP BY ALL
    )
    SELECT
      CAST(row_number() OVER (ORDER BY first_place NULLS LAST) AS BIGINT) AS outcome_order,
      entity_name,
      outcome,
      outcome_dollars,
      breaches,
      CAST(individuals AS BIGINT) AS individuals,
      first_submitted_on,
      last_submitted_on
    FROM settled
)
