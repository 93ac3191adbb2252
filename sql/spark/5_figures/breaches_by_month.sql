-- generated from sql/5_figures/breaches_by_month.sql sha256:8e4e3ba7b597ff37190672be939cf2cf5fbaeef6c3bb1ed974ed8d323eb511f4 by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`month` as bigint) as `month`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`is_partial_month` as boolean) as `is_partial_month`,
    cast(`is_partial_year` as boolean) as `is_partial_year`,
    cast(`year_share` as double) as `year_share`,
    cast(`usual_share` as double) as `usual_share`
from (
    WITH months AS (
      SELECT
        year,
        unnested_month AS month,
        is_partial_year
      FROM marts.years
      LATERAL VIEW
      explode(sequence(CAST(1 AS BIGINT), CAST(13 AS BIGINT) - 1)) unnested AS unnested_month
    ), covered AS (
      SELECT
        max(submitted_on) AS newest_submitted_on,
        least(
          max(as_of_on),
          (
            SELECT
              max(captured_on)
            FROM marts.captures
            WHERE
              is_complete
          )
        ) AS as_of_on
      FROM marts.breaches
      CROSS JOIN marts.captures
      WHERE
        vanished_on IS NULL AND is_current
    ), counted AS (
      SELECT
        year,
        month(submitted_on) AS month,
        count(*) AS breaches,
        CAST(sum(individuals) AS BIGINT) AS individuals
      FROM marts.breaches
      WHERE
        vanished_on IS NULL
      GROUP BY ALL
    ), filled AS (
      SELECT
        months.year,
        months.month,
        is_partial_year,
        make_date(CAST(months.year AS INT), CAST(months.month AS INT), CAST(1 AS INT)) BETWEEN CAST('2009-09-01' AS DATE) AND newest_submitted_on AS is_covered,
        last_day(make_date(CAST(months.year AS INT), CAST(months.month AS INT), CAST(1 AS INT))) AS ends_on,
        newest_submitted_on,
        as_of_on,
        coalesce(breaches, 0) AS breaches,
        individuals
      FROM months
      CROSS JOIN covered
      LEFT JOIN counted
        USING (year, month)
    ), shared AS (
      SELECT
        year,
        month,
        CASE WHEN is_covered THEN breaches END AS breaches,
        individuals,
        CASE
          WHEN is_covered
          THEN (
            year = 2009 AND month = 9
          )
          OR ends_on > as_of_on
          OR (
            newest_submitted_on <= ends_on
            AND newest_submitted_on < date_sub(ends_on, CAST(7 AS INT))
          )
        END AS is_partial_month,
        is_partial_year,
        CASE
          WHEN is_covered AND NOT is_partial_year
          THEN breaches / nullif(CAST(sum(breaches) OVER (PARTITION BY year) AS DOUBLE), 0)
        END AS year_share
      FROM filled
    )
    SELECT
      year,
      month,
      breaches,
      individuals,
      is_partial_month,
      is_partial_year,
      year_share,
      percentile(CAST(year_share AS DOUBLE), 0.5e0) OVER (PARTITION BY month) AS usual_share
    FROM shared
)
