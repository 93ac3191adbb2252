-- generated from sql/4_marts/events.sql sha256:54a01bdb99d13c61167535902830d0da6de7b6ff9b47daf204cd23f6ba88d3d3 by tools/dialect 1; do not edit
-- step steps.events__labelled
WITH said AS (
  SELECT
    breach_id,
    submitted_on,
    entity_key,
    state,
    coalesce(array_join(breach_types, ', '), '') AS breach_types,
    coalesce(array_join(locations, ', '), '') AS locations,
    coalesce(entity_type = 'Business Associate', FALSE) AS is_associate,
    CASE WHEN origin_basis = 'description' THEN cause END AS described_cause,
    description,
    CASE
      WHEN contains(description, 'agreed to') OR contains(description, 'penalt')
      THEN NULL
      WHEN NOT contains(head, 'reported that ')
      THEN 0
      WHEN substring(head, locate('reported that ', head) - 1, 1) = ' '
      AND NOT contains(head, '\n')
      THEN locate('reported that ', head) + 13
      ELSE length(regexp_extract(head, '\\A[^\\n]{0,200}?(?<!\\w)reported that ', 0))
    END AS skipped
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
), reports AS (
  SELECT
    breach_id,
    submitted_on,
    entity_key,
    state,
    breach_types,
    locations,
    is_associate,
    described_cause,
    description,
    skipped,
    CASE
      WHEN length(description) - skipped >= 150
      THEN left(
        translate(duckdb_lower(substring(description, skipped + 1, 80)), '0123456789,. \n\r\t', ''),
        24
      )
    END AS first_letters
  FROM said
), near AS (
  SELECT
    breach_id
  FROM (
    SELECT
      breach_id,
      (
        CAST(datediff(submitted_on, lag(submitted_on) OVER by_day) AS BIGINT)
      ) AS days_since,
      (
        CAST(datediff(lead(submitted_on) OVER by_day, submitted_on) AS BIGINT)
      ) AS days_until
    FROM reports
    WHERE
      NOT first_letters IS NULL
    WINDOW by_day AS (PARTITION BY first_letters, breach_types ORDER BY submitted_on NULLS LAST)
  )
  WHERE
    least(days_since, days_until) <= 7
), reported_alike AS (
  SELECT
    entity_key,
    state,
    breach_types,
    locations
  FROM reports
  WHERE
    NOT entity_key IS NULL
  GROUP BY ALL
  HAVING
    count(*) > 1
), alike AS (
  SELECT
    breach_id,
    submitted_on,
    'narrative' AS rule,
    concat_ws(
      '|',
      md5(
        translate(duckdb_lower(substring(description, skipped + 1)), '0123456789,. \n\r\t', '')
      ),
      breach_types
    ) AS shared,
    NULL AS said
  FROM reports
  SEMI JOIN near
    USING (breach_id)
  UNION ALL
  SELECT
    breach_id,
    submitted_on,
    'reporter' AS rule,
    concat_ws('|', reports.entity_key, reports.state, reports.breach_types, reports.locations) AS shared,
    CASE
      WHEN is_associate
      THEN described_cause
      WHEN length(description) - skipped >= 150
      THEN translate(
        duckdb_lower(split_part(substring(description, skipped + 1), '.', 1)),
        '0123456789, \n\r\t',
        ''
      )
    END AS said
  FROM reports
  JOIN reported_alike
    ON reports.entity_key = reported_alike.entity_key
    AND reports.state IS NOT DISTINCT FROM reported_alike.state
    AND reports.breach_types = reported_alike.breach_types
    AND reports.locations = reported_alike.locations
), begun AS (
  SELECT
    breach_id,
    submitted_on,
    rule,
    shared,
    said,
    CASE
      WHEN (
        CAST(datediff(submitted_on, lag(submitted_on) OVER by_day) AS BIGINT)
      ) <= 7
      THEN 0
      ELSE 1
    END AS begins
  FROM alike
  WINDOW by_day AS (PARTITION BY rule, shared ORDER BY submitted_on NULLS LAST, breach_id NULLS LAST)
), numbered AS (
  SELECT
    breach_id,
    submitted_on,
    rule,
    shared,
    said,
    begins,
    sum(begins) OVER (
      PARTITION BY rule, shared
      ORDER BY submitted_on NULLS LAST, breach_id NULLS LAST
      rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
    ) AS run
  FROM begun
), runs AS (
  SELECT
    rule,
    shared,
    run,
    concat_ws('|', shared, min(submitted_on)) AS label
  FROM numbered
  GROUP BY
    rule,
    shared,
    run
  HAVING
    count(*) > 1 AND coalesce(min(said) = max(said), TRUE)
), grouped AS (
  SELECT
    breach_id,
    max(CASE WHEN rule = 'narrative' THEN label END) AS narrative_group,
    max(CASE WHEN rule = 'reporter' THEN label END) AS reporter_group
  FROM numbered
  JOIN runs
    USING (rule, shared, run)
  GROUP BY ALL
), named AS (
  SELECT
    breach_id,
    min(incident) AS incident
  FROM (
    SELECT
      breach_id,
      year,
      submitted_on,
      breach_types,
      duckdb_lower(concat_ws(' ', entity_name, description)) AS published
    FROM marts.breaches
    WHERE
      vanished_on IS NULL
  ) AS described
  JOIN (
    SELECT
      incident,
      words,
      also_words,
      first_on,
      last_on,
      said_by,
      source_url,
      note,
      unnested_year AS year
    FROM reference.incidents
    LATERAL VIEW
    explode(
      CASE
        WHEN CAST(year(first_on) AS BIGINT) < CAST(year(last_on) + 1 AS BIGINT)
        THEN sequence(CAST(year(first_on) AS BIGINT), CAST(year(last_on) + 1 AS BIGINT) - 1)
        ELSE CAST(array() AS ARRAY<BIGINT>)
      END
    ) unnested AS unnested_year
  ) AS known
    ON described.year = known.year
    AND submitted_on BETWEEN first_on AND last_on
    AND contains(published, words)
    AND contains(published, coalesce(also_words, ''))
  WHERE
    breach_types IS NULL
    OR arrays_overlap(breach_types, array('Hacking/IT Incident', 'Unauthorized Access/Disclosure'))
  GROUP BY ALL
), joined AS (
  SELECT
    breach_id,
    narrative_group,
    reporter_group,
    incident
  FROM grouped
  FULL JOIN named
    USING (breach_id)
), narratives AS (
  SELECT
    narrative_group,
    min(incident) AS incident
  FROM joined
  WHERE
    NOT narrative_group IS NULL
  GROUP BY ALL
), reporters AS (
  SELECT
    reporter_group,
    min(incident) AS incident,
    min(narrative_group) AS narrative_group
  FROM joined
  WHERE
    NOT reporter_group IS NULL
  GROUP BY ALL
), gathered AS (
  SELECT
    breach_id,
    joined.narrative_group,
    joined.incident AS own_incident,
    coalesce(joined.incident, narratives.incident, reporters.incident) AS incident,
    coalesce(
      joined.incident,
      narratives.incident,
      reporters.incident,
      reporters.narrative_group,
      joined.narrative_group,
      joined.reporter_group,
      breach_id
    ) AS label
  FROM joined
  LEFT JOIN narratives
    ON joined.narrative_group = narratives.narrative_group
  LEFT JOIN reporters
    ON joined.reporter_group = reporters.reporter_group
), parted AS (
  SELECT
    label
  FROM gathered
  JOIN marts.breaches
    USING (breach_id)
  WHERE
    incident IS NULL
  GROUP BY ALL
  HAVING
    min(origin_by_description) <> max(origin_by_description)
)
SELECT
  gathered.breach_id,
  gathered.narrative_group,
  gathered.own_incident,
  gathered.incident,
  submitted_on,
  individuals,
  CASE WHEN parted.label IS NULL THEN gathered.label ELSE breach_id END AS label
FROM gathered
JOIN marts.breaches
  USING (breach_id)
LEFT JOIN parted
  ON gathered.label = parted.label
;
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
    WITH events AS (
      SELECT
        label,
        count(*) AS event_breaches,
        CAST(sum(individuals) AS BIGINT) AS event_individuals,
        min(submitted_on) AS event_submitted_on
      FROM steps.events__labelled AS labelled
      GROUP BY ALL
    ), counted AS (
      SELECT
        breach_id,
        narrative_group,
        own_incident,
        incident,
        submitted_on,
        individuals,
        label,
        event_breaches,
        event_individuals,
        event_submitted_on,
        CAST(row_number() OVER (
          PARTITION BY label
          ORDER BY submitted_on NULLS LAST, individuals DESC, breach_id NULLS LAST
        ) AS BIGINT) = 1 AS is_first
      FROM steps.events__labelled AS labelled
      JOIN events
        USING (label)
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
