-- generated from sql/5_figures/hicp_practices.sql sha256:a7049a7a946504c4eaa4d9e556e5f62a6de79a2a31c6420f8164332f75344a9a by tools/dialect 1; do not edit
-- step steps.hicp_practices__threatened
WITH recent AS (
  SELECT
    greatest(max(year) - 2, min(year)) AS recent_from_year,
    max(year) AS recent_to_year
  FROM marts.years
  WHERE
    NOT is_partial_year
)
SELECT
  hicp_threat,
  count(*) AS breaches,
  coalesce(sum(individuals), 0) AS individuals,
  count(*) FILTER(WHERE
    year BETWEEN recent_from_year AND recent_to_year) AS recent_breaches,
  coalesce(
    sum(individuals) FILTER(WHERE
      year BETWEEN recent_from_year AND recent_to_year),
    0
  ) AS recent_individuals
FROM marts.breaches
CROSS JOIN recent
WHERE
  vanished_on IS NULL AND NOT hicp_threat IS NULL
GROUP BY ALL
;
select
    cast(`place` as bigint) as `place`,
    cast(`practice_no` as bigint) as `practice_no`,
    cast(`practice` as string) as `practice`,
    cast(`threats` as bigint) as `threats`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`rank_by_breaches` as bigint) as `rank_by_breaches`,
    cast(`rank_by_individuals` as bigint) as `rank_by_individuals`,
    cast(`told_share` as double) as `told_share`,
    cast(`recent_breaches` as bigint) as `recent_breaches`,
    cast(`recent_individuals` as bigint) as `recent_individuals`,
    cast(`recent_from_year` as bigint) as `recent_from_year`,
    cast(`recent_to_year` as bigint) as `recent_to_year`,
    cast(`phishing_breaches` as bigint) as `phishing_breaches`,
    cast(`ransomware_breaches` as bigint) as `ransomware_breaches`,
    cast(`loss_or_theft_breaches` as bigint) as `loss_or_theft_breaches`,
    cast(`insider_breaches` as bigint) as `insider_breaches`,
    cast(`medical_device_breaches` as bigint) as `medical_device_breaches`
from (
    WITH recent AS (
      SELECT
        greatest(max(year) - 2, min(year)) AS recent_from_year,
        max(year) AS recent_to_year
      FROM marts.years
      WHERE
        NOT is_partial_year
    ), pairs AS (
      SELECT
        practice_no,
        hicp_threat,
        coalesce(breaches, 0) AS breaches,
        coalesce(individuals, 0) AS individuals,
        coalesce(recent_breaches, 0) AS recent_breaches,
        coalesce(recent_individuals, 0) AS recent_individuals
      FROM reference.hicp_practice_threats
      LEFT JOIN steps.hicp_practices__threatened AS threatened
        USING (hicp_threat)
    ), added AS (
      SELECT
        practice_no,
        count(*) AS threats,
        CAST(sum(breaches) AS BIGINT) AS breaches,
        CAST(sum(individuals) AS BIGINT) AS individuals,
        CAST(sum(recent_breaches) AS BIGINT) AS recent_breaches,
        CAST(sum(recent_individuals) AS BIGINT) AS recent_individuals,
        max(breaches) FILTER(WHERE
          hicp_threat = 'phishing') AS phishing_breaches,
        max(breaches) FILTER(WHERE
          hicp_threat = 'ransomware') AS ransomware_breaches,
        max(breaches) FILTER(WHERE
          hicp_threat = 'loss-or-theft') AS loss_or_theft_breaches,
        max(breaches) FILTER(WHERE
          hicp_threat = 'insider') AS insider_breaches,
        max(breaches) FILTER(WHERE
          hicp_threat = 'medical-device') AS medical_device_breaches
      FROM pairs
      GROUP BY ALL
    )
    SELECT
      CAST(row_number() OVER (ORDER BY breaches DESC, practice_no NULLS LAST) AS BIGINT) AS place,
      practice_no,
      name AS practice,
      threats,
      breaches,
      individuals,
      CAST(rank() OVER (ORDER BY breaches DESC) AS BIGINT) AS rank_by_breaches,
      CAST(rank() OVER (ORDER BY individuals DESC) AS BIGINT) AS rank_by_individuals,
      CASE
        WHEN CAST((
          SELECT
            sum(breaches)
          FROM steps.hicp_practices__threatened AS threatened
        ) AS DOUBLE) <> 0e0
        THEN CAST(breaches AS DOUBLE) / CAST((
          SELECT
            sum(breaches)
          FROM steps.hicp_practices__threatened AS threatened
        ) AS DOUBLE)
        WHEN CAST((
          SELECT
            sum(breaches)
          FROM steps.hicp_practices__threatened AS threatened
        ) AS DOUBLE) IS NULL
        THEN NULL
        WHEN CAST(breaches AS DOUBLE) = 0e0 OR isnan(CAST(breaches AS DOUBLE))
        THEN CAST('NaN' AS DOUBLE)
        WHEN CAST(breaches AS DOUBLE) > 0e0
        THEN CAST('Infinity' AS DOUBLE)
        WHEN CAST(breaches AS DOUBLE) < 0e0
        THEN CAST('-Infinity' AS DOUBLE)
      END AS told_share,
      recent_breaches,
      recent_individuals,
      recent_from_year,
      recent_to_year,
      phishing_breaches,
      ransomware_breaches,
      loss_or_theft_breaches,
      insider_breaches,
      medical_device_breaches
    FROM added
    JOIN reference.hicp_practices
      USING (practice_no)
    CROSS JOIN recent
    WHERE
      EXISTS(
        SELECT
          1
        FROM steps.hicp_practices__threatened AS threatened
      )
)
