-- generated from sql/4_marts/shown_list.sql sha256:77abce4715ee45b0aad465707410bffab6d25730b84f19f5d84b37005a52cfb4 by tools/dialect 1; do not edit
-- step steps.shown_list__spanned
WITH shown AS (
  SELECT
    capture,
    capture_order AS shown_order,
    captured_on,
    as_of_on,
    is_as_of,
    hashes,
    is_synthetic
  FROM intermediate.captures
  WHERE
    is_current
), sources AS (
  SELECT
    captured_on,
    capture_no,
    bool_or(breaches_shown > 0) AS is_source,
    sum(breaches_shown) AS breaches_shown
  FROM marts.snapshots
  WHERE
    view <> 'part2'
  GROUP BY ALL
), parts AS (
  SELECT
    intermediate.captures.capture_order,
    intermediate.captures.captured_on,
    intermediate.captures.is_complete,
    intermediate.captures.captured_on <= shown.as_of_on AS is_by_then
  FROM intermediate.captures
  JOIN sources
    USING (captured_on, capture_no)
  CROSS JOIN shown
  WHERE
    capture_order = shown_order
    OR capture_order > shown_order
    AND (
      intermediate.captures.captured_on <= shown.as_of_on OR is_source
    )
), by_then AS (
  SELECT
    min_by(is_complete, -capture_order) FILTER(WHERE
      NOT (
        is_complete
      ) IS NULL) AS is_complete
  FROM parts
  WHERE
    is_by_then
)
SELECT
  max(capture_order) AS newest_order,
  coalesce(max(CASE WHEN parts.is_complete THEN capture_order END), 0) AS complete_order
FROM parts
CROSS JOIN by_then
WHERE
  is_by_then OR by_then.is_complete
;
select
    cast(`capture` as string) as `capture`,
    cast(`captured_on` as date) as `captured_on`,
    cast(`as_of_on` as date) as `as_of_on`,
    cast(`is_as_of` as boolean) as `is_as_of`,
    cast(`hashes` as string) as `hashes`,
    cast(`is_synthetic` as boolean) as `is_synthetic`,
    cast(`newest_captured_on` as date) as `newest_captured_on`,
    cast(`is_complete` as boolean) as `is_complete`,
    cast(`missing_view` as string) as `missing_view`,
    cast(`missing_since` as date) as `missing_since`,
    cast(`half_captures` as bigint) as `half_captures`,
    cast(`newest_half_on` as date) as `newest_half_on`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`reconstructed` as bigint) as `reconstructed`,
    cast(`newer_breaches` as bigint) as `newer_breaches`,
    cast(`under_investigation` as bigint) as `under_investigation`,
    cast(`left_investigation` as bigint) as `left_investigation`,
    cast(`left_archive` as bigint) as `left_archive`,
    cast(`waiting_captures` as bigint) as `waiting_captures`,
    cast(`waiting_captured_on` as date) as `waiting_captured_on`,
    cast(`waiting_missing_view` as string) as `waiting_missing_view`,
    cast(`waiting_breaches` as bigint) as `waiting_breaches`,
    cast(`waiting_revisions` as bigint) as `waiting_revisions`,
    cast(`waiting_breach_id` as string) as `waiting_breach_id`,
    cast(`waiting_entity_name` as string) as `waiting_entity_name`,
    cast(`waiting_individuals` as bigint) as `waiting_individuals`,
    cast(`waiting_individuals_shown` as bigint) as `waiting_individuals_shown`
from (
    WITH shown AS (
      SELECT
        capture,
        capture_order AS shown_order,
        captured_on,
        as_of_on,
        is_as_of,
        hashes,
        is_synthetic
      FROM intermediate.captures
      WHERE
        is_current
    ), sources AS (
      SELECT
        captured_on,
        capture_no,
        bool_or(breaches_shown > 0) AS is_source,
        sum(breaches_shown) AS breaches_shown
      FROM marts.snapshots
      WHERE
        view <> 'part2'
      GROUP BY ALL
    ), parts AS (
      SELECT
        intermediate.captures.capture_order,
        intermediate.captures.captured_on,
        intermediate.captures.is_complete,
        intermediate.captures.captured_on <= shown.as_of_on AS is_by_then
      FROM intermediate.captures
      JOIN sources
        USING (captured_on, capture_no)
      CROSS JOIN shown
      WHERE
        capture_order = shown_order
        OR capture_order > shown_order
        AND (
          intermediate.captures.captured_on <= shown.as_of_on OR is_source
        )
    ), halves AS (
      SELECT
        count(*) AS half_captures,
        max(captured_on) AS newest_half_on
      FROM parts
      JOIN steps.shown_list__spanned AS spanned
        ON capture_order > complete_order AND capture_order <= newest_order
    ), saved AS (
      SELECT
        max(CASE WHEN coalesce(missing_views, '') <> 'archive' THEN capture_order END) AS archive_order,
        max(CASE WHEN coalesce(missing_views, '') <> 'archive' THEN captured_on END) AS archive_on,
        max(
          CASE
            WHEN coalesce(missing_views, '') <> 'under-investigation'
            THEN capture_order
          END
        ) AS open_order,
        max(
          CASE WHEN coalesce(missing_views, '') <> 'under-investigation' THEN captured_on END
        ) AS open_on
      FROM intermediate.captures
      JOIN steps.shown_list__spanned AS spanned
        ON capture_order <= newest_order
    ), missed AS (
      SELECT
        CASE
          WHEN coalesce(archive_order, 0) < coalesce(open_order, 0)
          THEN 'archive'
          WHEN coalesce(open_order, 0) < coalesce(archive_order, 0)
          THEN 'under-investigation'
        END AS missing_view,
        CASE
          WHEN coalesce(archive_order, 0) < coalesce(open_order, 0)
          THEN archive_on
          WHEN coalesce(open_order, 0) < coalesce(archive_order, 0)
          THEN open_on
        END AS missing_since
      FROM saved
    ), counted AS (
      SELECT
        max(listed.captured_on) AS newest_captured_on,
        count(*) FILTER(WHERE
          vanished_on IS NULL) AS breaches,
        count(*) FILTER(WHERE
          is_reconstructed) AS reconstructed,
        count(*) FILTER(WHERE
          vanished_on IS NULL
          AND NOT is_reconstructed
          AND listed.capture_order > shown_order) AS newer_breaches
      FROM marts.breaches
      JOIN staging.snapshots
        USING (source_file)
      JOIN intermediate.captures AS listed
        ON listed.captured_on = staging.snapshots.captured_on
        AND listed.capture_no = staging.snapshots.capture_no
      CROSS JOIN shown
    ), placed AS (
      SELECT
        max(CASE WHEN place = 'under-investigation' THEN breaches END) AS under_investigation,
        max(CASE WHEN place = 'unknown' THEN breaches - left_archive END) AS left_investigation,
        max(CASE WHEN place = 'unknown' THEN left_archive END) AS left_archive
      FROM marts.views
    ), newer AS (
      SELECT
        count(*) AS waiting_captures,
        max(intermediate.captures.captured_on) AS waiting_captured_on,
        max_by(missing_views, capture_order) FILTER(WHERE
          NOT (
            missing_views
          ) IS NULL) AS waiting_missing_view
      FROM intermediate.captures
      JOIN shown
        ON capture_order > shown_order
      WHERE
        NOT shown.is_as_of
    ), waiting AS (
      SELECT
        count(*) FILTER(WHERE
          is_new) AS waiting_breaches,
        count(*) FILTER(WHERE
          NOT is_new) AS waiting_revisions,
        min_by(breach_id, (-individuals, submitted_on, breach_id)) FILTER(WHERE
          (
            NOT individuals IS NULL AND has_other_count
          ) AND NOT (
            breach_id
          ) IS NULL) AS waiting_breach_id
      FROM marts.waiting_breaches
    )
    SELECT
      capture,
      captured_on,
      as_of_on,
      is_as_of,
      hashes,
      is_synthetic,
      greatest(newest_captured_on, CASE WHEN NOT is_as_of THEN captured_on END) AS newest_captured_on,
      missing_view IS NULL AS is_complete,
      missing_view,
      missing_since,
      half_captures,
      newest_half_on,
      coalesce(breaches, 0) AS breaches,
      coalesce(reconstructed, 0) AS reconstructed,
      coalesce(newer_breaches, 0) AS newer_breaches,
      coalesce(under_investigation, 0) AS under_investigation,
      coalesce(left_investigation, 0) AS left_investigation,
      coalesce(left_archive, 0) AS left_archive,
      waiting_captures,
      waiting_captured_on,
      waiting_missing_view,
      waiting_breaches,
      waiting_revisions,
      waiting_breach_id,
      marts.waiting_breaches.entity_name AS waiting_entity_name,
      marts.waiting_breaches.individuals AS waiting_individuals,
      marts.waiting_breaches.individuals_shown AS waiting_individuals_shown
    FROM shown
    CROSS JOIN halves
    CROSS JOIN missed
    CROSS JOIN counted
    CROSS JOIN placed
    CROSS JOIN newer
    CROSS JOIN waiting
    LEFT JOIN marts.waiting_breaches
      ON marts.waiting_breaches.breach_id = waiting_breach_id
)
