-- generated from sql/4_marts/reproduction_changes.sql sha256:b0e86d0e93527610331e38b7cb203ff5bc490740257125fefb767682ab3cb454 by tools/dialect 1; do not edit
-- with sql/4_marts/breaches_as_of.sql sha256:a0f24c17510452e17e43998ffbe17f9b58a923d79811ac984e6aa6646fded890
-- with sql/4_marts/counted_breaches.sql sha256:023c6d1ea0af0c24b3239f2f2240d9aa58bf4080543dce5ae782086890fc4b6a
-- with sql/4_marts/counted_in_studies.sql sha256:1bd9744807ed3ee919fd092906c67eb6fd69f1f7a1a82bb25dbdcec5542948e5
-- with sql/4_marts/lists_as_of.sql sha256:981de6b0c219aa872449c7f464ced6e479ba7128cd9c0d0b567d0bc75ce473b5
-- with sql/4_marts/reproduced_in_studies.sql sha256:1cced7b991bb213c3be0039aa978805ef870af1cad9cb210b5eff1e69e3d63fb
-- with sql/4_marts/reproduction.sql sha256:305c77225b5d744a253b2a70b87ac14e13a910aa23eb043c61a836cf4b543b5e
-- with sql/4_marts/reproduction_explained.sql sha256:83150f59a28109937d3a20c983a5afa1bb859450d2802277fb8b58031bc14cf2
-- with sql/4_marts/reproductions.sql sha256:7f2d2c243650db793b24f8561e0fdbb3768af851edea30a3a2136938605d07a2
select
    cast(`change` as string) as `change`,
    cast(`breach_id` as string) as `breach_id`,
    cast(`entity_name` as string) as `entity_name`,
    cast(`state` as string) as `state`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`captured_on` as date) as `captured_on`,
    cast(`individuals_before` as bigint) as `individuals_before`,
    cast(`individuals_after` as bigint) as `individuals_after`,
    cast(`breaches_difference` as bigint) as `breaches_difference`,
    cast(`individuals_difference` as bigint) as `individuals_difference`
from (
    WITH totals AS (
      SELECT
        no,
        metric = 'breaches' AS is_of_breaches,
        period_start,
        period_end,
        breakdown = 'all' AS is_total
      FROM marts.reproduction(:study_asked) AS reproduction
      WHERE
        NOT reproduced IS NULL
        AND NOT newest IS NULL
        AND metric IN ('breaches', 'individuals', 'cumulative_individuals')
        AND breakdown IN ('all', 'year', 'half')
    ), periods AS (
      SELECT
        min(no) AS no,
        is_of_breaches,
        period_start,
        period_end
      FROM totals
      WHERE
        is_total = (
          SELECT
            bool_or(is_total)
          FROM totals
        )
      GROUP BY ALL
    ), within_another AS (
      SELECT DISTINCT
        inner_period.no
      FROM periods AS inner_period
      JOIN periods AS outer_period
        ON outer_period.is_of_breaches = inner_period.is_of_breaches
        AND outer_period.period_start <= inner_period.period_start
        AND outer_period.period_end >= inner_period.period_end
        AND outer_period.no <> inner_period.no
    ), headlines AS (
      SELECT
        no,
        is_of_breaches
      FROM periods
      ANTI JOIN within_another
        USING (no)
    )
    SELECT
      min_by(change, no) FILTER(WHERE
        NOT (
          change
        ) IS NULL) AS change,
      breach_id,
      entity_name,
      state,
      submitted_on,
      captured_on,
      individuals_before,
      individuals_after,
      CAST(coalesce(sum(difference) FILTER(WHERE
        is_of_breaches), 0) AS BIGINT) AS breaches_difference,
      CAST(coalesce(sum(difference) FILTER(WHERE
        NOT is_of_breaches), 0) AS BIGINT) AS individuals_difference
    FROM marts.reproduction_explained(:study_asked) AS reproduction_explained
    JOIN headlines
      USING (no)
    WHERE
      part = 'changed since'
    GROUP BY
      breach_id,
      entity_name,
      state,
      submitted_on,
      captured_on,
      individuals_before,
      individuals_after
)
