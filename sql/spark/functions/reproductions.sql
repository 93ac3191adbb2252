-- generated from sql/4_marts/reproductions.sql sha256:7f2d2c243650db793b24f8561e0fdbb3768af851edea30a3a2136938605d07a2 by tools/dialect 1; do not edit
-- with sql/4_marts/counted_in_studies.sql sha256:1bd9744807ed3ee919fd092906c67eb6fd69f1f7a1a82bb25dbdcec5542948e5
-- with sql/4_marts/lists_as_of.sql sha256:981de6b0c219aa872449c7f464ced6e479ba7128cd9c0d0b567d0bc75ce473b5
-- with sql/4_marts/reproduced_in_studies.sql sha256:1cced7b991bb213c3be0039aa978805ef870af1cad9cb210b5eff1e69e3d63fb
select
    cast(`study` as string) as `study`,
    cast(`no` as bigint) as `no`,
    cast(`metric` as string) as `metric`,
    cast(`period_start` as date) as `period_start`,
    cast(`period_end` as date) as `period_end`,
    cast(`breakdown` as string) as `breakdown`,
    cast(`category` as string) as `category`,
    cast(`unit` as string) as `unit`,
    cast(`as_printed` as string) as `as_printed`,
    cast(`printed` as double) as `printed`,
    cast(`reproduced` as double) as `reproduced`,
    cast(`newest` as double) as `newest`,
    cast(`naive` as double) as `naive`,
    cast(`difference` as double) as `difference`,
    cast(`tolerance` as double) as `tolerance`,
    cast(`verdict` as string) as `verdict`,
    cast(`counted` as bigint) as `counted`,
    cast(`without_count` as bigint) as `without_count`,
    cast(`reconstructed` as bigint) as `reconstructed`,
    cast(`fits_view` as string) as `fits_view`,
    cast(`why_not` as string) as `why_not`,
    cast(`remark` as string) as `remark`,
    cast(`source_url` as string) as `source_url`
from (
    WITH reproduced AS (
      SELECT
        study,
        reading,
        no,
        value,
        counted,
        without_count,
        reconstructed,
        archive_value,
        open_value,
        why_not
      FROM marts.reproduced_in_studies(:studies_asked) AS reproduced_in_studies
    ), as_of AS (
      SELECT
        study,
        reading,
        no,
        value,
        counted,
        without_count,
        reconstructed,
        archive_value,
        open_value,
        why_not
      FROM reproduced
      WHERE
        reading = 'then'
    ), newest AS (
      SELECT
        study,
        reading,
        no,
        value,
        counted,
        without_count,
        reconstructed,
        archive_value,
        open_value,
        why_not
      FROM reproduced
      WHERE
        reading = 'newest'
    ), naive AS (
      SELECT
        study,
        reading,
        no,
        value,
        counted,
        without_count,
        reconstructed,
        archive_value,
        open_value,
        why_not
      FROM reproduced
      WHERE
        reading = 'naive'
    ), compared AS (
      SELECT
        study,
        no,
        as_of.value AS reproduced,
        newest.value AS newest,
        naive.value AS naive,
        greatest(
          printed_to / 2,
          CASE
            WHEN metric IN ('breaches', 'mean_individuals')
            THEN count_tolerance * abs(published.value)
            WHEN metric IN ('individuals', 'cumulative_individuals')
            THEN individuals_tolerance * abs(published.value)
            ELSE 0
          END
        ) AS tolerance,
        as_of.counted,
        as_of.without_count,
        as_of.reconstructed,
        as_of.archive_value,
        as_of.open_value,
        as_of.why_not
      FROM reference.published_figures AS published
      JOIN reference.studies
        USING (study)
      JOIN as_of
        USING (study, no)
      JOIN newest
        USING (study, no)
      JOIN naive
        USING (study, no)
    ), judged AS (
      SELECT
        compared.study,
        compared.no,
        compared.reproduced,
        compared.newest,
        compared.naive,
        compared.tolerance,
        compared.counted,
        compared.without_count,
        compared.reconstructed,
        compared.archive_value,
        compared.open_value,
        compared.why_not,
        CASE
          WHEN reproduced IS NULL
          THEN 'not computed'
          WHEN CASE rounding
            WHEN 'at least'
            THEN reproduced >= published.value
            WHEN 'more than'
            THEN reproduced > published.value
            WHEN 'less than'
            THEN reproduced < published.value
            WHEN 'nearly'
            THEN abs(
              CAST(ceil(duckdb_quotient(CAST(reproduced AS DOUBLE), CAST(printed_to AS DOUBLE))) AS DOUBLE) - duckdb_quotient(CAST(published.value AS DOUBLE), CAST(printed_to AS DOUBLE))
            ) < 1e-06
            ELSE abs(
              duckdb_round(
                CAST(duckdb_quotient(CAST(reproduced AS DOUBLE), CAST(printed_to AS DOUBLE)) AS DOUBLE),
                0
              ) - duckdb_quotient(CAST(published.value AS DOUBLE), CAST(printed_to AS DOUBLE))
            ) < 1e-06
          END
          THEN 'same'
          WHEN abs(reproduced - published.value) <= tolerance
          THEN 'within tolerance'
          ELSE 'differs'
        END AS verdict
      FROM reference.published_figures AS published
      JOIN compared
        USING (study, no)
    )
    SELECT
      study,
      no,
      metric,
      period_start,
      period_end,
      breakdown,
      category,
      unit,
      as_printed,
      published.value AS printed,
      reproduced,
      newest,
      naive,
      reproduced - published.value AS difference,
      tolerance,
      verdict,
      counted,
      without_count,
      reconstructed,
      CASE
        WHEN verdict IN ('same', 'not computed')
        THEN NULL
        WHEN abs(archive_value - published.value) < printed_to / 2
        THEN 'archive'
        WHEN abs(open_value - published.value) < printed_to / 2
        THEN 'under-investigation'
      END AS fits_view,
      CASE
        WHEN reproduced IS NULL
        THEN coalesce(why_not, 'the list holds nothing to count')
      END AS why_not,
      remark,
      source_url
    FROM reference.published_figures AS published
    JOIN judged
      USING (study, no)
)
