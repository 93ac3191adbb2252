-- generated from sql/4_marts/events_test.sql sha256:5bc17e94c7c03b283432f7ddbe42940cfc30470000a2f592ca755d891c2b87c4 by tools/dialect 1; do not edit
SELECT
  source_file,
  source_line,
  breach_id
FROM marts.events
FULL JOIN (
  SELECT
    breach_id,
    source_file,
    source_line
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
) AS listed
  USING (breach_id)
WHERE
  marts.events.event_id IS NULL OR listed.source_file IS NULL
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
;
SELECT
  event_id,
  min(event_breaches) AS event_breaches,
  count(*) AS counted
FROM marts.events
JOIN marts.breaches
  USING (breach_id)
GROUP BY
  event_id
HAVING
  min(event_breaches) <> count(*)
  OR max(event_breaches) <> count(*)
  OR min(event_individuals) IS DISTINCT FROM sum(individuals)
  OR min(event_individuals) <> max(event_individuals)
  OR min(event_submitted_on) <> min(submitted_on)
  OR max(event_submitted_on) <> min(submitted_on)
  OR count(CASE WHEN is_first THEN 1 END) <> 1
  OR max(CASE WHEN is_first THEN submitted_on END) <> min(submitted_on)
  OR min(coalesce(incident, '')) <> max(coalesce(incident, ''))
  OR count(joined_by) <> CASE WHEN count(*) > 1 THEN count(*) ELSE 0 END
;
SELECT
  event_id,
  min(entity_name) AS entity_name,
  min(submitted_on) AS submitted_on
FROM marts.events
JOIN marts.breaches
  USING (breach_id)
WHERE
  event_breaches > 1 AND incident IS NULL
GROUP BY
  event_id
HAVING
  min(coalesce(array_join(breach_types, ', '), '')) <> max(coalesce(array_join(breach_types, ', '), ''))
  OR min(origin_by_description) <> max(origin_by_description)
;
SELECT
  breach_id,
  event_id,
  submitted_on,
  first_on,
  last_on
FROM marts.events
JOIN marts.breaches
  USING (breach_id)
LEFT JOIN (
  SELECT
    incident,
    min(first_on) AS first_on,
    max(last_on) AS last_on
  FROM reference.incidents
  GROUP BY ALL
) AS known
  USING (incident)
WHERE
  (
    NOT incident IS NULL AND first_on IS NULL
  )
  OR (
    joined_by = 'named incident'
    AND (
      incident IS NULL OR submitted_on < first_on OR submitted_on > last_on
    )
  )
;
SELECT
  event_id,
  joined_by,
  count(*) AS breaches
FROM marts.events
JOIN marts.breaches
  USING (breach_id)
WHERE
  joined_by = 'same reporter'
GROUP BY ALL
HAVING
  min(entity_key) <> max(entity_key) OR count(entity_key) <> count(*)
