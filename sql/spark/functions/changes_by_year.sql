-- generated from sql/4_marts/changes_by_year.sql sha256:69bcd5efdd195731286c44f257f936ccd6dee65650cc005230d1064bc3089425 by tools/dialect 1; do not edit
-- with sql/4_marts/changes.sql sha256:b2925a3fed9a0896a2ed044296282a41c8aa1b4e3ee0a45ac14eb3e6244627e1
-- with sql/4_marts/compared_breaches.sql sha256:a8603a9821abe583d9dd7fa7f7fb9acd68894ee6789ce60817d0e9574764e59d
select
    cast(`year` as bigint) as `year`,
    cast(`was_closed` as boolean) as `was_closed`,
    cast(`old_breaches` as bigint) as `old_breaches`,
    cast(`new_breaches` as bigint) as `new_breaches`,
    cast(`added_breaches` as bigint) as `added_breaches`,
    cast(`vanished_breaches` as bigint) as `vanished_breaches`,
    cast(`revised_breaches` as bigint) as `revised_breaches`,
    cast(`described_breaches` as bigint) as `described_breaches`,
    cast(`moved_breaches` as bigint) as `moved_breaches`,
    cast(`unknown_breaches` as bigint) as `unknown_breaches`,
    cast(`old_individuals` as bigint) as `old_individuals`,
    cast(`new_individuals` as bigint) as `new_individuals`
from (
    WITH compared_breaches_1__compared AS (
      SELECT
        min(capture_order) AS old_order,
        max(capture_order) AS new_order,
        min(captured_on) AS old_captured_on,
        max(captured_on) AS new_captured_on,
        min_by(is_complete, capture_order) FILTER(WHERE
          NOT (
            is_complete
          ) IS NULL) AS is_old_complete,
        max_by(is_complete, capture_order) FILTER(WHERE
          NOT (
            is_complete
          ) IS NULL) AS is_new_complete
      FROM intermediate.captures
      WHERE
        capture IN (:one_capture, :other_capture)
      HAVING
        count(*) = 2
    ), compared_breaches_1__standing AS (
      SELECT
        breach_id,
        max(version) FILTER(WHERE
          first_order <= old_order AND (
            gone_order IS NULL OR gone_order > old_order
          )) AS old_version,
        max(version) FILTER(WHERE
          first_order <= new_order AND (
            gone_order IS NULL OR gone_order > new_order
          )) AS new_version,
        min(submitted_on) AS submitted_on,
        min(first_order) AS first_order
      FROM intermediate.breach_versions
      CROSS JOIN compared_breaches_1__compared AS compared
      GROUP BY ALL
      HAVING
        NOT (
          max(version) FILTER(WHERE
            first_order <= old_order AND (
              gone_order IS NULL OR gone_order > old_order
            ))
        ) IS NULL
        OR NOT (
          max(version) FILTER(WHERE
            first_order <= new_order AND (
              gone_order IS NULL OR gone_order > new_order
            ))
        ) IS NULL
    ), compared_breaches_1__way AS (
      SELECT
        breach_id,
        array_sort(array_distinct(array_compact(flatten(collect_list(shown.changed_columns))))) AS changed_columns,
        max_by(shown.matched_by, stood.rung) FILTER(WHERE
          (
            stood.rung > 0
          ) AND NOT (
            shown.matched_by
          ) IS NULL) AS matched_by,
        min(shown.name_similarity) AS name_similarity
      FROM compared_breaches_1__standing AS standing
      JOIN intermediate.breach_versions AS stood
        USING (breach_id)
      JOIN marts.breach_versions AS shown
        USING (breach_id, version)
      WHERE
        version > old_version AND version <= new_version
      GROUP BY ALL
    ), standing AS (
      SELECT
        year(submitted_on) AS year,
        count(*) FILTER(WHERE
          version = old_version) AS old_breaches,
        count(*) FILTER(WHERE
          version = new_version) AS new_breaches,
        CAST(sum(individuals) FILTER(WHERE
          version = old_version) AS BIGINT) AS old_individuals,
        CAST(sum(individuals) FILTER(WHERE
          version = new_version) AS BIGINT) AS new_individuals
      FROM (
        SELECT
          breach_id,
          old_version,
          new_version,
          CASE
            WHEN old_version IS NULL
            THEN is_old_complete OR submitted_on > old_captured_on OR first_order <= old_order
            WHEN new_version IS NULL
            THEN is_new_complete OR submitted_on > new_captured_on OR first_order <= new_order
            ELSE TRUE
          END AS is_known,
          changed_columns,
          matched_by,
          name_similarity
        FROM compared_breaches_1__standing AS standing
        CROSS JOIN compared_breaches_1__compared AS compared
        LEFT JOIN compared_breaches_1__way AS way
          USING (breach_id)
      ) AS compared_breaches
      JOIN marts.breach_versions
        USING (breach_id)
      WHERE
        version IN (old_version, new_version)
      GROUP BY ALL
    ), compared_breaches_3__compared AS (
      SELECT
        min(capture_order) AS old_order,
        max(capture_order) AS new_order,
        min(captured_on) AS old_captured_on,
        max(captured_on) AS new_captured_on,
        min_by(is_complete, capture_order) FILTER(WHERE
          NOT (
            is_complete
          ) IS NULL) AS is_old_complete,
        max_by(is_complete, capture_order) FILTER(WHERE
          NOT (
            is_complete
          ) IS NULL) AS is_new_complete
      FROM intermediate.captures
      WHERE
        capture IN (:one_capture, :other_capture)
      HAVING
        count(*) = 2
    ), compared_breaches_3__standing AS (
      SELECT
        breach_id,
        max(version) FILTER(WHERE
          first_order <= old_order AND (
            gone_order IS NULL OR gone_order > old_order
          )) AS old_version,
        max(version) FILTER(WHERE
          first_order <= new_order AND (
            gone_order IS NULL OR gone_order > new_order
          )) AS new_version,
        min(submitted_on) AS submitted_on,
        min(first_order) AS first_order
      FROM intermediate.breach_versions
      CROSS JOIN compared_breaches_3__compared AS compared
      GROUP BY ALL
      HAVING
        NOT (
          max(version) FILTER(WHERE
            first_order <= old_order AND (
              gone_order IS NULL OR gone_order > old_order
            ))
        ) IS NULL
        OR NOT (
          max(version) FILTER(WHERE
            first_order <= new_order AND (
              gone_order IS NULL OR gone_order > new_order
            ))
        ) IS NULL
    ), compared_breaches_3__way AS (
      SELECT
        breach_id,
        array_sort(array_distinct(array_compact(flatten(collect_list(shown.changed_columns))))) AS changed_columns,
        max_by(shown.matched_by, stood.rung) FILTER(WHERE
          (
            stood.rung > 0
          ) AND NOT (
            shown.matched_by
          ) IS NULL) AS matched_by,
        min(shown.name_similarity) AS name_similarity
      FROM compared_breaches_3__standing AS standing
      JOIN intermediate.breach_versions AS stood
        USING (breach_id)
      JOIN marts.breach_versions AS shown
        USING (breach_id, version)
      WHERE
        version > old_version AND version <= new_version
      GROUP BY ALL
    ), changes_2__compared AS (
      SELECT
        breach_id,
        old_version,
        new_version,
        is_known,
        changed_columns,
        matched_by,
        name_similarity
      FROM (
        SELECT
          breach_id,
          old_version,
          new_version,
          CASE
            WHEN old_version IS NULL
            THEN is_old_complete OR submitted_on > old_captured_on OR first_order <= old_order
            WHEN new_version IS NULL
            THEN is_new_complete OR submitted_on > new_captured_on OR first_order <= new_order
            ELSE TRUE
          END AS is_known,
          changed_columns,
          matched_by,
          name_similarity
        FROM compared_breaches_3__standing AS standing
        CROSS JOIN compared_breaches_3__compared AS compared
        LEFT JOIN compared_breaches_3__way AS way
          USING (breach_id)
      ) AS compared_breaches
      WHERE
        old_version IS DISTINCT FROM new_version
    ), changes_2__differing AS (
      SELECT
        breach_id,
        unnested_changed_column AS changed_column
      FROM changes_2__compared AS compared
      LATERAL VIEW
      explode(
        CASE
          WHEN old_version IS NULL OR new_version IS NULL
          THEN array('view')
          ELSE changed_columns
        END
      ) unnested AS unnested_changed_column
    ), changes_2__versions AS (
      SELECT
        breach_id,
        version,
        changed_column,
        individuals,
        CASE changed_column
          WHEN 'view'
          THEN view
          WHEN 'entity_name'
          THEN entity_name
          WHEN 'state'
          THEN state
          WHEN 'entity_type'
          THEN entity_type
          WHEN 'individuals'
          THEN CAST(individuals AS STRING)
          WHEN 'submitted_on'
          THEN CAST(submitted_on AS STRING)
          WHEN 'breach_types'
          THEN array_join(breach_types, ', ')
          WHEN 'locations'
          THEN array_join(locations, ', ')
          WHEN 'has_business_associate'
          THEN CAST(has_business_associate AS STRING)
          WHEN 'description'
          THEN description
        END AS value,
        regexp_replace(value, '[\\t\\n\\f\\r ]+', ' ') AS plain_value,
        regexp_replace(value, '[^A-Za-z0-9]', '') AS bare_value,
        contains(value, '�') AS is_damaged
      FROM changes_2__differing AS differing
      JOIN marts.breach_versions
        USING (breach_id)
    ), changes_2__valued AS (
      SELECT
        compared.breach_id,
        compared.old_version,
        compared.new_version,
        compared.is_known,
        compared.changed_columns,
        compared.matched_by,
        compared.name_similarity,
        differing.changed_column,
        older.value AS old_value,
        newer.value AS new_value,
        older.individuals AS old_individuals,
        newer.individuals AS new_individuals
      FROM changes_2__differing AS differing
      JOIN changes_2__compared AS compared
        USING (breach_id)
      LEFT JOIN changes_2__versions AS older
        ON older.breach_id = compared.breach_id
        AND older.changed_column = differing.changed_column
        AND older.version = old_version
      LEFT JOIN changes_2__versions AS newer
        ON newer.breach_id = compared.breach_id
        AND newer.changed_column = differing.changed_column
        AND newer.version = new_version
      WHERE
        older.plain_value IS DISTINCT FROM newer.plain_value
        AND NOT coalesce(
          (
            older.is_damaged OR newer.is_damaged
          )
          AND older.bare_value = newer.bare_value,
          FALSE
        )
    ), changes_2__judged AS (
      SELECT
        breach_id,
        old_version,
        new_version,
        is_known,
        changed_columns,
        matched_by,
        name_similarity,
        changed_column,
        old_value,
        new_value,
        old_individuals,
        new_individuals,
        coalesce(new_version, old_version) AS version,
        CASE
          WHEN NOT is_known
          THEN 'unknown'
          WHEN old_version IS NULL
          THEN 'added'
          WHEN new_version IS NULL
          THEN 'vanished'
          WHEN changed_column = 'view'
          THEN 'moved'
          WHEN changed_column = 'description' AND old_value IS NULL
          THEN 'described'
          ELSE 'revised'
        END AS kind
      FROM changes_2__valued AS valued
      WHERE
        changed_column <> 'view'
        OR old_value IS NULL
        OR new_value IS NULL
        OR (
          old_value <> 'all' AND new_value <> 'all'
        )
    ), changes_2__named AS (
      SELECT
        breach_id,
        version,
        entity_name,
        state,
        submitted_on
      FROM marts.breach_versions
    ), changed AS (
      SELECT
        year,
        count(*) FILTER(WHERE
          kind = 'added') AS added_breaches,
        count(*) FILTER(WHERE
          kind = 'vanished') AS vanished_breaches,
        count(DISTINCT breach_id) FILTER(WHERE
          kind = 'revised') AS revised_breaches,
        count(*) FILTER(WHERE
          kind = 'described') AS described_breaches,
        count(*) FILTER(WHERE
          kind = 'moved') AS moved_breaches,
        count(*) FILTER(WHERE
          kind = 'unknown') AS unknown_breaches
      FROM (
        SELECT
          breach_id,
          changed_column,
          kind,
          entity_name,
          state,
          year(submitted_on) AS year,
          submitted_on,
          old_value,
          new_value,
          old_individuals,
          new_individuals,
          CASE
            WHEN kind = 'unknown'
            THEN NULL
            WHEN kind IN ('added', 'vanished') OR changed_column = 'individuals'
            THEN coalesce(new_individuals, 0) - coalesce(old_individuals, 0)
            ELSE 0
          END AS individuals_change,
          matched_by,
          name_similarity,
          old_version,
          new_version
        FROM changes_2__judged AS judged
        JOIN changes_2__named AS named
          USING (breach_id, version)
      ) AS changes
      GROUP BY ALL
    ), closed AS (
      SELECT
        year,
        any_value(closed_capture) IGNORE NULLS AS capture
      FROM marts.totals_by_capture
      GROUP BY ALL
    ), closed_by_then AS (
      SELECT
        year
      FROM closed
      JOIN marts.captures
        USING (capture)
      WHERE
        (captured_on, capture_no) <= (
          SELECT
            min((captured_on, capture_no))
          FROM marts.captures
          WHERE
            capture IN (:one_capture, :other_capture)
        )
    )
    SELECT
      year,
      NOT closed_by_then.year IS NULL AS was_closed,
      old_breaches,
      new_breaches,
      coalesce(added_breaches, 0) AS added_breaches,
      coalesce(vanished_breaches, 0) AS vanished_breaches,
      coalesce(revised_breaches, 0) AS revised_breaches,
      coalesce(described_breaches, 0) AS described_breaches,
      coalesce(moved_breaches, 0) AS moved_breaches,
      coalesce(unknown_breaches, 0) AS unknown_breaches,
      old_individuals,
      new_individuals
    FROM standing
    LEFT JOIN changed
      USING (year)
    LEFT JOIN closed_by_then
      USING (year)
)
