-- generated from sql/5_figures/kinds_by_year_test.sql sha256:ff32d33dea609064089675b48f0690ab0acb788a39db60bcd25768637e80efc4 by tools/dialect 1; do not edit
SELECT
  figures.kinds_by_year.year,
  sum(breaches) AS counted,
  max(base) AS base
FROM figures.kinds_by_year
WHERE
  attribute = 'provider_kind'
GROUP BY ALL
HAVING
  sum(breaches) <> max(base)
;
WITH wanted AS (
  SELECT
    year,
    count(*) AS provider_kind,
    count(description) AS data_kind,
    count(
      CASE WHEN array_contains(breach_types, 'Hacking/IT Incident') THEN description END
    ) AS ransomware
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
  GROUP BY ALL
)
SELECT
  year,
  attribute,
  value,
  base
FROM figures.kinds_by_year
LEFT JOIN wanted
  USING (year)
WHERE
  base <> coalesce(
    CASE attribute
      WHEN 'provider_kind'
      THEN provider_kind
      WHEN 'data_kind'
      THEN data_kind
      WHEN 'ransomware'
      THEN ransomware
    END,
    0
  )
;
WITH counted AS (
  SELECT
    value,
    sum(breaches) AS counted
  FROM figures.kinds_by_year
  WHERE
    attribute = 'data_kind'
  GROUP BY ALL
), wanted AS (
  SELECT
    value,
    count(*) AS breaches
  FROM (
    SELECT
      unnested_value AS value
    FROM marts.breaches
    JOIN marts.breach_kinds
      USING (breach_id)
    LATERAL VIEW
    explode(data_kinds) unnested AS unnested_value
    WHERE
      vanished_on IS NULL
  )
  GROUP BY ALL
)
SELECT
  value,
  counted,
  breaches
FROM counted
FULL JOIN wanted
  USING (value)
WHERE
  coalesce(counted, 0) <> coalesce(breaches, 0)
;
SELECT
  year,
  attribute,
  value,
  breaches,
  base,
  share
FROM figures.kinds_by_year
WHERE
  breaches > base
  OR (
    base > 0 AND abs(share * base - breaches) > 1e-06
  )
  OR (
    share IS NULL
  ) <> (
    base = 0
  )
