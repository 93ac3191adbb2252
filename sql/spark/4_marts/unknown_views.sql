-- generated from sql/4_marts/unknown_views.sql sha256:c67b3c77c941f1c9634002419e2f419557b292fc22359710fb81fe6496283c5f by tools/dialect 1; do not edit
select
    cast(`breach_id` as string) as `breach_id`,
    cast(`last_view` as string) as `last_view`,
    cast(`last_listed_on` as date) as `last_listed_on`,
    cast(`unknown_since` as date) as `unknown_since`,
    cast(`known_on` as date) as `known_on`
from (
    WITH marked AS (
      SELECT
        breach_id,
        first_order,
        stretch_last,
        view,
        known_view,
        listed_order,
        view_order,
        absent_order,
        last_order,
        step,
        rung,
        name_similarity,
        place,
        report_key,
        report_no,
        lag(view) OVER by_breach AS previous_view,
        lag(view_order) OVER by_breach AS previous_view_order,
        min(CASE WHEN NOT view IS NULL THEN first_order END) OVER (
          PARTITION BY breach_id
          ORDER BY first_order NULLS LAST
          rows BETWEEN 1 following AND UNBOUNDED following
        ) AS known_order
      FROM intermediate.stretches
      WINDOW by_breach AS (PARTITION BY breach_id ORDER BY first_order NULLS LAST)
    ), begun AS (
      SELECT
        marked.breach_id,
        known_view AS last_view,
        previous_view_order,
        marked.first_order AS unknown_order,
        least(known_order, gone_order) AS known_order
      FROM marked
      JOIN intermediate.breach_versions
        ON intermediate.breach_versions.breach_id = marked.breach_id
        AND marked.first_order >= intermediate.breach_versions.first_order
        AND (
          gone_order IS NULL OR marked.first_order < gone_order
        )
      WHERE
        marked.view IS NULL AND NOT previous_view IS NULL
    )
    SELECT
      breach_id,
      last_view,
      listed.captured_on AS last_listed_on,
      lacking.captured_on AS unknown_since,
      known.captured_on AS known_on
    FROM begun
    JOIN intermediate.captures AS listed
      ON listed.capture_order = previous_view_order
    JOIN intermediate.captures AS lacking
      ON lacking.capture_order = unknown_order
    LEFT JOIN intermediate.captures AS known
      ON known.capture_order = known_order
    WHERE
      known.captured_on IS NULL OR known.captured_on > lacking.captured_on
)
