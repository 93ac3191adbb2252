-- generated from sql/5_figures/oaic_comparison.sql sha256:f329c0ae681f64eff9187c1635604c3117cf530549adf37d1c55d9128aa7519e by tools/dialect 1; do not edit
select
    cast(`period_start` as date) as `period_start`,
    cast(`period_end` as date) as `period_end`,
    cast(`period` as string) as `period`,
    cast(`oaic_notifications` as bigint) as `oaic_notifications`,
    cast(`oaic_human_errors` as bigint) as `oaic_human_errors`,
    cast(`oaic_share` as double) as `oaic_share`,
    cast(`oaic_share_low` as double) as `oaic_share_low`,
    cast(`oaic_share_high` as double) as `oaic_share_high`,
    cast(`oaic_as_printed` as string) as `oaic_as_printed`,
    cast(`oaic_attestation` as string) as `oaic_attestation`,
    cast(`described_internal` as bigint) as `described_internal`,
    cast(`described_determined` as bigint) as `described_determined`,
    cast(`described_share` as double) as `described_share`,
    cast(`described_share_low` as double) as `described_share_low`,
    cast(`described_share_high` as double) as `described_share_high`,
    cast(`both_internal` as bigint) as `both_internal`,
    cast(`both_determined` as bigint) as `both_determined`,
    cast(`both_share` as double) as `both_share`,
    cast(`both_share_low` as double) as `both_share_low`,
    cast(`both_share_high` as double) as `both_share_high`,
    cast(`source_url` as string) as `source_url`
from (
    WITH periods AS (
      SELECT
        period_start,
        period_end,
        period,
        period_kind,
        notifications,
        health_notifications,
        health_share,
        human_errors,
        human_error_share,
        human_error_as_printed,
        all_human_error_as_printed,
        all_malicious_as_printed,
        all_system_fault_as_printed,
        attestation,
        status,
        remark,
        source_url
      FROM reference.oaic_health_sector
      WHERE
        period_kind <> 'several'
        AND NOT human_errors IS NULL
        AND health_notifications > 0
        AND EXISTS(
          SELECT
            1
          FROM marts.breaches
          WHERE
            vanished_on IS NULL AND submitted_on BETWEEN period_start AND period_end
        )
    ), counts AS (
      SELECT
        period_start,
        period_end,
        'oaic' AS reading,
        human_errors AS part,
        health_notifications AS whole
      FROM periods
      UNION ALL
      SELECT
        period_start,
        period_end,
        reading,
        count(*) FILTER(WHERE
          origin = 'internal') AS part,
        count(origin) AS whole
      FROM periods
      JOIN marts.origin_readings
        ON submitted_on BETWEEN period_start AND period_end
      WHERE
        reading <> 'portal types only'
      GROUP BY ALL
    ), shares AS (
      SELECT
        period_start,
        period_end,
        reading,
        part,
        whole,
        part / nullif(whole, 0) AS share,
        1.959963984540054e0 AS z
      FROM counts
    ), wilson AS (
      SELECT
        period_start,
        period_end,
        reading,
        part,
        whole,
        share,
        z,
        duckdb_quotient(
          CAST((
            share + duckdb_quotient(CAST(z * z AS DOUBLE), CAST((
              2 * whole
            ) AS DOUBLE))
          ) AS DOUBLE),
          CAST((
            1 + duckdb_quotient(CAST(z * z AS DOUBLE), CAST(whole AS DOUBLE))
          ) AS DOUBLE)
        ) AS middle,
        duckdb_quotient(
          CAST(z * sqrt(
            duckdb_quotient(CAST(share * (
              1 - share
            ) AS DOUBLE), CAST(whole AS DOUBLE)) + duckdb_quotient(CAST(z * z AS DOUBLE), CAST((
              4 * whole * whole
            ) AS DOUBLE))
          ) AS DOUBLE),
          CAST((
            1 + duckdb_quotient(CAST(z * z AS DOUBLE), CAST(whole AS DOUBLE))
          ) AS DOUBLE)
        ) AS reach
      FROM shares
    ), abreast AS (
      SELECT
        period_start,
        period_end,
        max(share) FILTER(WHERE
          reading = 'oaic') AS oaic_share,
        max(middle - reach) FILTER(WHERE
          reading = 'oaic') AS oaic_low,
        max(middle + reach) FILTER(WHERE
          reading = 'oaic') AS oaic_high,
        max(part) FILTER(WHERE
          reading = 'descriptions only') AS described_internal,
        max(whole) FILTER(WHERE
          reading = 'descriptions only') AS described_determined,
        max(share) FILTER(WHERE
          reading = 'descriptions only') AS described_share,
        max(middle - reach) FILTER(WHERE
          reading = 'descriptions only') AS described_low,
        max(middle + reach) FILTER(WHERE
          reading = 'descriptions only') AS described_high,
        max(part) FILTER(WHERE
          reading = 'both') AS both_internal,
        max(whole) FILTER(WHERE
          reading = 'both') AS both_determined,
        max(share) FILTER(WHERE
          reading = 'both') AS both_share,
        max(middle - reach) FILTER(WHERE
          reading = 'both') AS both_low,
        max(middle + reach) FILTER(WHERE
          reading = 'both') AS both_high
      FROM wilson
      GROUP BY ALL
    )
    SELECT
      period_start,
      period_end,
      period,
      health_notifications AS oaic_notifications,
      human_errors AS oaic_human_errors,
      oaic_share,
      CASE WHEN NOT oaic_share IS NULL THEN greatest(oaic_low, 0) END AS oaic_share_low,
      CASE WHEN NOT oaic_share IS NULL THEN least(oaic_high, 1) END AS oaic_share_high,
      human_error_as_printed AS oaic_as_printed,
      attestation AS oaic_attestation,
      described_internal,
      described_determined,
      described_share,
      CASE WHEN NOT described_share IS NULL THEN greatest(described_low, 0) END AS described_share_low,
      CASE WHEN NOT described_share IS NULL THEN least(described_high, 1) END AS described_share_high,
      both_internal,
      both_determined,
      both_share,
      CASE WHEN NOT both_share IS NULL THEN greatest(both_low, 0) END AS both_share_low,
      CASE WHEN NOT both_share IS NULL THEN least(both_high, 1) END AS both_share_high,
      source_url
    FROM periods
    JOIN abreast
      USING (period_start, period_end)
)
