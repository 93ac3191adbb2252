-- generated from sql/3_intermediate/listings.sql sha256:453ffd4d2a9a134b5b184b42bd1c281e18a3ba965abd025c3352478a83492869 by tools/dialect 1; do not edit
-- step steps.listings__ordered
WITH counted AS (
  SELECT
    captured_on,
    capture_no,
    capture,
    capture_order,
    views,
    missing_views,
    is_complete,
    has_archive,
    next_complete,
    next_archive,
    next_open,
    last_archive,
    last_open,
    is_current,
    as_of_on,
    is_as_of,
    hashes,
    is_synthetic,
    count(CASE WHEN views = array('all') THEN 1 END) OVER so_far AS lists_of_all,
    count(CASE WHEN NOT array_contains(views, 'all') THEN 1 END) OVER so_far AS lists_of_views
  FROM intermediate.captures
  WINDOW so_far AS (ORDER BY capture_order NULLS LAST)
), saved AS (
  SELECT
    capture_order,
    unnested_view AS view,
    CASE view WHEN 'all' THEN lists_of_views ELSE lists_of_all END AS others_before
  FROM counted
  LATERAL VIEW
  explode(views) unnested AS unnested_view
), stretches AS (
  SELECT
    view,
    others_before,
    min(capture_order) AS stretch_first,
    max(capture_order) AS stretch_last
  FROM saved
  GROUP BY ALL
)
SELECT
  report_no,
  source_file,
  source_line,
  report_key,
  view,
  others_before,
  greatest(first_capture.capture_order, stretch_first) AS first_order,
  least(last_capture.capture_order, stretch_last) AS last_order,
  (
    max((
      least(last_capture.capture_order, stretch_last)
    )) OVER (
      PARTITION BY report_key, view
      ORDER BY (
        greatest(first_capture.capture_order, stretch_first)
      ) NULLS LAST, source_file NULLS LAST, source_line NULLS LAST
      rows BETWEEN UNBOUNDED preceding AND 1 preceding
    )
  ) >= first_order AS is_beside
FROM staging.listings
JOIN intermediate.reports
  USING (source_file, source_line)
JOIN intermediate.captures AS first_capture
  ON first_capture.captured_on = first_captured_on
  AND first_capture.capture_no = first_capture_no
JOIN intermediate.captures AS last_capture
  ON last_capture.captured_on = last_captured_on
  AND last_capture.capture_no = last_capture_no
JOIN stretches
  USING (view)
WHERE
  stretch_first <= last_capture.capture_order
  AND stretch_last >= first_capture.capture_order
;
select
    cast(`report_no` as bigint) as `report_no`,
    cast(`report_key` as string) as `report_key`,
    cast(`place` as bigint) as `place`,
    cast(`view` as string) as `view`,
    cast(`first_order` as bigint) as `first_order`,
    cast(`last_order` as bigint) as `last_order`
from (
    WITH counted AS (
      SELECT
        captured_on,
        capture_no,
        capture,
        capture_order,
        views,
        missing_views,
        is_complete,
        has_archive,
        next_complete,
        next_archive,
        next_open,
        last_archive,
        last_open,
        is_current,
        as_of_on,
        is_as_of,
        hashes,
        is_synthetic,
        count(CASE WHEN views = array('all') THEN 1 END) OVER so_far AS lists_of_all,
        count(CASE WHEN NOT array_contains(views, 'all') THEN 1 END) OVER so_far AS lists_of_views
      FROM intermediate.captures
      WINDOW so_far AS (ORDER BY capture_order NULLS LAST)
    ), saved AS (
      SELECT
        capture_order,
        unnested_view AS view,
        CASE view WHEN 'all' THEN lists_of_views ELSE lists_of_all END AS others_before
      FROM counted
      LATERAL VIEW
      explode(views) unnested AS unnested_view
    ), doubled AS (
      SELECT DISTINCT
        report_key,
        view
      FROM steps.listings__ordered AS ordered
      WHERE
        is_beside
    ), numbered AS (
      SELECT
        capture_order,
        view,
        CAST(row_number() OVER (PARTITION BY view ORDER BY capture_order NULLS LAST) AS BIGINT) AS nth
      FROM saved
    ), seated AS (
      SELECT
        report_no,
        report_key,
        view,
        others_before,
        capture_order,
        nth,
        CAST(row_number() OVER (
          PARTITION BY report_key, view, capture_order
          ORDER BY description NULLS LAST, source_file NULLS LAST, source_line NULLS LAST
        ) AS BIGINT) AS place
      FROM steps.listings__ordered AS ordered
      JOIN doubled
        USING (report_key, view)
      JOIN staging.descriptions
        USING (report_no)
      JOIN numbered
        USING (view)
      WHERE
        capture_order BETWEEN first_order AND last_order
    ), islands AS (
      SELECT
        report_no,
        report_key,
        view,
        others_before,
        capture_order,
        nth,
        place,
        nth - CAST(row_number() OVER (PARTITION BY report_no, view, others_before, place ORDER BY nth NULLS LAST) AS BIGINT) AS island
      FROM seated
    )
    SELECT
      report_no,
      report_key,
      place,
      view,
      min(capture_order) AS first_order,
      max(capture_order) AS last_order
    FROM islands
    GROUP BY
      report_no,
      report_key,
      place,
      view,
      others_before,
      island
    UNION ALL
    SELECT
      report_no,
      report_key,
      1 AS place,
      view,
      first_order,
      last_order
    FROM steps.listings__ordered AS ordered
    ANTI JOIN doubled
      USING (report_key, view)
)
