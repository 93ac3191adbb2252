-- generated from sql/4_marts/years.sql sha256:e9b53f29255beb050710d9998a238c08139b8e7acb5fb316306f5d787505fc26 by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`is_partial_year` as boolean) as `is_partial_year`,
    cast(`first_submitted_on` as date) as `first_submitted_on`,
    cast(`last_submitted_on` as date) as `last_submitted_on`
from (
    WITH spine AS (
      SELECT
        unnested_year AS year
      FROM (
        SELECT
          CASE
            WHEN CAST(min(year) AS BIGINT) < CAST(max(year) + 1 AS BIGINT)
            THEN sequence(CAST(min(year) AS BIGINT), CAST(max(year) + 1 AS BIGINT) - 1)
            ELSE CAST(array() AS ARRAY<BIGINT>)
          END AS years
        FROM marts.breaches
        WHERE
          vanished_on IS NULL
      )
      LATERAL VIEW
      explode(years) unnested AS unnested_year
    ), complete AS (
      SELECT
        captured_on
      FROM marts.captures
      WHERE
        is_complete
    ), submitted AS (
      SELECT
        year,
        min(submitted_on) AS first_submitted_on,
        max(submitted_on) AS last_submitted_on
      FROM marts.breaches
      WHERE
        vanished_on IS NULL
      GROUP BY ALL
    )
    SELECT
      spine.year,
      make_date(CAST(spine.year AS INT), CAST(1 AS INT), CAST(1 AS INT)) < CAST('2009-09-23' AS DATE)
      OR make_date(CAST(spine.year AS INT), CAST(12 AS INT), CAST(31 AS INT)) > least(marts.captures.as_of_on, (
        SELECT
          max(captured_on)
        FROM complete
      ))
      OR (
        spine.year = (
          SELECT
            max(year)
          FROM submitted
        )
        AND last_submitted_on < make_date(CAST(spine.year AS INT), CAST(12 AS INT), CAST(31 - 14 AS INT))
      ) AS is_partial_year,
      first_submitted_on,
      last_submitted_on
    FROM spine
    CROSS JOIN marts.captures
    LEFT JOIN submitted
      USING (year)
    WHERE
      marts.captures.is_current
)
