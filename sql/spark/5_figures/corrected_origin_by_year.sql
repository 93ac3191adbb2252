-- generated from sql/5_figures/corrected_origin_by_year.sql sha256:2f6da2f49b529e73a0fa301f982b6f2a8fc32b5543a7aed6aec7d0a48b3e57ad by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`internal` as bigint) as `internal`,
    cast(`external` as bigint) as `external`,
    cast(`internal_share` as double) as `internal_share`,
    cast(`corrected_share` as double) as `corrected_share`,
    cast(`corrected_share_low` as double) as `corrected_share_low`,
    cast(`corrected_share_high` as double) as `corrected_share_high`,
    cast(`sensitivity` as double) as `sensitivity`,
    cast(`internal_labels` as bigint) as `internal_labels`,
    cast(`specificity` as double) as `specificity`,
    cast(`external_labels` as bigint) as `external_labels`,
    cast(`is_partial_year` as boolean) as `is_partial_year`
from (
    WITH judged AS (
      SELECT
        labelled_breaches.origin AS label,
        origin_by_description = labelled_breaches.origin AS is_right
      FROM marts.labelled_breaches
      JOIN marts.breaches
        USING (breach_id)
      WHERE
        NOT labelled_breaches.origin IS NULL AND NOT origin_by_description IS NULL
    ), rates AS (
      SELECT
        count(CASE WHEN label = 'internal' THEN 1 END) AS internal_labels,
        count(CASE WHEN label = 'external' THEN 1 END) AS external_labels,
        count(CASE WHEN label = 'internal' AND is_right THEN 1 END) AS internal_right,
        count(CASE WHEN label = 'external' AND is_right THEN 1 END) AS external_right
      FROM judged
    ), read AS (
      SELECT
        year,
        count(CASE WHEN origin = 'internal' THEN 1 END) AS internal,
        count(CASE WHEN origin = 'external' THEN 1 END) AS external
      FROM marts.origin_readings
      WHERE
        reading = 'descriptions only'
      GROUP BY ALL
    ), shares AS (
      SELECT
        marts.years.year,
        is_partial_year,
        coalesce(internal, 0) AS internal,
        coalesce(external, 0) AS external,
        internal / nullif(internal + external, 0) AS share,
        internal_labels,
        external_labels,
        internal_right / nullif(internal_labels, 0) AS sensitivity,
        external_right / nullif(external_labels, 0) AS specificity,
        internal_labels >= 20
        AND external_labels >= 20
        AND internal_right / nullif(internal_labels, 0) + external_right / nullif(external_labels, 0) > 1 AS is_measured,
        duckdb_quotient(
          CAST((
            internal_right + 1
          ) AS DOUBLE),
          CAST((
            internal_labels + 2
          ) AS DOUBLE)
        ) AS s,
        duckdb_quotient(
          CAST((
            external_right + 1
          ) AS DOUBLE),
          CAST((
            external_labels + 2
          ) AS DOUBLE)
        ) AS c,
        internal_labels + 2 AS s_n,
        external_labels + 2 AS c_n,
        internal + external + 1.959963984540054e0 * 1.959963984540054e0 AS n,
        duckdb_quotient(
          CAST((
            internal + 1.959963984540054e0 * 1.959963984540054e0 / 2
          ) AS DOUBLE),
          CAST((
            internal + external + 1.959963984540054e0 * 1.959963984540054e0
          ) AS DOUBLE)
        ) AS p,
        1.959963984540054e0 AS z
      FROM marts.years
      CROSS JOIN rates
      LEFT JOIN read
        ON read.year = marts.years.year
    ), adjusted AS (
      SELECT
        year,
        is_partial_year,
        internal,
        external,
        share,
        internal_labels,
        external_labels,
        sensitivity,
        specificity,
        is_measured,
        s,
        c,
        s_n,
        c_n,
        n,
        p,
        z,
        duckdb_quotient(CAST((
          p + c - 1
        ) AS DOUBLE), CAST((
          s + c - 1
        ) AS DOUBLE)) AS a
      FROM shares
    ), bounded AS (
      SELECT
        year,
        is_partial_year,
        internal,
        external,
        share,
        internal_labels,
        external_labels,
        sensitivity,
        specificity,
        is_measured,
        s,
        c,
        s_n,
        c_n,
        n,
        p,
        z,
        a,
        a + 2 * z * z * (
          duckdb_quotient(CAST(a * s * (
            1 - s
          ) AS DOUBLE), CAST(s_n AS DOUBLE)) - duckdb_quotient(CAST((
            1 - a
          ) * c * (
            1 - c
          ) AS DOUBLE), CAST(c_n AS DOUBLE))
        ) AS middle,
        duckdb_quotient(
          CAST(z * sqrt(
            duckdb_quotient(CAST(p * (
              1 - p
            ) AS DOUBLE), CAST(n AS DOUBLE)) + duckdb_quotient(CAST(a * a * s * (
              1 - s
            ) AS DOUBLE), CAST(s_n AS DOUBLE)) + duckdb_quotient(CAST((
              1 - a
            ) * (
              1 - a
            ) * c * (
              1 - c
            ) AS DOUBLE), CAST(c_n AS DOUBLE))
          ) AS DOUBLE),
          CAST((
            s + c - 1
          ) AS DOUBLE)
        ) AS reach
      FROM adjusted
    )
    SELECT
      year,
      internal,
      external,
      share AS internal_share,
      CASE
        WHEN is_measured AND NOT share IS NULL
        THEN greatest(
          0,
          least(
            1,
            duckdb_quotient(
              CAST((
                share + specificity - 1
              ) AS DOUBLE),
              CAST((
                sensitivity + specificity - 1
              ) AS DOUBLE)
            )
          )
        )
      END AS corrected_share,
      CASE
        WHEN is_measured AND NOT share IS NULL
        THEN greatest(0, least(1, middle - reach))
      END AS corrected_share_low,
      CASE
        WHEN is_measured AND NOT share IS NULL
        THEN greatest(0, least(1, middle + reach))
      END AS corrected_share_high,
      sensitivity,
      internal_labels,
      specificity,
      external_labels,
      is_partial_year
    FROM bounded
)
