-- generated from sql/4_marts/captures.sql sha256:87100a3929790dac0b444222c44781a80b5bf76595cc84fc315cd2372df8fb8f by tools/dialect 1; do not edit
-- step steps.captures__recent
WITH dated AS (
  SELECT
    view,
    first_order,
    last_order,
    submitted_on
  FROM intermediate.listings
  JOIN intermediate.reports
    USING (report_no, report_key)
)
SELECT
  capture_order,
  max(submitted_on) AS newest_submitted_on
FROM intermediate.captures
JOIN dated
  ON submitted_on BETWEEN date_sub(captured_on, CAST(60 AS INT)) AND captured_on
  AND capture_order BETWEEN first_order AND last_order
  AND array_contains(views, view)
GROUP BY ALL
;
select
    cast(`captured_on` as date) as `captured_on`,
    cast(`capture_no` as bigint) as `capture_no`,
    cast(`capture` as string) as `capture`,
    cast(`is_current` as boolean) as `is_current`,
    cast(`is_complete` as boolean) as `is_complete`,
    cast(`missing_views` as string) as `missing_views`,
    cast(`as_of_on` as date) as `as_of_on`,
    cast(`is_as_of` as boolean) as `is_as_of`,
    cast(`hashes` as string) as `hashes`,
    cast(`is_synthetic` as boolean) as `is_synthetic`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`newest_submitted_on` as date) as `newest_submitted_on`
from (
    WITH turns AS (
      SELECT
        view,
        first_order AS capture_order,
        count(*) AS change
      FROM intermediate.listings
      GROUP BY ALL
      UNION ALL
      SELECT
        view,
        last_order + 1 AS capture_order,
        -count(*) AS change
      FROM intermediate.listings
      GROUP BY ALL
    ), saved AS (
      SELECT
        capture_order,
        unnested_view AS view
      FROM intermediate.captures
      LATERAL VIEW
      explode(views) unnested AS unnested_view
    ), standing AS (
      SELECT
        saved.capture_order,
        CAST(sum(change) AS BIGINT) AS reports
      FROM saved
      JOIN turns
        ON turns.view = saved.view AND turns.capture_order <= saved.capture_order
      GROUP BY ALL
    ), in_both AS (
      SELECT
        capture_order,
        count(*) AS reports
      FROM intermediate.listings AS archived
      JOIN intermediate.listings AS open
        ON open.report_key = archived.report_key AND open.place = archived.place
      JOIN intermediate.captures
        ON capture_order BETWEEN archived.first_order AND archived.last_order
        AND capture_order BETWEEN open.first_order AND open.last_order
      WHERE
        archived.view = 'archive' AND open.view = 'under-investigation' AND is_complete
      GROUP BY ALL
    ), dated AS (
      SELECT
        view,
        first_order,
        last_order,
        submitted_on
      FROM intermediate.listings
      JOIN intermediate.reports
        USING (report_no, report_key)
    ), older AS (
      SELECT
        capture_order,
        max(submitted_on) AS newest_submitted_on
      FROM intermediate.captures
      ANTI JOIN steps.captures__recent AS recent
        USING (capture_order)
      JOIN dated
        ON capture_order BETWEEN first_order AND last_order AND array_contains(views, view)
      GROUP BY ALL
    )
    SELECT
      captured_on,
      capture_no,
      capture,
      is_current,
      is_complete,
      missing_views,
      as_of_on,
      is_as_of,
      hashes,
      is_synthetic,
      coalesce(standing.reports, 0) - coalesce(in_both.reports, 0) AS breaches,
      coalesce(recent.newest_submitted_on, older.newest_submitted_on) AS newest_submitted_on
    FROM intermediate.captures
    LEFT JOIN standing
      USING (capture_order)
    LEFT JOIN in_both
      USING (capture_order)
    LEFT JOIN steps.captures__recent AS recent
      USING (capture_order)
    LEFT JOIN older
      USING (capture_order)
)
