-- generated from sql/4_marts/changes_by_year.sql sha256:69bcd5efdd195731286c44f257f936ccd6dee65650cc005230d1064bc3089425 by tools/dialect 1; do not edit
-- with sql/4_marts/changes.sql sha256:b2925a3fed9a0896a2ed044296282a41c8aa1b4e3ee0a45ac14eb3e6244627e1
-- with sql/4_marts/compared_breaches.sql sha256:a8603a9821abe583d9dd7fa7f7fb9acd68894ee6789ce60817d0e9574764e59d
select
    cast(`year` as bigint) as `year`,
    cast(`was_closed` as boolean) as `was_closed`,
    cast(`old_breaches` as bigint) as `old_breaches`,
    cast(`new_breaches` as bigint) as `new_breaches`,
    cast(`added_breaches` as bigint) as `added_breaches`,
    cast(`vanished_breaches` as bigint) as `vanished_breaches`,
    cast(`revised_breaches` as bigint) as `revised_breaches`,
    cast(`described_breaches` as bigint) as `described_breaches`,
    cast(`moved_breaches` as bigint) as `moved_breaches`,
    cast(`unknown_breaches` as bigint) as `unknown_breaches`,
    cast(`old_individuals` as bigint) as `old_individuals`,
    cast(`new_individuals` as bigint) as `new_individuals`
from (
    WITH standing AS (
      SELECT
        year(submitted_on) AS year,
        count(*) FILTER(WHERE
          version = old_version) AS old_breaches,
        count(*) FILTER(WHERE
          version = new_version) AS new_breaches,
        CAST(sum(individuals) FILTER(WHERE
          version = old_version) AS BIGINT) AS old_individuals,
        CAST(sum(individuals) FILTER(WHERE
          version = new_version) AS BIGINT) AS new_individuals
      FROM marts.compared_breaches(:one_capture, :other_capture) AS compared_breaches
      JOIN marts.breach_versions
        USING (breach_id)
      WHERE
        version IN (old_version, new_version)
      GROUP BY ALL
    ), changed AS (
      SELECT
        year,
        count(*) FILTER(WHERE
          kind = 'added') AS added_breaches,
        count(*) FILTER(WHERE
          kind = 'vanished') AS vanished_breaches,
        count(DISTINCT breach_id) FILTER(WHERE
          kind = 'revised') AS revised_breaches,
        count(*) FILTER(WHERE
          kind = 'described') AS described_breaches,
        count(*) FILTER(WHERE
          kind = 'moved') AS moved_breaches,
        count(*) FILTER(WHERE
          kind = 'unknown') AS unknown_breaches
      FROM marts.changes(:one_capture, :other_capture) AS changes
      GROUP BY ALL
    ), closed AS (
      SELECT
        year,
        any_value(closed_capture) IGNORE NULLS AS capture
      FROM marts.totals_by_capture
      GROUP BY ALL
    ), closed_by_then AS (
      SELECT
        year
      FROM closed
      JOIN marts.captures
        USING (capture)
      WHERE
        (captured_on, capture_no) <= (
          SELECT
            min((captured_on, capture_no))
          FROM marts.captures
          WHERE
            capture IN (:one_capture, :other_capture)
        )
    )
    SELECT
      year,
      NOT closed_by_then.year IS NULL AS was_closed,
      old_breaches,
      new_breaches,
      coalesce(added_breaches, 0) AS added_breaches,
      coalesce(vanished_breaches, 0) AS vanished_breaches,
      coalesce(revised_breaches, 0) AS revised_breaches,
      coalesce(described_breaches, 0) AS described_breaches,
      coalesce(moved_breaches, 0) AS moved_breaches,
      coalesce(unknown_breaches, 0) AS unknown_breaches,
      old_individuals,
      new_individuals
    FROM standing
    LEFT JOIN changed
      USING (year)
    LEFT JOIN closed_by_then
      USING (year)
)
