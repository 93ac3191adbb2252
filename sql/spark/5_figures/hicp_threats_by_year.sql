-- generated from sql/5_figures/hicp_threats_by_year.sql sha256:660489997e7ff5bce272c8d41f51109e2f57ce5d7224846624055c966427cc54 by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`threat_order` as bigint) as `threat_order`,
    cast(`hicp_threat` as string) as `hicp_threat`,
    cast(`threat` as string) as `threat`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`cumulative_individuals` as bigint) as `cumulative_individuals`,
    cast(`is_partial_year` as boolean) as `is_partial_year`
from (
    WITH threats AS (
      SELECT
        CAST(substring(threat_id, 2) AS BIGINT) AS threat_order,
        hicp_threat,
        name AS threat
      FROM reference.hicp_threats
      UNION ALL
      SELECT
        6 AS threat_order,
        NULL AS hicp_threat,
        'Not told' AS threat
    ), counted AS (
      SELECT
        year,
        coalesce(threat, 'Not told') AS threat,
        count(*) AS breaches,
        sum(individuals) AS individuals
      FROM marts.breaches
      LEFT JOIN threats
        USING (hicp_threat)
      WHERE
        vanished_on IS NULL
      GROUP BY ALL
    ), filled AS (
      SELECT
        year,
        threat_order,
        hicp_threat,
        threat,
        coalesce(breaches, 0) AS breaches,
        CAST(coalesce(individuals, 0) AS BIGINT) AS individuals,
        is_partial_year
      FROM marts.years
      CROSS JOIN threats
      LEFT JOIN counted
        USING (year, threat)
    )
    SELECT
      year,
      threat_order,
      hicp_threat,
      threat,
      breaches,
      individuals,
      CAST(sum(individuals) OVER (PARTITION BY threat ORDER BY year NULLS LAST) AS BIGINT) AS cumulative_individuals,
      is_partial_year
    FROM filled
)
