-- generated from sql/5_figures/largest_breaches_test.sql sha256:e107af91f508ae95417fffffbf521b4cb3dd882f3ffded3622a1eecd029eb85b by tools/dialect 1; do not edit
SELECT
  source_file,
  source_line,
  marts.breaches.individuals
FROM marts.breaches
WHERE
  vanished_on IS NULL
  AND individuals > (
    SELECT
      min(individuals)
    FROM figures.largest_breaches
  )
  AND NOT breach_id IN (
    SELECT
      breach_id
    FROM figures.largest_breaches
  )
