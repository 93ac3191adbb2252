-- generated from sql/4_marts/events.sql sha256:718870219c70e891a900ee4579dae1bfb16580d0745d12625a487c019823bef7 by tools/dialect 1; do not edit
select
    cast(`breach_id` as string) as `breach_id`,
    cast(`event_id` as string) as `event_id`,
    cast(`joined_by` as string) as `joined_by`,
    cast(`incident` as string) as `incident`,
    cast(`event_breaches` as bigint) as `event_breaches`,
    cast(`event_individuals` as bigint) as `event_individuals`,
    cast(`event_submitted_on` as date) as `event_submitted_on`,
    cast(`is_first` as boolean) as `is_first`
from (
    WITH reports AS (
      SELECT
        breach_id,
        submitted_on,
        entity_key,
        state,
        coalesce(array_join(breach_types, ', '), '') AS breach_types,
        coalesce(array_join(locations, ', '), '') AS locations,
        coalesce(entity_type = 'Business Associate', FALSE) AS is_associate,
        CASE WHEN origin_basis = 'description' THEN cause END AS described_cause,
        origin_by_description,
        CASE
          WHEN contains(description, 'agreed to') OR contains(description, 'penalt')
          THEN NULL
          WHEN contains(head, 'reported that ')
          THEN CASE
            WHEN substring(head, locate('reported that ', head) - 1, 1) = ' '
            AND NOT contains(head, '\n')
            THEN substring(description, locate('reported that ', head) + 14)
            ELSE regexp_replace(
              description,
              '\\A((?s:.*?))(?:\\A[^\\n]{0,200}?(?<![0-9A-Za-z_])reported that )',
              '$1'
            )
          END
          ELSE description
        END AS stated
      FROM (
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
          left(description, 214) AS head
        FROM marts.breaches
        WHERE
          vanished_on IS NULL
      )
    ), opened AS (
      SELECT
        breach_id,
        submitted_on,
        entity_key,
        state,
        breach_types,
        locations,
        is_associate,
        described_cause,
        origin_by_description,
        CASE
          WHEN length(stated) >= 150
          THEN left(translate(duckdb_lower(left(stated, 80)), '0123456789,. \n\r\t', ''), 24)
        END AS first_letters
      FROM reports
    ), beside AS (
      SELECT
        breach_id,
        submitted_on,
        entity_key,
        state,
        breach_types,
        locations,
        is_associate,
        described_cause,
        origin_by_description,
        first_letters,
        NOT first_letters IS NULL
        AND (
          coalesce(
            (
              CAST(datediff(submitted_on, lag(submitted_on) OVER alike) AS BIGINT)
            ) <= 7,
            FALSE
          )
          OR coalesce(
            (
              CAST(datediff(lead(submitted_on) OVER alike, submitted_on) AS BIGINT)
            ) <= 7,
            FALSE
          )
        ) AS is_written_alike,
        NOT entity_key IS NULL
        AND (
          coalesce(
            (
              CAST(datediff(submitted_on, lag(submitted_on) OVER of_reporter) AS BIGINT)
            ) <= 7,
            FALSE
          )
          OR coalesce(
            (
              CAST(datediff(lead(submitted_on) OVER of_reporter, submitted_on) AS BIGINT)
            ) <= 7,
            FALSE
          )
        ) AS is_reported_alike
      FROM opened
      WINDOW alike AS (PARTITION BY first_letters, breach_types ORDER BY submitted_on NULLS LAST), of_reporter AS (
        PARTITION BY entity_key, state, breach_types, locations
        ORDER BY submitted_on NULLS LAST
      )
    ), compared AS (
      SELECT
        beside.breach_id,
        beside.submitted_on,
        beside.entity_key,
        beside.state,
        beside.breach_types,
        beside.locations,
        beside.origin_by_description,
        beside.is_written_alike,
        beside.is_reported_alike,
        CASE
          WHEN is_associate
          THEN described_cause
          WHEN length(stated) >= 150
          THEN translate(duckdb_lower(split_part(stated, '.', 1)), '0123456789, \n\r\t', '')
        END AS said,
        CASE
          WHEN is_written_alike
          THEN md5(translate(duckdb_lower(stated), '0123456789,. \n\r\t', ''))
        END AS narrative
      FROM beside
      JOIN (
        SELECT
          breach_id,
          stated
        FROM reports
      )
        USING (breach_id)
      WHERE
        is_written_alike OR is_reported_alike
    ), begun AS (
      SELECT
        breach_id,
        submitted_on,
        entity_key,
        state,
        breach_types,
        locations,
        origin_by_description,
        is_written_alike,
        is_reported_alike,
        said,
        narrative,
        CASE
          WHEN (
            CAST(datediff(submitted_on, lag(submitted_on) OVER alike) AS BIGINT)
          ) <= 7
          THEN 0
          ELSE 1
        END AS begins_narrative,
        CASE
          WHEN (
            CAST(datediff(submitted_on, lag(submitted_on) OVER of_reporter) AS BIGINT)
          ) <= 7
          THEN 0
          ELSE 1
        END AS begins_reporter
      FROM compared
      WINDOW alike AS (
        PARTITION BY narrative, breach_types
        ORDER BY submitted_on NULLS LAST, breach_id NULLS LAST
      ), of_reporter AS (
        PARTITION BY entity_key, state, breach_types, locations
        ORDER BY submitted_on NULLS LAST, breach_id NULLS LAST
      )
    ), numbered AS (
      SELECT
        breach_id,
        submitted_on,
        entity_key,
        state,
        breach_types,
        locations,
        origin_by_description,
        is_written_alike,
        is_reported_alike,
        said,
        narrative,
        begins_narrative,
        begins_reporter,
        sum(begins_narrative) OVER (
          PARTITION BY narrative, breach_types
          ORDER BY submitted_on NULLS LAST, breach_id NULLS LAST
          rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
        ) AS narrative_run,
        sum(begins_reporter) OVER (
          PARTITION BY entity_key, state, breach_types, locations
          ORDER BY submitted_on NULLS LAST, breach_id NULLS LAST
          rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
        ) AS reporter_run
      FROM begun
    ), judged AS (
      SELECT
        breach_id,
        submitted_on,
        entity_key,
        state,
        breach_types,
        locations,
        origin_by_description,
        is_written_alike,
        is_reported_alike,
        said,
        narrative,
        begins_narrative,
        begins_reporter,
        narrative_run,
        reporter_run,
        coalesce((
          min(said) OVER of_run
        ) <> (
          max(said) OVER of_run
        ), FALSE) AS is_contradicted
      FROM numbered
      WINDOW of_run AS (PARTITION BY entity_key, state, breach_types, locations, reporter_run)
    ), grouped AS (
      SELECT
        breach_id,
        CASE
          WHEN is_written_alike AND (
            count(*) OVER alike
          ) > 1
          THEN concat_ws('|', narrative, breach_types, min(submitted_on) OVER alike)
        END AS narrative_group,
        CASE
          WHEN is_reported_alike AND NOT is_contradicted
          THEN concat_ws('|', entity_key, state, breach_types, locations, min(submitted_on) OVER of_run)
        END AS reporter_group
      FROM judged
      WINDOW alike AS (PARTITION BY narrative, breach_types, narrative_run), of_run AS (PARTITION BY entity_key, state, breach_types, locations, reporter_run)
    ), named AS (
      SELECT
        breach_id,
        min(incident) AS incident
      FROM (
        SELECT
          breach_id,
          submitted_on,
          breach_types,
          duckdb_lower(concat_ws(' ', entity_name, description)) AS published
        FROM marts.breaches
        WHERE
          vanished_on IS NULL
      )
      JOIN reference.incidents
        ON submitted_on BETWEEN first_on AND last_on
        AND contains(published, words)
        AND contains(published, coalesce(also_words, ''))
      WHERE
        breach_types IS NULL
        OR arrays_overlap(breach_types, array('Hacking/IT Incident', 'Unauthorized Access/Disclosure'))
      GROUP BY ALL
    ), gathered AS (
      SELECT
        breach_id,
        narrative_group,
        incident AS own_incident,
        coalesce(
          incident,
          CASE
            WHEN NOT narrative_group IS NULL
            THEN min(incident) OVER (PARTITION BY narrative_group)
          END,
          CASE
            WHEN NOT reporter_group IS NULL
            THEN min(incident) OVER (PARTITION BY reporter_group)
          END
        ) AS incident,
        coalesce(
          CASE
            WHEN NOT reporter_group IS NULL
            THEN min(narrative_group) OVER (PARTITION BY reporter_group)
          END,
          narrative_group,
          reporter_group
        ) AS shared
      FROM grouped
      FULL JOIN named
        USING (breach_id)
    ), parted AS (
      SELECT
        breach_id,
        submitted_on,
        individuals,
        narrative_group,
        own_incident,
        incident,
        coalesce(incident, shared, breach_id) AS label,
        origin_by_description,
        coalesce(
          incident IS NULL
          AND (
            min(origin_by_description) OVER of_label
          ) <> (
            max(origin_by_description) OVER of_label
          ),
          FALSE
        ) AS is_parted
      FROM gathered
      JOIN marts.breaches
        USING (breach_id)
      WINDOW of_label AS (PARTITION BY coalesce(incident, shared, breach_id))
    ), labelled AS (
      SELECT
        breach_id,
        submitted_on,
        individuals,
        narrative_group,
        own_incident,
        incident,
        origin_by_description,
        is_parted,
        CASE WHEN is_parted THEN breach_id ELSE label END AS label
      FROM parted
    ), counted AS (
      SELECT
        breach_id,
        submitted_on,
        individuals,
        narrative_group,
        own_incident,
        incident,
        origin_by_description,
        is_parted,
        label,
        count(*) OVER of_event AS event_breaches,
        CAST(sum(individuals) OVER of_event AS BIGINT) AS event_individuals,
        min(submitted_on) OVER of_event AS event_submitted_on,
        (
          row_number() OVER (
            PARTITION BY label
            ORDER BY submitted_on NULLS LAST, individuals DESC, breach_id NULLS LAST
          )
        ) = 1 AS is_first
      FROM labelled
      WINDOW of_event AS (PARTITION BY label)
    )
    SELECT
      breach_id,
      left(md5(CASE WHEN event_breaches > 1 THEN label ELSE breach_id END), 16) AS event_id,
      CASE
        WHEN event_breaches IS NULL OR event_breaches = 1
        THEN NULL
        WHEN NOT own_incident IS NULL
        THEN 'named incident'
        WHEN NOT narrative_group IS NULL
        THEN 'same narrative'
        ELSE 'same reporter'
      END AS joined_by,
      incident,
      coalesce(event_breaches, 1) AS event_breaches,
      CASE
        WHEN event_breaches IS NULL
        THEN marts.breaches.individuals
        ELSE event_individuals
      END AS event_individuals,
      coalesce(event_submitted_on, marts.breaches.submitted_on) AS event_submitted_on,
      coalesce(is_first, TRUE) AS is_first
    FROM marts.breaches
    LEFT JOIN counted
      USING (breach_id)
    WHERE
      vanished_on IS NULL
)
