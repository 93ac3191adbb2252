-- generated from sql/4_marts/reproduced_in_studies.sql sha256:1cced7b991bb213c3be0039aa978805ef870af1cad9cb210b5eff1e69e3d63fb by tools/dialect 1; do not edit
-- with sql/4_marts/counted_in_studies.sql sha256:1bd9744807ed3ee919fd092906c67eb6fd69f1f7a1a82bb25dbdcec5542948e5
-- with sql/4_marts/lists_as_of.sql sha256:981de6b0c219aa872449c7f464ced6e479ba7128cd9c0d0b567d0bc75ce473b5
select
    cast(`study` as string) as `study`,
    cast(`reading` as string) as `reading`,
    cast(`no` as bigint) as `no`,
    cast(`value` as double) as `value`,
    cast(`counted` as bigint) as `counted`,
    cast(`without_count` as bigint) as `without_count`,
    cast(`reconstructed` as bigint) as `reconstructed`,
    cast(`archive_value` as bigint) as `archive_value`,
    cast(`open_value` as bigint) as `open_value`,
    cast(`why_not` as string) as `why_not`
from (
    WITH asked_studies AS (
      SELECT DISTINCT
        unnested_study AS study
      FROM (
        SELECT
          1 AS one
      ) AS once
      LATERAL VIEW
      explode(:studies_asked) unnested AS unnested_study
    ), counted AS (
      SELECT
        study,
        reading,
        no,
        part,
        breach_id,
        category,
        year,
        individuals,
        is_reconstructed,
        view,
        CASE WHEN individuals > 0 THEN CAST(ln(individuals) AS DECIMAL(18, 9)) END AS log_individuals
      FROM marts.counted_in_studies(:studies_asked) AS counted_in_studies
    ), metrics AS (
      SELECT
        study,
        no,
        metric
      FROM reference.published_figures
      JOIN asked_studies
        USING (study)
    ), sums AS (
      SELECT
        study,
        reading,
        no,
        count(*) FILTER(WHERE
          part = 'counted') AS breaches,
        count(*) FILTER(WHERE
          part = 'counted' AND individuals IS NULL) AS without_count,
        count(*) FILTER(WHERE
          part = 'counted' AND is_reconstructed) AS reconstructed,
        count(*) FILTER(WHERE
          part = 'base') AS base_breaches,
        CAST(sum(individuals) FILTER(WHERE
          part = 'counted') AS BIGINT) AS individuals,
        CAST(sum(individuals) FILTER(WHERE
          part = 'base') AS BIGINT) AS base_individuals,
        min(individuals) FILTER(WHERE
          part = 'counted') AS least,
        max(individuals) FILTER(WHERE
          part = 'counted') AS most,
        percentile(CAST(individuals AS DOUBLE), 0.5e0) FILTER(WHERE
          part = 'counted') AS middle,
        (
          CAST(sum(CAST(individuals AS DECIMAL(38, 0))) FILTER(WHERE
            part = 'counted') AS DOUBLE) / count(individuals) FILTER(WHERE
            part = 'counted')
        ) AS mean,
        duckdb_quotient(
          CAST(CAST(sum(log_individuals) FILTER(WHERE
            part = 'counted') AS DOUBLE) AS DOUBLE),
          CAST(count(log_individuals) FILTER(WHERE
            part = 'counted') AS DOUBLE)
        ) AS mean_log,
        duckdb_quotient(
          CAST(CAST(sum(log_individuals) FILTER(WHERE
            part = 'base') AS DOUBLE) AS DOUBLE),
          CAST(count(log_individuals) FILTER(WHERE
            part = 'base') AS DOUBLE)
        ) AS base_mean_log,
        count(*) FILTER(WHERE
          part = 'counted' AND view = 'archive') AS archive_breaches,
        count(*) FILTER(WHERE
          part = 'counted' AND view = 'under-investigation') AS open_breaches,
        CAST(sum(individuals) FILTER(WHERE
          part = 'counted' AND view = 'archive') AS BIGINT) AS archive_individuals,
        CAST(sum(individuals) FILTER(WHERE
          part = 'counted' AND view = 'under-investigation') AS BIGINT) AS open_individuals
      FROM counted
      GROUP BY ALL
    ), by_year AS (
      SELECT
        study,
        reading,
        no,
        year,
        count(*) AS breaches
      FROM counted
      JOIN metrics
        USING (study, no)
      WHERE
        part = 'counted' AND metric = 'years_with_decrease'
      GROUP BY ALL
    ), beside_before AS (
      SELECT
        study,
        reading,
        no,
        breaches,
        lag(breaches) OVER (PARTITION BY study, reading, no ORDER BY year NULLS LAST) AS breaches_before
      FROM by_year
    ), decreases AS (
      SELECT
        study,
        reading,
        no,
        count(*) FILTER(WHERE
          breaches < breaches_before) AS years
      FROM beside_before
      GROUP BY ALL
    ), by_category AS (
      SELECT
        study,
        reading,
        no,
        category,
        count(*) AS breaches
      FROM counted
      JOIN metrics
        USING (study, no)
      WHERE
        part = 'base' AND metric = 'rank_breaches'
      GROUP BY ALL
    ), places AS (
      SELECT
        study,
        reading,
        no,
        category,
        CAST(rank() OVER (PARTITION BY study, reading, no ORDER BY breaches DESC) AS BIGINT) AS place
      FROM by_category
    ), running AS (
      SELECT
        study,
        reading,
        no,
        (
          sum(individuals) OVER (PARTITION BY study, reading, no ORDER BY individuals DESC, breach_id NULLS LAST)
        ) - individuals AS in_larger,
        sum(individuals) OVER (PARTITION BY study, reading, no) AS in_all
      FROM counted
      JOIN metrics
        USING (study, no)
      WHERE
        part = 'counted'
        AND metric = 'breaches_holding_majority'
        AND NOT individuals IS NULL
    ), majorities AS (
      SELECT
        study,
        reading,
        no,
        count(*) FILTER(WHERE
          2 * in_larger <= in_all) AS breaches
      FROM running
      GROUP BY ALL
    ), reach AS (
      SELECT
        max(captured_on) AS captured_on,
        min(captured_on) AS first_captured_on,
        collect_list(captured_on) AS complete_days
      FROM marts.captures
      WHERE
        is_complete
    ), readings AS (
      SELECT
        study,
        unnested_reading AS reading,
        unnested_as_of_day AS as_of_day
      FROM marts.studies
      JOIN asked_studies
        USING (study)
      LATERAL VIEW
      inline(
        arrays_zip(array('then', 'newest', 'naive'), array(as_of_on, newest_on, newest_on))
      ) unnested AS unnested_reading, unnested_as_of_day
    ), reasons AS (
      SELECT
        study,
        reading,
        no,
        CASE
          WHEN NOT is_followed
          THEN reference.studies.why_not
          WHEN NOT breakdown IN (
            'all',
            'year',
            'half',
            'entity_type',
            'location',
            'breach_type',
            'entity',
            'origin',
            'hhs_category',
            'detailed_cause|internal',
            'detailed_cause|external',
            'categorisation',
            'size',
            'not_entity_type',
            'view',
            'business_associate',
            'first_breach_type'
          )
          THEN 'the portal does not publish this kind: ' || breakdown
          WHEN reading = 'naive'
          AND (
            breakdown LIKE 'detailed_cause%' OR breakdown = 'categorisation'
          )
          THEN 'no pivot has it: ' || breakdown
          WHEN NOT metric IN (
            'breaches',
            'individuals',
            'cumulative_individuals',
            'min_individuals',
            'max_individuals',
            'median_individuals',
            'mean_individuals',
            'share_breaches',
            'share_individuals',
            'pct_change_breaches',
            'pct_change_individuals',
            'rank_breaches',
            'years_with_decrease',
            'breaches_holding_majority',
            'mean_log_individuals',
            'coefficient_log_individuals'
          )
          THEN 'the portal does not list what is counted: ' || metric
          WHEN breakdown = 'view' AND NOT array_contains(complete_days, as_of_day)
          THEN 'no complete capture of that day says in which view a report stood'
          WHEN breakdown = 'view' AND reading = 'then' AND as_of_day <> published.period_end
          THEN 'the views are known of the day read alone, and the number is of ' || published.period_end
          WHEN first_captured_on IS NULL OR first_captured_on > as_of_day
          THEN 'no complete capture is of ' || as_of_day || ' or before'
          WHEN least(published.period_end, read_on) > captured_on
          THEN 'no complete capture is of ' || least(published.period_end, read_on) || ' or after'
        END AS why_not
      FROM reference.published_figures AS published
      JOIN reference.studies
        USING (study)
      JOIN readings
        USING (study)
      CROSS JOIN reach
    )
    SELECT
      study,
      reading,
      no,
      CASE
        WHEN NOT reasons.why_not IS NULL
        THEN NULL
        WHEN metric = 'breaches'
        THEN coalesce(sums.breaches, 0)
        WHEN metric IN ('individuals', 'cumulative_individuals')
        THEN coalesce(individuals, 0)
        WHEN metric = 'min_individuals'
        THEN least
        WHEN metric = 'max_individuals'
        THEN most
        WHEN metric = 'median_individuals'
        THEN middle
        WHEN metric = 'mean_individuals'
        THEN mean
        WHEN metric = 'mean_log_individuals'
        THEN mean_log
        WHEN metric = 'coefficient_log_individuals'
        THEN mean_log - base_mean_log
        WHEN metric = 'share_breaches'
        THEN CAST((
          100.0e0 * sums.breaches
        ) AS DOUBLE) / CAST((
          nullif(base_breaches, 0)
        ) AS DOUBLE)
        WHEN metric = 'share_individuals'
        THEN CAST((
          100.0e0 * individuals
        ) AS DOUBLE) / CAST((
          nullif(base_individuals, 0)
        ) AS DOUBLE)
        WHEN metric = 'pct_change_breaches'
        THEN CAST((
          100.0e0 * sums.breaches
        ) AS DOUBLE) / CAST((
          nullif(base_breaches, 0)
        ) AS DOUBLE) - 100
        WHEN metric = 'pct_change_individuals'
        THEN CAST((
          100.0e0 * individuals
        ) AS DOUBLE) / CAST((
          nullif(base_individuals, 0)
        ) AS DOUBLE) - 100
        WHEN metric = 'rank_breaches'
        THEN place
        WHEN metric = 'years_with_decrease'
        THEN decreases.years
        WHEN metric = 'breaches_holding_majority'
        THEN majorities.breaches
      END AS value,
      coalesce(sums.breaches, 0) AS counted,
      coalesce(without_count, 0) AS without_count,
      coalesce(reconstructed, 0) AS reconstructed,
      CASE
        WHEN NOT reasons.why_not IS NULL
        THEN NULL
        WHEN metric = 'breaches'
        THEN archive_breaches
        WHEN metric = 'individuals'
        THEN archive_individuals
      END AS archive_value,
      CASE
        WHEN NOT reasons.why_not IS NULL
        THEN NULL
        WHEN metric = 'breaches'
        THEN open_breaches
        WHEN metric = 'individuals'
        THEN open_individuals
      END AS open_value,
      reasons.why_not
    FROM reference.published_figures
    JOIN reasons
      USING (study, no)
    LEFT JOIN sums
      USING (study, reading, no)
    LEFT JOIN decreases
      USING (study, reading, no)
    LEFT JOIN majorities
      USING (study, reading, no)
    LEFT JOIN places
      USING (study, reading, no, category)
)
