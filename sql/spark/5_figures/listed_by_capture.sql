-- generated from sql/5_figures/listed_by_capture.sql sha256:e6307ce975f4909b8679309e9bef521efbee699a6720c4a66d19516ece34b8f9 by tools/dialect 1; do not edit
select
    cast(`captured_on` as date) as `captured_on`,
    cast(`capture_no` as bigint) as `capture_no`,
    cast(`capture` as string) as `capture`,
    cast(`is_complete` as boolean) as `is_complete`,
    cast(`is_current` as boolean) as `is_current`,
    cast(`archived` as bigint) as `archived`,
    cast(`under_investigation` as bigint) as `under_investigation`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`
from (
    WITH shown AS (
      SELECT
        captured_on,
        capture_no,
        capture,
        is_complete,
        is_current,
        CASE WHEN is_complete THEN breaches END AS breaches
      FROM marts.captures
      WHERE
        captured_on <= as_of_on OR NOT is_as_of
    ), moved AS (
      SELECT
        captured_on,
        capture_no,
        sum(coalesce(individuals_change, individuals, 0)) AS individuals
      FROM marts.totals_by_capture
      GROUP BY ALL
    ), views AS (
      SELECT
        captured_on,
        capture_no,
        max(rows) FILTER(WHERE
          view = 'archive') AS archived,
        max(rows) FILTER(WHERE
          view = 'under-investigation') AS under_investigation
      FROM marts.snapshots
      GROUP BY ALL
    ), summed AS (
      SELECT
        captured_on,
        capture_no,
        CAST(sum(individuals) OVER (ORDER BY captured_on NULLS LAST, capture_no NULLS LAST) AS BIGINT) AS individuals
      FROM shown
      LEFT JOIN moved
        USING (captured_on, capture_no)
      WHERE
        is_complete
    )
    SELECT
      captured_on,
      capture_no,
      capture,
      is_complete,
      is_current,
      CASE
        WHEN under_investigation IS NULL
        THEN archived
        ELSE breaches - under_investigation
      END AS archived,
      under_investigation,
      breaches,
      individuals
    FROM shown
    LEFT JOIN views
      USING (captured_on, capture_no)
    LEFT JOIN summed
      USING (captured_on, capture_no)
    WHERE
      (
        SELECT
          count(*)
        FROM shown
      ) > 1
)
