-- generated from sql/5_figures/largest_breaches.sql sha256:d8060e807a8b5173bc715a21cb834f819abcfb5eacb4582454eff309b0e975c1 by tools/dialect 1; do not edit
select
    cast(`rank` as bigint) as `rank`,
    cast(`entity_name` as string) as `entity_name`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`year` as bigint) as `year`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`state` as string) as `state`,
    cast(`entity_type` as string) as `entity_type`,
    cast(`breach_types` as string) as `breach_types`,
    cast(`locations` as string) as `locations`,
    cast(`has_business_associate` as boolean) as `has_business_associate`,
    cast(`is_duplicate` as boolean) as `is_duplicate`,
    cast(`breach_id` as string) as `breach_id`,
    cast(`larger_waiting` as bigint) as `larger_waiting`
from (
    WITH ranked AS (
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
        entity_breaches,
        CAST(row_number() OVER (ORDER BY individuals DESC, submitted_on NULLS LAST, breach_id NULLS LAST) AS BIGINT) AS rank
      FROM marts.breaches
      WHERE
        NOT individuals IS NULL AND vanished_on IS NULL
    ), larger AS (
      SELECT
        rank,
        count(marts.waiting_breaches.breach_id) AS larger_waiting
      FROM ranked
      LEFT JOIN marts.waiting_breaches
        ON marts.waiting_breaches.individuals > ranked.individuals AND has_other_count
      WHERE
        rank <= 20
      GROUP BY ALL
    )
    SELECT
      rank,
      entity_name,
      individuals,
      year,
      submitted_on,
      state,
      entity_type,
      array_join(breach_types, ', ') AS breach_types,
      array_join(locations, ', ') AS locations,
      has_business_associate,
      is_duplicate,
      breach_id,
      larger_waiting
    FROM ranked
    JOIN larger
      USING (rank)
)
