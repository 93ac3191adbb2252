-- generated from sql/5_figures/revised_years.sql sha256:4569432dcdde667fd2b8aeb5827e5e23e7a6b494a1924e5fde0383329e6868c0 by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`captured_on` as date) as `captured_on`,
    cast(`capture_no` as bigint) as `capture_no`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`closed_breaches` as bigint) as `closed_breaches`,
    cast(`closed_individuals` as bigint) as `closed_individuals`,
    cast(`breaches_moved_share` as double) as `breaches_moved_share`,
    cast(`moved_share` as double) as `moved_share`
from (
    WITH closed AS (
      SELECT
        year,
        captured_on,
        capture_no,
        breaches,
        individuals,
        breaches - breaches_since_closed AS closed_breaches,
        CASE WHEN NOT individuals IS NULL THEN individuals - individuals_since_closed END AS closed_individuals,
        count(*) OVER (PARTITION BY year) AS captures
      FROM marts.totals_by_capture
      WHERE
        is_closed
    )
    SELECT
      year,
      captured_on,
      capture_no,
      breaches,
      individuals,
      closed_breaches,
      closed_individuals,
      CAST(breaches AS DOUBLE) / nullif(closed_breaches, 0) - 1 AS breaches_moved_share,
      CAST(individuals AS DOUBLE) / nullif(closed_individuals, 0) - 1 AS moved_share
    FROM closed
    WHERE
      captures > 1
)
