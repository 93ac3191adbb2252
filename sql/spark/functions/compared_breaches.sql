-- generated from sql/4_marts/compared_breaches.sql sha256:a8603a9821abe583d9dd7fa7f7fb9acd68894ee6789ce60817d0e9574764e59d by tools/dialect 1; do not edit
select
    cast(`breach_id` as string) as `breach_id`,
    cast(`old_version` as bigint) as `old_version`,
    cast(`new_version` as bigint) as `new_version`,
    cast(`is_known` as boolean) as `is_known`,
    cast(`changed_columns` as array<string>) as `changed_columns`,
    cast(`matched_by` as string) as `matched_by`,
    cast(`name_similarity` as double) as `name_similarity`
from (
    WITH compared AS (
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
    ), standing AS (
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
      CROSS JOIN compared
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
    ), way AS (
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
      FROM standing
      JOIN intermediate.breach_versions AS stood
        USING (breach_id)
      JOIN marts.breach_versions AS shown
        USING (breach_id, version)
      WHERE
        version > old_version AND version <= new_version
      GROUP BY ALL
    )
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
    FROM standing
    CROSS JOIN compared
    LEFT JOIN way
      USING (breach_id)
)
