-- generated from sql/4_marts/origin_readings_test.sql sha256:d9bbb65e2fe1b51a2f439993fb9e2745691b505d9d2f1e7fbdb752d5501d9aa1 by tools/dialect 1; do not edit
SELECT
  breach_id,
  count(reading_order) AS readings
FROM marts.breaches
FULL JOIN marts.origin_readings
  USING (breach_id)
WHERE
  vanished_on IS NULL
GROUP BY ALL
HAVING
  count(reading_order) <> 3
;
SELECT
  breach_id,
  origin_readings.origin,
  breaches.origin AS origin_of_breach
FROM marts.origin_readings
JOIN marts.breaches
  USING (breach_id)
WHERE
  reading = 'both' AND origin_readings.origin IS DISTINCT FROM breaches.origin
