-- generated from sql/3_intermediate/stretches.sql sha256:9a0908cfe52c666f1374e08a736e36c338ddf031ad2bad331a519a7babaab8f6 by tools/dialect 1; do not edit
-- step steps.stretches__left_at
WITH listed AS (
  SELECT
    report_no,
    report_key,
    place,
    view,
    first_order,
    last_order,
    breach_id,
    step,
    rung,
    name_similarity
  FROM intermediate.listings
  JOIN intermediate.identities
    USING (report_key, place)
), followed AS (
  SELECT
    report_no,
    report_key,
    place,
    view,
    first_order,
    last_order,
    breach_id,
    step,
    rung,
    name_similarity
  FROM listed
  SEMI JOIN (
    SELECT
      breach_id
    FROM listed
    GROUP BY ALL
    HAVING
      count(*) > 1 OR bool_or(view = 'under-investigation')
  )
    USING (breach_id)
), bounds AS (
  SELECT
    breach_id,
    first_order AS bound
  FROM followed
  UNION
  SELECT
    breach_id,
    last_order + 1 AS bound
  FROM followed
), after_bounds AS (
  SELECT
    breach_id,
    bound,
    here.next_open,
    here.next_archive,
    open.next_archive AS archive_after_open
  FROM bounds
  JOIN intermediate.captures AS here
    ON here.capture_order = bound
  LEFT JOIN intermediate.captures AS open
    ON open.capture_order = here.next_open
), turns AS (
  SELECT
    breach_id,
    bound AS turn
  FROM after_bounds
  UNION
  SELECT
    breach_id,
    next_open AS turn
  FROM after_bounds
  WHERE
    NOT next_open IS NULL
  UNION
  SELECT
    breach_id,
    next_archive AS turn
  FROM after_bounds
  WHERE
    NOT next_archive IS NULL
  UNION
  SELECT
    breach_id,
    archive_after_open AS turn
  FROM after_bounds
  WHERE
    NOT archive_after_open IS NULL
), spans AS (
  SELECT
    breach_id,
    turn,
    coalesce(
      (
        lead(turn) OVER (PARTITION BY breach_id ORDER BY turn NULLS LAST)
      ) - 1,
      (
        SELECT
          max(capture_order)
        FROM intermediate.captures
      )
    ) AS stretch_last
  FROM turns
), seen AS (
  SELECT
    breach_id,
    turn,
    stretch_last,
    beginning.last_archive,
    max(CASE WHEN view = 'all' THEN least(last_order, turn) END) AS all_seen,
    max(CASE WHEN view = 'archive' THEN least(last_order, beginning.last_archive) END) AS archive_seen,
    max(
      CASE
        WHEN view = 'under-investigation'
        THEN least(last_order, beginning.last_open)
      END
    ) AS open_seen,
    max(CASE WHEN view = 'all' THEN least(last_order, stretch_last) END) AS all_until,
    max(CASE WHEN view = 'archive' THEN least(last_order, ending.last_archive) END) AS archive_until,
    max(
      CASE WHEN view = 'under-investigation' THEN least(last_order, ending.last_open) END
    ) AS open_until
  FROM spans
  JOIN intermediate.captures AS beginning
    ON beginning.capture_order = turn
  JOIN intermediate.captures AS ending
    ON ending.capture_order = stretch_last
  JOIN followed
    USING (breach_id)
  WHERE
    first_order <= turn
  GROUP BY ALL
), since_all AS (
  SELECT
    breach_id,
    turn,
    stretch_last,
    last_archive,
    CASE WHEN archive_seen > coalesce(all_seen, 0) THEN archive_seen END AS archive_seen,
    CASE WHEN open_seen > coalesce(all_seen, 0) THEN open_seen END AS open_seen,
    CASE WHEN archive_until > coalesce(all_until, 0) THEN archive_until END AS archive_until,
    CASE WHEN open_until > coalesce(all_until, 0) THEN open_until END AS open_until,
    greatest(all_until, archive_until, open_until) AS listed_order
  FROM seen
)
SELECT
  since_all.breach_id,
  since_all.turn,
  since_all.stretch_last,
  since_all.last_archive,
  since_all.archive_seen,
  since_all.open_seen,
  since_all.archive_until,
  since_all.open_until,
  since_all.listed_order,
  at_open.last_archive AS archive_by_open,
  after_open.next_open AS left_order,
  after_archive.next_archive AS archive_absent_order,
  after_listed.next_complete AS absent_order
FROM since_all
LEFT JOIN intermediate.captures AS at_open
  ON at_open.capture_order = open_seen
LEFT JOIN intermediate.captures AS after_open
  ON after_open.capture_order = open_until + 1
LEFT JOIN intermediate.captures AS after_archive
  ON after_archive.capture_order = archive_until + 1
LEFT JOIN intermediate.captures AS after_listed
  ON after_listed.capture_order = listed_order + 1
;
-- step steps.stretches__after_bounds
WITH listed AS (
  SELECT
    report_no,
    report_key,
    place,
    view,
    first_order,
    last_order,
    breach_id,
    step,
    rung,
    name_similarity
  FROM intermediate.listings
  JOIN intermediate.identities
    USING (report_key, place)
), followed AS (
  SELECT
    report_no,
    report_key,
    place,
    view,
    first_order,
    last_order,
    breach_id,
    step,
    rung,
    name_similarity
  FROM listed
  SEMI JOIN (
    SELECT
      breach_id
    FROM listed
    GROUP BY ALL
    HAVING
      count(*) > 1 OR bool_or(view = 'under-investigation')
  )
    USING (breach_id)
), bounds AS (
  SELECT
    breach_id,
    first_order AS bound
  FROM followed
  UNION
  SELECT
    breach_id,
    last_order + 1 AS bound
  FROM followed
)
SELECT
  breach_id,
  bound,
  here.next_open,
  here.next_archive,
  open.next_archive AS archive_after_open
FROM bounds
JOIN intermediate.captures AS here
  ON here.capture_order = bound
LEFT JOIN intermediate.captures AS open
  ON open.capture_order = here.next_open
;
-- step steps.stretches__followed
WITH listed AS (
  SELECT
    report_no,
    report_key,
    place,
    view,
    first_order,
    last_order,
    breach_id,
    step,
    rung,
    name_similarity
  FROM intermediate.listings
  JOIN intermediate.identities
    USING (report_key, place)
)
SELECT
  report_no,
  report_key,
  place,
  view,
  first_order,
  last_order,
  breach_id,
  step,
  rung,
  name_similarity
FROM listed
SEMI JOIN (
  SELECT
    breach_id
  FROM listed
  GROUP BY ALL
  HAVING
    count(*) > 1 OR bool_or(view = 'under-investigation')
)
  USING (breach_id)
;
select
    cast(`breach_id` as string) as `breach_id`,
    cast(`first_order` as bigint) as `first_order`,
    cast(`stretch_last` as bigint) as `stretch_last`,
    cast(`view` as string) as `view`,
    cast(`known_view` as string) as `known_view`,
    cast(`listed_order` as bigint) as `listed_order`,
    cast(`view_order` as bigint) as `view_order`,
    cast(`absent_order` as bigint) as `absent_order`,
    cast(`last_order` as bigint) as `last_order`,
    cast(`step` as int) as `step`,
    cast(`rung` as int) as `rung`,
    cast(`name_similarity` as double) as `name_similarity`,
    cast(`place` as bigint) as `place`,
    cast(`report_key` as string) as `report_key`,
    cast(`report_no` as bigint) as `report_no`
from (
    WITH turns AS (
      SELECT
        breach_id,
        bound AS turn
      FROM steps.stretches__after_bounds AS after_bounds
      UNION
      SELECT
        breach_id,
        next_open AS turn
      FROM steps.stretches__after_bounds AS after_bounds
      WHERE
        NOT next_open IS NULL
      UNION
      SELECT
        breach_id,
        next_archive AS turn
      FROM steps.stretches__after_bounds AS after_bounds
      WHERE
        NOT next_archive IS NULL
      UNION
      SELECT
        breach_id,
        archive_after_open AS turn
      FROM steps.stretches__after_bounds AS after_bounds
      WHERE
        NOT archive_after_open IS NULL
    ), spans AS (
      SELECT
        breach_id,
        turn,
        coalesce(
          (
            lead(turn) OVER (PARTITION BY breach_id ORDER BY turn NULLS LAST)
          ) - 1,
          (
            SELECT
              max(capture_order)
            FROM intermediate.captures
          )
        ) AS stretch_last
      FROM turns
    ), beside AS (
      SELECT DISTINCT
        breach_id,
        turn
      FROM steps.stretches__left_at AS left_at
      JOIN steps.stretches__followed AS followed
        USING (breach_id)
      WHERE
        followed.view = 'archive'
        AND archive_by_open BETWEEN followed.first_order AND followed.last_order
        AND archive_seen > open_seen
    ), judged AS (
      SELECT
        left_at.breach_id,
        left_at.turn,
        left_at.stretch_last,
        left_at.last_archive,
        left_at.archive_seen,
        left_at.open_seen,
        left_at.archive_until,
        left_at.open_until,
        left_at.listed_order,
        left_at.archive_by_open,
        left_at.left_order,
        left_at.archive_absent_order,
        left_at.absent_order,
        coalesce(left_order <= turn, FALSE) AS is_left,
        NOT archive_seen IS NULL
        AND (
          coalesce(archive_seen >= left_order, FALSE)
          OR (
            archive_seen > open_seen AND beside.breach_id IS NULL
          )
        ) AS is_closed,
        coalesce(left_order <= archive_absent_order, open_seen IS NULL) AS is_archive_alone
      FROM steps.stretches__left_at AS left_at
      LEFT JOIN beside
        USING (breach_id, turn)
    ), viewed AS (
      SELECT
        breach_id,
        turn,
        stretch_last,
        CASE
          WHEN archive_seen IS NULL AND open_seen IS NULL
          THEN 'all'
          WHEN open_seen IS NULL
          THEN 'archive'
          WHEN is_closed AND (
            archive_seen = last_archive OR is_archive_alone
          )
          THEN 'archive'
          WHEN is_closed OR is_left
          THEN NULL
          ELSE 'under-investigation'
        END AS view,
        listed_order,
        CASE view
          WHEN 'all'
          THEN listed_order
          WHEN 'archive'
          THEN archive_until
          WHEN 'under-investigation'
          THEN open_until
        END AS view_order,
        CASE
          WHEN view = 'archive' AND is_archive_alone
          THEN archive_absent_order
          ELSE absent_order
        END AS absent_order
      FROM judged
    ), shown AS (
      SELECT
        breach_id,
        turn,
        last_order,
        step,
        rung,
        name_similarity,
        place,
        report_key,
        report_no
      FROM (
        SELECT
          spans.breach_id,
          turn,
          CASE WHEN view = 'archive' THEN ending.last_archive ELSE ending.last_open END AS last_order,
          step,
          rung,
          name_similarity,
          place,
          report_key,
          report_no,
          row_number() OVER (
            PARTITION BY spans.breach_id, turn
            ORDER BY CASE WHEN view = 'archive' THEN beginning.last_archive ELSE beginning.last_open END DESC, view NULLS LAST, report_no NULLS LAST
          ) AS _w
        FROM spans
        JOIN intermediate.captures AS beginning
          ON beginning.capture_order = turn
        JOIN intermediate.captures AS ending
          ON ending.capture_order = stretch_last
        JOIN steps.stretches__followed AS followed
          ON followed.breach_id = spans.breach_id
          AND turn BETWEEN followed.first_order AND followed.last_order
      ) AS _t
      WHERE
        CAST(_w AS BIGINT) = 1
    )
    SELECT
      breach_id,
      turn AS first_order,
      stretch_last,
      view,
      last_value(view) IGNORE NULLS OVER (
        PARTITION BY breach_id
        ORDER BY turn NULLS LAST
        rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
      ) AS known_view,
      listed_order,
      view_order,
      absent_order,
      last_order,
      step,
      rung,
      name_similarity,
      place,
      report_key,
      report_no
    FROM viewed
    LEFT JOIN shown
      USING (breach_id, turn)
)
