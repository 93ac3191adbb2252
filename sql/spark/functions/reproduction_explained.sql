-- generated from sql/4_marts/reproduction_explained.sql sha256:83150f59a28109937d3a20c983a5afa1bb859450d2802277fb8b58031bc14cf2 by tools/dialect 1; do not edit
-- with sql/4_marts/breaches_as_of.sql sha256:a0f24c17510452e17e43998ffbe17f9b58a923d79811ac984e6aa6646fded890
-- with sql/4_marts/counted_breaches.sql sha256:023c6d1ea0af0c24b3239f2f2240d9aa58bf4080543dce5ae782086890fc4b6a
-- with sql/4_marts/counted_in_studies.sql sha256:1bd9744807ed3ee919fd092906c67eb6fd69f1f7a1a82bb25dbdcec5542948e5
-- with sql/4_marts/lists_as_of.sql sha256:981de6b0c219aa872449c7f464ced6e479ba7128cd9c0d0b567d0bc75ce473b5
-- with sql/4_marts/reproduced_in_studies.sql sha256:1cced7b991bb213c3be0039aa978805ef870af1cad9cb210b5eff1e69e3d63fb
-- with sql/4_marts/reproduction.sql sha256:305c77225b5d744a253b2a70b87ac14e13a910aa23eb043c61a836cf4b543b5e
-- with sql/4_marts/reproductions.sql sha256:7f2d2c243650db793b24f8561e0fdbb3768af851edea30a3a2136938605d07a2
select
    cast(`no` as bigint) as `no`,
    cast(`metric` as string) as `metric`,
    cast(`category` as string) as `category`,
    cast(`part` as string) as `part`,
    cast(`change` as string) as `change`,
    cast(`breach_id` as string) as `breach_id`,
    cast(`entity_name` as string) as `entity_name`,
    cast(`state` as string) as `state`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`captured_on` as date) as `captured_on`,
    cast(`value_before` as bigint) as `value_before`,
    cast(`value_after` as bigint) as `value_after`,
    cast(`difference` as bigint) as `difference`,
    cast(`individuals_before` as bigint) as `individuals_before`,
    cast(`individuals_after` as bigint) as `individuals_after`,
    cast(`kind_before` as string) as `kind_before`,
    cast(`kind_after` as string) as `kind_after`
from (
    WITH days AS (
      SELECT
        as_of_on,
        newest_on,
        counted_to
      FROM marts.studies
      WHERE
        study = :study_asked
    ), lists_as_of_2__days AS (
      SELECT DISTINCT
        unnested_as_of_day AS as_of_day
      FROM (
        SELECT
          1 AS one
      ) AS once
      LATERAL VIEW
      explode(CAST(array((
        SELECT
          as_of_on
        FROM days
      )) AS ARRAY<DATE>)) unnested AS unnested_as_of_day
    ), lists_as_of_2__last_seen AS (
      SELECT
        as_of_day,
        coalesce(max(newest_submitted_on), CAST('0001-01-01' AS DATE)) AS newest_submitted_on
      FROM lists_as_of_2__days AS days
      LEFT JOIN marts.captures
        ON is_complete AND captured_on <= as_of_day
      GROUP BY ALL
    ), lists_as_of_2__posting AS (
      SELECT
        as_of_day,
        CAST(max_by(lag_days, applies_from) FILTER(WHERE
          NOT (
            lag_days
          ) IS NULL) AS INT) AS lag_days
      FROM lists_as_of_2__days AS days
      LEFT JOIN reference.posting_lags
        ON as_of_day BETWEEN applies_from AND applies_to
      GROUP BY ALL
    ), lists_as_of_2__unknown AS (
      SELECT
        as_of_day,
        breach_id,
        unknown_since
      FROM marts.unknown_views
      JOIN lists_as_of_2__days AS days
        ON unknown_since <= as_of_day AND (
          known_on IS NULL OR known_on > as_of_day
        )
    ), before AS (
      SELECT
        breach_id,
        entity_name,
        state,
        entity_type,
        individuals,
        submitted_on,
        year,
        breach_types,
        locations,
        has_business_associate,
        description,
        cause,
        origin,
        origin_basis,
        origin_rule,
        origin_evidence,
        origin_by_description,
        origin_by_type,
        hicp_threat,
        view,
        view_unknown_since,
        version,
        valid_from,
        is_reconstructed,
        is_duplicate,
        source_file,
        source_line
      FROM (
        SELECT
          breach_id,
          entity_name,
          state,
          entity_type,
          individuals,
          submitted_on,
          year,
          breach_types,
          locations,
          has_business_associate,
          description,
          cause,
          origin,
          origin_basis,
          origin_rule,
          origin_evidence,
          origin_by_description,
          origin_by_type,
          hicp_threat,
          view,
          view_unknown_since,
          version,
          valid_from,
          is_reconstructed,
          is_duplicate,
          source_file,
          source_line
        FROM (
          SELECT
            as_of_day,
            breach_id,
            entity_name,
            state,
            entity_type,
            individuals,
            submitted_on,
            year(submitted_on) AS year,
            breach_types,
            locations,
            has_business_associate,
            description,
            cause,
            origin,
            origin_basis,
            origin_rule,
            origin_evidence,
            origin_by_description,
            origin_by_type,
            hicp_threat,
            CASE WHEN unknown_since IS NULL AND valid_from <= as_of_day THEN view END AS view,
            unknown_since AS view_unknown_since,
            version,
            valid_from,
            valid_from > as_of_day AS is_reconstructed,
            is_duplicate,
            source_file,
            source_line
          FROM marts.breach_versions
          CROSS JOIN lists_as_of_2__last_seen AS last_seen
          JOIN lists_as_of_2__posting AS posting
            USING (as_of_day)
          LEFT JOIN lists_as_of_2__unknown AS unknown
            USING (as_of_day, breach_id)
          WHERE
            (
              valid_from <= as_of_day AND (
                valid_to IS NULL OR valid_to > as_of_day
              )
            )
            OR (
              valid_from > as_of_day
              AND version = 1
              AND date_add(submitted_on, CAST(lag_days AS INT)) <= as_of_day
              AND submitted_on > newest_submitted_on
            )
        ) AS lists_as_of
      ) AS breaches_as_of
      WHERE
        submitted_on <= coalesce((
          SELECT
            counted_to
          FROM days
        ), submitted_on)
    ), lists_as_of_4__days AS (
      SELECT DISTINCT
        unnested_as_of_day AS as_of_day
      FROM (
        SELECT
          1 AS one
      ) AS once
      LATERAL VIEW
      explode(CAST(array((
        SELECT
          newest_on
        FROM days
      )) AS ARRAY<DATE>)) unnested AS unnested_as_of_day
    ), lists_as_of_4__last_seen AS (
      SELECT
        as_of_day,
        coalesce(max(newest_submitted_on), CAST('0001-01-01' AS DATE)) AS newest_submitted_on
      FROM lists_as_of_4__days AS days
      LEFT JOIN marts.captures
        ON is_complete AND captured_on <= as_of_day
      GROUP BY ALL
    ), lists_as_of_4__posting AS (
      SELECT
        as_of_day,
        CAST(max_by(lag_days, applies_from) FILTER(WHERE
          NOT (
            lag_days
          ) IS NULL) AS INT) AS lag_days
      FROM lists_as_of_4__days AS days
      LEFT JOIN reference.posting_lags
        ON as_of_day BETWEEN applies_from AND applies_to
      GROUP BY ALL
    ), lists_as_of_4__unknown AS (
      SELECT
        as_of_day,
        breach_id,
        unknown_since
      FROM marts.unknown_views
      JOIN lists_as_of_4__days AS days
        ON unknown_since <= as_of_day AND (
          known_on IS NULL OR known_on > as_of_day
        )
    ), after AS (
      SELECT
        breach_id,
        entity_name,
        state,
        entity_type,
        individuals,
        submitted_on,
        year,
        breach_types,
        locations,
        has_business_associate,
        description,
        cause,
        origin,
        origin_basis,
        origin_rule,
        origin_evidence,
        origin_by_description,
        origin_by_type,
        hicp_threat,
        view,
        view_unknown_since,
        version,
        valid_from,
        is_reconstructed,
        is_duplicate,
        source_file,
        source_line
      FROM (
        SELECT
          breach_id,
          entity_name,
          state,
          entity_type,
          individuals,
          submitted_on,
          year,
          breach_types,
          locations,
          has_business_associate,
          description,
          cause,
          origin,
          origin_basis,
          origin_rule,
          origin_evidence,
          origin_by_description,
          origin_by_type,
          hicp_threat,
          view,
          view_unknown_since,
          version,
          valid_from,
          is_reconstructed,
          is_duplicate,
          source_file,
          source_line
        FROM (
          SELECT
            as_of_day,
            breach_id,
            entity_name,
            state,
            entity_type,
            individuals,
            submitted_on,
            year(submitted_on) AS year,
            breach_types,
            locations,
            has_business_associate,
            description,
            cause,
            origin,
            origin_basis,
            origin_rule,
            origin_evidence,
            origin_by_description,
            origin_by_type,
            hicp_threat,
            CASE WHEN unknown_since IS NULL AND valid_from <= as_of_day THEN view END AS view,
            unknown_since AS view_unknown_since,
            version,
            valid_from,
            valid_from > as_of_day AS is_reconstructed,
            is_duplicate,
            source_file,
            source_line
          FROM marts.breach_versions
          CROSS JOIN lists_as_of_4__last_seen AS last_seen
          JOIN lists_as_of_4__posting AS posting
            USING (as_of_day)
          LEFT JOIN lists_as_of_4__unknown AS unknown
            USING (as_of_day, breach_id)
          WHERE
            (
              valid_from <= as_of_day AND (
                valid_to IS NULL OR valid_to > as_of_day
              )
            )
            OR (
              valid_from > as_of_day
              AND version = 1
              AND date_add(submitted_on, CAST(lag_days AS INT)) <= as_of_day
              AND submitted_on > newest_submitted_on
            )
        ) AS lists_as_of
      ) AS breaches_as_of
    ), additive AS (
      SELECT
        no,
        metric,
        breakdown,
        category,
        reproduced,
        printed
      FROM marts.reproduction(:study_asked) AS reproduction
      WHERE
        metric IN ('breaches', 'individuals', 'cumulative_individuals')
        AND NOT reproduced IS NULL
    ), counted AS (
      SELECT
        CASE reading WHEN 'then' THEN 'before' ELSE 'after' END AS side,
        no,
        breach_id,
        individuals
      FROM marts.counted_breaches(:study_asked) AS counted_breaches
      WHERE
        part = 'counted' AND reading <> 'naive'
    ), added AS (
      SELECT
        no,
        metric,
        breakdown,
        additive.category,
        breach_id,
        CAST(coalesce(
          sum(CASE WHEN metric = 'breaches' THEN 1 ELSE individuals END) FILTER(WHERE
            side = 'before'),
          0
        ) AS BIGINT) AS value_before,
        CAST(coalesce(
          sum(CASE WHEN metric = 'breaches' THEN 1 ELSE individuals END) FILTER(WHERE
            side = 'after'),
          0
        ) AS BIGINT) AS value_after,
        bool_or(side = 'before') AS is_before,
        bool_or(side = 'after') AS is_after
      FROM counted
      JOIN additive
        USING (no)
      GROUP BY ALL
    ), changed AS (
      SELECT
        no,
        metric,
        added.category,
        'changed since' AS part,
        CASE
          WHEN before.breach_id IS NULL
          THEN 'added late'
          WHEN after.breach_id IS NULL AND before.valid_from > newest_on
          THEN 'not yet listed'
          WHEN after.breach_id IS NULL
          THEN 'vanished'
          WHEN before.submitted_on <> after.submitted_on AND is_before <> is_after
          THEN 'day revised'
          WHEN NOT is_before
          THEN 'moved in'
          WHEN NOT is_after
          THEN 'moved out'
          WHEN before.individuals IS NULL AND NOT after.individuals IS NULL
          THEN 'blank filled'
          WHEN after.individuals IS NULL AND NOT before.individuals IS NULL
          THEN 'count withdrawn'
          WHEN before.individuals IS DISTINCT FROM after.individuals
          THEN 'count revised'
          ELSE 'categories revised'
        END AS change,
        breach_id,
        coalesce(after.entity_name, before.entity_name) AS entity_name,
        coalesce(after.state, before.state) AS state,
        coalesce(after.submitted_on, before.submitted_on) AS submitted_on,
        after.valid_from AS captured_on,
        value_before,
        value_after,
        value_after - value_before AS difference,
        before.individuals AS individuals_before,
        after.individuals AS individuals_after,
        CASE breakdown
          WHEN 'entity_type'
          THEN before.entity_type
          WHEN 'location'
          THEN array_join(before.locations, ', ')
          WHEN 'breach_type'
          THEN array_join(before.breach_types, ', ')
        END AS kind_before,
        CASE breakdown
          WHEN 'entity_type'
          THEN after.entity_type
          WHEN 'location'
          THEN array_join(after.locations, ', ')
          WHEN 'breach_type'
          THEN array_join(after.breach_types, ', ')
        END AS kind_after
      FROM added
      LEFT JOIN before
        USING (breach_id)
      LEFT JOIN after
        USING (breach_id)
      CROSS JOIN days
      WHERE
        value_before <> value_after
    ), reconstructed AS (
      SELECT
        no,
        metric,
        added.category,
        'reconstructed' AS part,
        'first captured later' AS change,
        breach_id,
        before.entity_name,
        before.state,
        before.submitted_on,
        before.valid_from AS captured_on,
        CAST(0 AS BIGINT) AS value_before,
        value_before AS value_after,
        value_before AS difference,
        CAST(NULL AS BIGINT) AS individuals_before,
        before.individuals AS individuals_after,
        CAST(NULL AS STRING) AS kind_before,
        CAST(NULL AS STRING) AS kind_after
      FROM added
      JOIN before
        USING (breach_id)
      WHERE
        before.is_reconstructed AND is_before
    ), unexplained AS (
      SELECT
        no,
        metric,
        category,
        'unexplained' AS part,
        CAST(NULL AS STRING) AS change,
        '' AS breach_id,
        CAST(NULL AS STRING) AS entity_name,
        CAST(NULL AS STRING) AS state,
        CAST(NULL AS DATE) AS submitted_on,
        CAST(NULL AS DATE) AS captured_on,
        CAST(rint(reproduced) AS BIGINT) AS value_before,
        CAST(rint(printed) AS BIGINT) AS value_after,
        CAST(rint(printed) AS BIGINT) - CAST(rint(reproduced) AS BIGINT) AS difference,
        CAST(NULL AS BIGINT) AS individuals_before,
        CAST(NULL AS BIGINT) AS individuals_after,
        CAST(NULL AS STRING) AS kind_before,
        CAST(NULL AS STRING) AS kind_after
      FROM additive
    )
    SELECT
      no,
      metric,
      category,
      part,
      change,
      breach_id,
      entity_name,
      state,
      submitted_on,
      captured_on,
      value_before,
      value_after,
      difference,
      individuals_before,
      individuals_after,
      kind_before,
      kind_after
    FROM (
      SELECT
        no,
        metric,
        category,
        part,
        change,
        breach_id,
        entity_name,
        state,
        submitted_on,
        captured_on,
        value_before,
        value_after,
        difference,
        individuals_before,
        individuals_after,
        kind_before,
        kind_after
      FROM changed
      UNION ALL
      SELECT
        no,
        metric,
        category,
        part,
        change,
        breach_id,
        entity_name,
        state,
        submitted_on,
        captured_on,
        value_before,
        value_after,
        difference,
        individuals_before,
        individuals_after,
        kind_before,
        kind_after
      FROM reconstructed
      UNION ALL
      SELECT
        no,
        metric,
        category,
        part,
        change,
        breach_id,
        entity_name,
        state,
        submitted_on,
        captured_on,
        value_before,
        value_after,
        difference,
        individuals_before,
        individuals_after,
        kind_before,
        kind_after
      FROM unexplained
    )
)
