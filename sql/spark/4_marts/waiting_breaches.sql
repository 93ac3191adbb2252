-- generated from sql/4_marts/waiting_breaches.sql sha256:3231bb0949c721d69c08db054cd3360d83275db4a44cbbe69e99e9d34ec70c50 by tools/dialect 1; do not edit
select
    cast(`breach_id` as string) as `breach_id`,
    cast(`entity_name` as string) as `entity_name`,
    cast(`state` as string) as `state`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`is_new` as boolean) as `is_new`,
    cast(`individuals_shown` as bigint) as `individuals_shown`,
    cast(`has_other_count` as boolean) as `has_other_count`,
    cast(`first_capture` as string) as `first_capture`,
    cast(`source_file` as string) as `source_file`,
    cast(`source_line` as bigint) as `source_line`
from (
    WITH shown AS (
      SELECT
        capture_order
      FROM intermediate.captures
      WHERE
        is_current AND NOT is_as_of
    ), newer AS (
      SELECT
        breach_id,
        captures.capture AS first_capture,
        report_no
      FROM intermediate.breach_versions
      JOIN intermediate.captures AS captures
        ON captures.capture_order = first_order
      JOIN shown
        ON first_order > shown.capture_order
      WHERE
        gone_order IS NULL
    ), listed AS (
      SELECT
        breach_id,
        individuals AS individuals_shown,
        source_file AS file_shown,
        source_line AS line_shown
      FROM marts.breaches
      WHERE
        vanished_on IS NULL
    )
    SELECT
      newer.breach_id,
      entity_name,
      state,
      individuals,
      submitted_on,
      listed.breach_id IS NULL AS is_new,
      individuals_shown,
      listed.breach_id IS NULL OR individuals IS DISTINCT FROM individuals_shown AS has_other_count,
      first_capture,
      source_file,
      source_line
    FROM newer
    JOIN intermediate.reports
      USING (report_no)
    LEFT JOIN listed
      USING (breach_id)
    WHERE
      listed.breach_id IS NULL OR source_file <> file_shown OR source_line <> line_shown
)
