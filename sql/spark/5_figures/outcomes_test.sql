-- generated from sql/5_figures/outcomes_test.sql sha256:d6ffc7ae431453a49f382cf11171bad554152b50a4b4ec373837aa097633d002 by tools/dialect 1; do not edit
SELECT
  counted,
  breaches
FROM (
  SELECT
    CAST(coalesce(sum(breaches), 0) AS BIGINT) AS counted
  FROM figures.outcomes
)
CROSS JOIN (
  SELECT
    count(*) AS breaches
  FROM marts.breaches
  JOIN marts.breach_kinds
    USING (breach_id)
  WHERE
    vanished_on IS NULL AND outcome IN ('penalty', 'resolution-agreement')
)
WHERE
  counted <> breaches
;
SELECT
  counted,
  individuals
FROM (
  SELECT
    sum(individuals) AS counted
  FROM figures.outcomes
)
CROSS JOIN (
  SELECT
    sum(individuals) AS individuals
  FROM marts.breaches
  JOIN marts.breach_kinds
    USING (breach_id)
  WHERE
    vanished_on IS NULL AND outcome IN ('penalty', 'resolution-agreement')
)
WHERE
  counted IS DISTINCT FROM individuals
