-- generated from sql/5_figures/individuals_by_year_test.sql sha256:cbcba744a9a2c33af2826f29bc738570207d997678ac8577020ccddeeddefa46 by tools/dialect 1; do not edit
SELECT
  year,
  figures.individuals_by_year.breaches,
  figures.breaches_by_year.breaches AS breaches_wanted,
  figures.individuals_by_year.individuals,
  figures.breaches_by_year.individuals AS individuals_wanted,
  figures.individuals_by_year.largest_individuals,
  figures.breaches_by_year.largest_individuals AS largest_individuals_wanted
FROM figures.individuals_by_year
FULL JOIN figures.breaches_by_year
  USING (year)
WHERE
  figures.individuals_by_year.breaches IS DISTINCT FROM figures.breaches_by_year.breaches
  OR figures.individuals_by_year.individuals IS DISTINCT FROM figures.breaches_by_year.individuals
  OR figures.individuals_by_year.largest_individuals IS DISTINCT FROM figures.breaches_by_year.largest_individuals
;
SELECT
  year,
  largest_individuals,
  largest_entity_name
FROM figures.individuals_by_year
LEFT JOIN marts.breaches
  USING (year)
WHERE
  vanished_on IS NULL
GROUP BY ALL
HAVING
  (
    largest_individuals IS NULL
  ) <> (
    largest_entity_name IS NULL
  )
  OR NOT largest_individuals IS NULL
  AND NOT bool_or(
    marts.breaches.individuals IS NOT DISTINCT FROM largest_individuals
    AND entity_name IS NOT DISTINCT FROM largest_entity_name
  )
;
SELECT
  year,
  breaches_without_count,
  count(breach_id) AS breaches_wanted
FROM figures.individuals_by_year
LEFT JOIN (
  SELECT
    year,
    breach_id
  FROM marts.breaches
  WHERE
    individuals IS NULL AND vanished_on IS NULL
)
  USING (year)
GROUP BY ALL
HAVING
  breaches_without_count <> (
    count(breach_id)
  )
