-- generated from sql/5_figures/oaic_comparison_test.sql sha256:17a8a26054fe2fbbb831ed9d75e600a5f938c01f7a6969c75aaf8f9e9070d16e by tools/dialect 1; do not edit
WITH wanted AS (
  SELECT
    period_start,
    period_end,
    count(*) FILTER(WHERE
      origin_by_description = 'internal') AS described_internal,
    count(origin_by_description) AS described_determined,
    count(*) FILTER(WHERE
      origin = 'internal') AS both_internal,
    count(origin) AS both_determined
  FROM reference.oaic_health_sector
  JOIN marts.breaches
    ON submitted_on BETWEEN period_start AND period_end
  WHERE
    vanished_on IS NULL AND period_kind <> 'several' AND NOT human_errors IS NULL
  GROUP BY ALL
)
SELECT
  period,
  oaic_comparison.both_internal,
  wanted.both_internal AS both_wanted
FROM figures.oaic_comparison
FULL JOIN wanted
  USING (period_start, period_end)
WHERE
  (
    oaic_comparison.described_internal,
    oaic_comparison.described_determined,
    oaic_comparison.both_internal,
    oaic_comparison.both_determined
  ) IS DISTINCT FROM (
    wanted.described_internal,
    wanted.described_determined,
    wanted.both_internal,
    wanted.both_determined
  )
;
SELECT
  period,
  reading,
  share,
  low,
  high
FROM (
  SELECT
    period,
    'oaic' AS reading,
    oaic_share AS share,
    oaic_share_low AS low,
    oaic_share_high AS high
  FROM figures.oaic_comparison
  UNION ALL
  SELECT
    period,
    'descriptions only',
    described_share,
    described_share_low,
    described_share_high
  FROM figures.oaic_comparison
  UNION ALL
  SELECT
    period,
    'both',
    both_share,
    both_share_low,
    both_share_high
  FROM figures.oaic_comparison
)
WHERE
  NOT low BETWEEN 0 AND 1
  OR NOT high BETWEEN 0 AND 1
  OR high <= low
  OR share + 1e-06 < low
  OR share - 1e-06 > high
  OR (
    reading = 'oaic' AND share IS NULL
  )
