-- generated from sql/5_figures/weekdays_test.sql sha256:a832cf1d4b0443d7e11f221fe4849f2357a47fa5ebac7c7f2ba6c1aef07973a9 by tools/dialect 1; do not edit
WITH counted AS (
  SELECT
    date_format(submitted_on, 'EEEE') AS name,
    count(*) AS breaches,
    sum(individuals) AS individuals
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
  GROUP BY ALL
)
SELECT
  weekday,
  name,
  figures.weekdays.breaches,
  counted.breaches AS counted
FROM figures.weekdays
FULL JOIN counted
  USING (name)
WHERE
  weekday IS NULL
  OR figures.weekdays.breaches <> coalesce(counted.breaches, 0)
  OR figures.weekdays.individuals IS DISTINCT FROM counted.individuals
;
SELECT
  count(*) AS days,
  sum(breaches_share) AS shares
FROM figures.weekdays
HAVING
  count(*) <> 7
  OR abs(sum(breaches_share) - 1) > 1e-09
  OR sum(breaches) <> (
    SELECT
      count(*)
    FROM marts.breaches
    WHERE
      vanished_on IS NULL
  )
