-- generated from sql/4_marts/events_test.sql sha256:515e164ff89107c25f8efea15ea4ce452d4a894a7db68230e1001c09970883fb by tools/dialect 1; do not edit
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
  OR count(DISTINCT event_individuals) > 1
  OR min(event_submitted_on) <> min(submitted_on)
  OR max(event_submitted_on) <> min(submitted_on)
  OR count(CASE WHEN is_first THEN 1 END) <> 1
  OR max(CASE WHEN is_first THEN submitted_on END) <> min(submitted_on)
  OR count(DISTINCT coalesce(incident, '')) > 1
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
  count(DISTINCT coalesce(array_join(breach_types, ', '), '')) > 1
  OR count(DISTINCT origin_by_description) > 1
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
  count(DISTINCT entity_key) <> 1 OR count(entity_key) <> count(*)
