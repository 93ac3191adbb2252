-- generated from sql/5_figures/weekdays.sql sha256:8ecc1c0eaa5f504aa74057724c6717fe83a72e9541973aa2146c7319924bfdef by tools/dialect 1; do not edit
select
    cast(`weekday` as bigint) as `weekday`,
    cast(`name` as string) as `name`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`breaches_share` as double) as `breaches_share`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`median_individuals` as double) as `median_individuals`
from (
    WITH days(weekday, name) AS (
      SELECT
        *
      FROM VALUES
        (1, 'Monday'),
        (2, 'Tuesday'),
        (3, 'Wednesday'),
        (4, 'Thursday'),
        (5, 'Friday'),
        (6, 'Saturday'),
        (7, 'Sunday') AS _values
    ), counted AS (
      SELECT
        (
          weekday(submitted_on) + 1
        ) AS weekday,
        count(*) AS breaches,
        CAST(sum(individuals) AS BIGINT) AS individuals,
        percentile(CAST(individuals AS DOUBLE), 0.5e0) AS median_individuals
      FROM marts.breaches
      WHERE
        vanished_on IS NULL
      GROUP BY ALL
    )
    SELECT
      CAST(weekday AS BIGINT) AS weekday,
      name,
      coalesce(breaches, 0) AS breaches,
      duckdb_quotient(
        CAST(coalesce(breaches, 0) AS DOUBLE),
        CAST(CAST(sum(breaches) OVER () AS DOUBLE) AS DOUBLE)
      ) AS breaches_share,
      individuals,
      median_individuals
    FROM days
    LEFT JOIN counted
      USING (weekday)
)
