-- generated from sql/5_figures/events_by_kind.sql sha256:8af1c47fdc2e4471e9ad859db07e2e823ed51576f9f153a908a472fd8301966d by tools/dialect 1; do not edit
select
    cast(`kind` as string) as `kind`,
    cast(`value` as string) as `value`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`events` as bigint) as `events`,
    cast(`breaches_per_event` as double) as `breaches_per_event`,
    cast(`individuals` as bigint) as `individuals`
from (
    WITH reports AS (
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
        event_id,
        joined_by,
        incident,
        event_breaches,
        event_individuals,
        event_submitted_on,
        is_first
      FROM marts.breaches
      JOIN marts.events
        USING (breach_id)
    ), sorted AS (
      SELECT
        breach_id,
        event_id,
        individuals,
        unnested_kind AS kind,
        unnested_value AS value
      FROM reports
      LATERAL VIEW
      inline(
        arrays_zip(
          array('all', 'state', 'entity type', 'business associate', 'origin', 'cause'),
          array(
            'All',
            state,
            entity_type,
            CASE has_business_associate WHEN TRUE THEN 'Yes' WHEN FALSE THEN 'No' END,
            origin,
            cause
          )
        )
      ) unnested AS unnested_kind, unnested_value
      UNION ALL
      SELECT
        breach_id,
        event_id,
        individuals,
        'type' AS kind,
        unnested_value AS value
      FROM reports
      LATERAL VIEW
      explode(coalesce(breach_types, array(NULL))) unnested AS unnested_value
      UNION ALL
      SELECT
        breach_id,
        event_id,
        individuals,
        'location' AS kind,
        unnested_value AS value
      FROM reports
      LATERAL VIEW
      explode(coalesce(locations, array(NULL))) unnested AS unnested_value
    )
    SELECT
      kind,
      coalesce(value, 'Not stated') AS value,
      count(*) AS breaches,
      count(DISTINCT event_id) AS events,
      count(*) / CAST(count(DISTINCT event_id) AS DOUBLE) AS breaches_per_event,
      CAST(sum(individuals) AS BIGINT) AS individuals
    FROM sorted
    GROUP BY ALL
)
