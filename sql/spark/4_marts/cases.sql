-- generated from sql/4_marts/cases.sql sha256:e465e51a49c39239fac19b86603ef1fc912f8640892169bc56c8c888b6bc396d by tools/dialect 1; do not edit
-- step steps.cases__opened
WITH limits AS (
  SELECT
    max(capture_order) AS until_order,
    max_by(last_open, capture_order) FILTER(WHERE
      NOT (
        last_open
      ) IS NULL) AS last_open
  FROM intermediate.captures
  WHERE
    NOT is_as_of OR captured_on <= as_of_on
), seen AS (
  SELECT
    breach_id,
    first_order,
    view,
    known_view,
    NOT absent_order IS NULL AND absent_order <= until_order AS is_removed,
    CASE WHEN view = 'under-investigation' THEN least(view_order, limits.last_open) END AS open_order,
    (
      lead(first_order) OVER (PARTITION BY breach_id ORDER BY first_order NULLS LAST)
    ) IS NULL AS is_last
  FROM intermediate.stretches
  CROSS JOIN limits
  WHERE
    first_order <= until_order
)
SELECT
  breach_id,
  min(CASE WHEN view = 'under-investigation' THEN first_order END) AS first_open_order,
  max(open_order) AS last_open_order,
  max(CASE WHEN is_last THEN coalesce(view, '') END) AS last_view,
  max(CASE WHEN is_last THEN known_view END) AS last_known_view,
  bool_or(is_last AND is_removed) AS is_removed
FROM seen
GROUP BY ALL
;
select
    cast(`breach_id` as string) as `breach_id`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`year` as bigint) as `year`,
    cast(`case_state` as string) as `case_state`,
    cast(`first_open_on` as date) as `first_open_on`,
    cast(`last_open_on` as date) as `last_open_on`,
    cast(`left_open_on` as date) as `left_open_on`,
    cast(`first_archived_on` as date) as `first_archived_on`,
    cast(`closed_after_on` as date) as `closed_after_on`,
    cast(`closed_by_on` as date) as `closed_by_on`,
    cast(`open_days_least` as bigint) as `open_days_least`,
    cast(`open_days_most` as bigint) as `open_days_most`
from (
    WITH limits AS (
      SELECT
        max(capture_order) AS until_order,
        max_by(last_open, capture_order) FILTER(WHERE
          NOT (
            last_open
          ) IS NULL) AS last_open
      FROM intermediate.captures
      WHERE
        NOT is_as_of OR captured_on <= as_of_on
    ), seen AS (
      SELECT
        breach_id,
        first_order,
        view,
        known_view,
        NOT absent_order IS NULL AND absent_order <= until_order AS is_removed,
        CASE WHEN view = 'under-investigation' THEN least(view_order, limits.last_open) END AS open_order,
        (
          lead(first_order) OVER (PARTITION BY breach_id ORDER BY first_order NULLS LAST)
        ) IS NULL AS is_last
      FROM intermediate.stretches
      CROSS JOIN limits
      WHERE
        first_order <= until_order
    ), closed AS (
      SELECT
        breach_id,
        min(CASE WHEN view = 'archive' THEN first_order END) AS archived_order,
        min(CASE WHEN coalesce(view, 'archive') = 'archive' THEN first_order END) AS left_order
      FROM seen
      JOIN steps.cases__opened AS opened
        USING (breach_id)
      WHERE
        first_order > coalesce(last_open_order, 0)
      GROUP BY ALL
    ), alone AS (
      SELECT
        breach_id,
        min(CASE WHEN view = 'archive' THEN first_order END) AS archived_order
      FROM intermediate.listings
      JOIN intermediate.identities
        USING (report_key, place)
      ANTI JOIN steps.cases__opened AS opened
        USING (breach_id)
      WHERE
        first_order <= (
          SELECT
            until_order
          FROM limits
        )
      GROUP BY ALL
    ), described AS (
      SELECT
        breach_id,
        first_open_order,
        last_open_order,
        archived_order,
        CASE WHEN NOT last_open_order IS NULL THEN left_order END AS left_order,
        CASE
          WHEN last_view = 'under-investigation'
          THEN 'open'
          WHEN last_view = 'archive' OR is_removed AND last_known_view = 'archive'
          THEN 'closed'
          WHEN is_removed
          THEN 'removed'
          WHEN last_view = '' AND last_known_view = 'under-investigation'
          THEN 'left'
          ELSE 'unknown'
        END AS case_state
      FROM steps.cases__opened AS opened
      LEFT JOIN closed
        USING (breach_id)
      UNION ALL
      SELECT
        breach_id,
        NULL AS first_open_order,
        NULL AS last_open_order,
        archived_order,
        NULL AS left_order,
        CASE WHEN archived_order IS NULL THEN 'unknown' ELSE 'closed' END AS case_state
      FROM alone
    ), ended AS (
      SELECT
        described.breach_id,
        described.first_open_order,
        described.last_open_order,
        described.archived_order,
        described.left_order,
        described.case_state,
        coalesce(CASE WHEN next_open <= until_order THEN next_open END, left_order, archived_order) AS ended_order
      FROM described
      CROSS JOIN limits
      LEFT JOIN intermediate.captures
        ON capture_order = coalesce(left_order, archived_order)
    ), dated AS (
      SELECT
        breach_id,
        case_state,
        first_open.captured_on AS first_open_on,
        last_open.captured_on AS last_open_on,
        CASE WHEN case_state = 'closed' THEN archived.captured_on END AS first_archived_on,
        CASE WHEN case_state <> 'open' THEN ended_at.captured_on END AS ended_on
      FROM ended
      LEFT JOIN intermediate.captures AS first_open
        ON first_open.capture_order = first_open_order
      LEFT JOIN intermediate.captures AS last_open
        ON last_open.capture_order = last_open_order
      LEFT JOIN intermediate.captures AS archived
        ON archived.capture_order = archived_order
      LEFT JOIN intermediate.captures AS ended_at
        ON ended_at.capture_order = ended_order
    )
    SELECT
      breach_id,
      submitted_on,
      year,
      coalesce(case_state, 'unknown') AS case_state,
      first_open_on,
      last_open_on,
      CASE WHEN NOT last_open_on IS NULL THEN ended_on END AS left_open_on,
      first_archived_on,
      coalesce(last_open_on, submitted_on) AS closed_after_on,
      CASE WHEN case_state = 'closed' THEN ended_on END AS closed_by_on,
      CAST(greatest(
        (
          CAST(datediff(coalesce(last_open_on, submitted_on), submitted_on) AS BIGINT)
        ),
        0
      ) AS BIGINT) AS open_days_least,
      CAST(CASE
        WHEN case_state = 'closed'
        THEN (
          CAST(datediff(ended_on, submitted_on) AS BIGINT)
        )
      END AS BIGINT) AS open_days_most
    FROM marts.breaches
    LEFT JOIN dated
      USING (breach_id)
)
