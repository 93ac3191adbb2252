-- generated from sql/5_figures/case_durations.sql sha256:d81ed363e115a6fc73041edf3f6cd34c42efbda029328077088207544020a7d8 by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`age_months` as bigint) as `age_months`,
    cast(`age_days` as bigint) as `age_days`,
    cast(`cases` as bigint) as `cases`,
    cast(`known_open` as bigint) as `known_open`,
    cast(`known_closed` as bigint) as `known_closed`,
    cast(`open_share` as double) as `open_share`,
    cast(`open_share_low` as double) as `open_share_low`,
    cast(`open_share_high` as double) as `open_share_high`,
    cast(`open_share_least` as double) as `open_share_least`,
    cast(`open_share_most` as double) as `open_share_most`
from (
    WITH followed AS (
      SELECT
        year,
        open_days_least AS least_days,
        CASE
          WHEN case_state = 'closed'
          THEN open_days_most
          WHEN case_state = 'left'
          THEN CAST((
            CAST(datediff(left_open_on, submitted_on) AS BIGINT)
          ) AS BIGINT)
        END AS most_days,
        count(*) AS alike
      FROM marts.cases
      WHERE
        case_state <> 'unknown'
      GROUP BY ALL
    ), counted AS (
      SELECT
        year,
        (
          coalesce(most_days, least_days) + least_days
        ) / 2.0e0 AS day,
        CAST(sum(CASE WHEN most_days IS NULL THEN 0 ELSE alike END) AS BIGINT) AS closings,
        CAST(sum(alike) AS BIGINT) AS cases
      FROM followed
      GROUP BY ALL
    ), steps AS (
      SELECT
        year,
        day,
        closings,
        sum(cases) OVER (
          PARTITION BY year
          ORDER BY day DESC
          rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
        ) AS at_risk
      FROM counted
    ), multiplied AS (
      SELECT
        year,
        day,
        CASE
          WHEN (
            min(at_risk - closings) OVER so_far
          ) = 0
          THEN 0.0e0
          ELSE exp(
            sum(
              ln(
                CASE
                  WHEN closings < at_risk
                  THEN 1.0e0 - duckdb_quotient(CAST(closings AS DOUBLE), CAST(CAST(at_risk AS DOUBLE) AS DOUBLE))
                  ELSE 1.0e0
                END
              )
            ) OVER so_far
          )
        END AS open_share,
        sum(
          CASE
            WHEN closings < at_risk
            THEN duckdb_quotient(
              CAST(closings AS DOUBLE),
              CAST((
                CAST(at_risk AS DOUBLE) * (
                  at_risk - closings
                )
              ) AS DOUBLE)
            )
          END
        ) OVER so_far AS variance
      FROM steps
      WINDOW so_far AS (
        PARTITION BY year
        ORDER BY day NULLS LAST
        rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
      )
    ), ages AS (
      SELECT
        year,
        CAST(months AS BIGINT) AS age_months,
        CAST(rint(duckdb_round(CAST(months * 365.25e0 / 12 AS DOUBLE), 0)) AS BIGINT) AS age_days
      FROM (
        SELECT DISTINCT
          year
        FROM followed
      )
      LATERAL VIEW
      explode(sequence(CAST(6 AS BIGINT), CAST(241 AS BIGINT) - 1, CAST(6 AS BIGINT))) each_age AS months
      WHERE
        date_add(
          make_date(CAST(year AS INT), CAST(1 AS INT), CAST(1 AS INT)),
          CAST(CAST(rint(duckdb_round(CAST(months * 365.25e0 / 12 AS DOUBLE), 0)) AS INT) AS INT)
        ) <= (
          SELECT
            max(greatest(closed_after_on, left_open_on, closed_by_on))
          FROM marts.cases
        )
    ), reached AS (
      SELECT
        ages.year,
        age_months,
        CASE
          WHEN max(day) >= age_days OR min(open_share) = 0
          THEN min(CASE WHEN day <= age_days THEN open_share ELSE 1.0e0 END)
        END AS reached_share,
        max(CASE WHEN day <= age_days THEN variance END) AS variance
      FROM ages
      JOIN multiplied
        USING (year)
      GROUP BY
        ages.year,
        age_months,
        age_days
    ), known AS (
      SELECT
        year,
        age_months,
        age_days,
        CAST(sum(alike) AS BIGINT) AS cases,
        CAST(sum(CASE WHEN least_days > age_days THEN alike ELSE 0 END) AS BIGINT) AS known_open,
        CAST(sum(CASE WHEN most_days <= age_days THEN alike ELSE 0 END) AS BIGINT) AS known_closed,
        sum(CASE WHEN least_days <= age_days AND most_days > age_days THEN alike ELSE 0 END) AS undated
      FROM ages
      JOIN followed
        USING (year)
      GROUP BY ALL
    ), chosen AS (
      SELECT
        year,
        age_months,
        age_days,
        cases,
        known_open,
        known_closed,
        undated,
        reached_share,
        variance,
        CASE
          WHEN undated <= 0.25e0 * cases
          THEN duckdb_round(CAST(reached_share AS DOUBLE), 12)
        END AS open_share
      FROM known
      JOIN reached
        USING (year, age_months)
    )
    SELECT
      year,
      age_months,
      age_days,
      cases,
      known_open,
      known_closed,
      open_share,
      CASE
        WHEN open_share > 0 AND open_share < 1 AND variance > 0
        THEN duckdb_round(
          CAST(power(
            open_share,
            exp(
              duckdb_quotient(CAST(1.959964e0 * sqrt(variance) AS DOUBLE), CAST(abs(ln(open_share)) AS DOUBLE))
            )
          ) AS DOUBLE),
          12
        )
      END AS open_share_low,
      CASE
        WHEN open_share > 0 AND open_share < 1 AND variance > 0
        THEN duckdb_round(
          CAST(power(
            open_share,
            exp(
              duckdb_quotient(CAST(-1.959964e0 * sqrt(variance) AS DOUBLE), CAST(abs(ln(open_share)) AS DOUBLE))
            )
          ) AS DOUBLE),
          12
        )
      END AS open_share_high,
      duckdb_quotient(CAST(known_open AS DOUBLE), CAST(CAST(cases AS DOUBLE) AS DOUBLE)) AS open_share_least,
      1 - duckdb_quotient(CAST(known_closed AS DOUBLE), CAST(CAST(cases AS DOUBLE) AS DOUBLE)) AS open_share_most
    FROM chosen
)
