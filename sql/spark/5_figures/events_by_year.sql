-- generated from sql/5_figures/events_by_year.sql sha256:14a87c69e87461b70044ddf28dfb7fa17d5d31988dfc3e1591daf8e0a64a25bf by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`events` as bigint) as `events`,
    cast(`breaches_of_shared` as bigint) as `breaches_of_shared`,
    cast(`largest_event_breaches` as bigint) as `largest_event_breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`largest_individuals` as bigint) as `largest_individuals`,
    cast(`largest_event_individuals` as bigint) as `largest_event_individuals`,
    cast(`is_partial_year` as boolean) as `is_partial_year`
from (
    SELECT
      marts.years.year,
      count(breach_id) AS breaches,
      count(CASE WHEN is_first THEN 1 END) AS events,
      count(CASE WHEN event_breaches > 1 THEN 1 END) AS breaches_of_shared,
      max(CASE WHEN is_first THEN event_breaches END) AS largest_event_breaches,
      CAST(sum(individuals) AS BIGINT) AS individuals,
      max(individuals) AS largest_individuals,
      max(CASE WHEN is_first THEN event_individuals END) AS largest_event_individuals,
      is_partial_year
    FROM marts.years
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
    ) AS reports
      USING (year)
    GROUP BY ALL
)
