-- generated from sql/5_figures/events_by_kind.sql sha256:07541a83b6c4556f2f0dd708343cf4b43b04d3218aff9852b004bbd0d933e1b9 by tools/dialect 1; do not edit
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
        CASE WHEN event_breaches > 1 THEN event_id END AS shared_event_id,
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
        shared_event_id,
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
        shared_event_id,
        individuals,
        'type' AS kind,
        unnested_value AS value
      FROM reports
      LATERAL VIEW
      explode(coalesce(breach_types, array(NULL))) unnested AS unnested_value
      UNION ALL
      SELECT
        shared_event_id,
        individuals,
        'location' AS kind,
        unnested_value AS value
      FROM reports
      LATERAL VIEW
      explode(coalesce(locations, array(NULL))) unnested AS unnested_value
    ), counted AS (
      SELECT
        kind,
        coalesce(value, 'Not stated') AS value,
        count(*) AS breaches,
        count(*) - count(shared_event_id) + count(DISTINCT shared_event_id) AS events,
        CAST(sum(individuals) AS BIGINT) AS individuals
      FROM sorted
      GROUP BY ALL
    )
    SELECT
      kind,
      value,
      breaches,
      events,
      duckdb_quotient(CAST(breaches AS DOUBLE), CAST(CAST(events AS DOUBLE) AS DOUBLE)) AS breaches_per_event,
      individuals
    FROM counted
)
