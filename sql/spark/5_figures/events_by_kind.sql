-- generated from sql/5_figures/events_by_kind.sql sha256:aa6604ba81c576307c47fe8c1e7574c1c30e79c9628665343f393e38212a43a5 by tools/dialect 1; do not edit
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
        event_id,
        individuals,
        state,
        entity_type,
        has_business_associate,
        origin,
        cause,
        breach_types,
        locations
      FROM marts.breaches
      JOIN marts.events
        USING (breach_id)
    ), sorted AS (
      SELECT
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
        event_id,
        individuals,
        'type' AS kind,
        unnested_value AS value
      FROM reports
      LATERAL VIEW
      explode(coalesce(breach_types, array(NULL))) unnested AS unnested_value
      UNION ALL
      SELECT
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
      duckdb_quotient(CAST(count(*) AS DOUBLE), CAST(CAST(count(DISTINCT event_id) AS DOUBLE) AS DOUBLE)) AS breaches_per_event,
      CAST(sum(individuals) AS BIGINT) AS individuals
    FROM sorted
    GROUP BY ALL
)
