-- generated from sql/4_marts/projection.sql sha256:4ff6f057cf70c5002b75f4f7766823fb7010ffafda7060869ad1111ebe4c08b6 by tools/dialect 1; do not edit
-- step steps.projection__growths
WITH running AS (
  SELECT
    year,
    is_partial_year,
    last_submitted_on AS submitted_to
  FROM marts.years
  WHERE
    year = (
      SELECT
        max(year)
      FROM marts.years
    )
), shown AS (
  SELECT
    breach_id,
    year,
    submitted_on,
    first_captured_on,
    is_reconstructed
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
), monthly AS (
  SELECT
    max(captured_on) AS captured_on
  FROM marts.captures
  WHERE
    is_complete AND captured_on <= date_sub(as_of_on, CAST(60 AS INT))
  GROUP BY
    year(captured_on),
    month(captured_on)
  ORDER BY
    captured_on DESC
  LIMIT 12
), looked_back AS (
  SELECT
    captured_on,
    max(newest_submitted_on) AS newest_submitted_on
  FROM marts.captures
  SEMI JOIN monthly
    USING (captured_on)
  WHERE
    is_complete
  GROUP BY ALL
), placed AS (
  SELECT
    captured_on,
    newest_submitted_on,
    submitted_on,
    CAST(row_number() OVER (PARTITION BY captured_on ORDER BY submitted_on NULLS LAST, breach_id NULLS LAST) AS BIGINT) AS place,
    count(CASE WHEN first_captured_on <= captured_on THEN 1 END) OVER (PARTITION BY captured_on) AS listed_then
  FROM looked_back
  JOIN shown
    ON submitted_on BETWEEN make_date(CAST(year(newest_submitted_on) AS INT), CAST(1 AS INT), CAST(1 AS INT)) AND newest_submitted_on
  WHERE
    (
      CAST(datediff(
        newest_submitted_on,
        make_date(CAST(year(newest_submitted_on) AS INT), CAST(1 AS INT), CAST(1 AS INT))
      ) AS BIGINT)
    ) >= 60
), lags AS (
  SELECT
    captured_on,
    (
      CAST(datediff(newest_submitted_on, submitted_on) AS BIGINT)
    ) AS lag_days
  FROM placed
  WHERE
    place = listed_then AND listed_then >= 30
), delay AS (
  SELECT
    count(*) AS captures,
    CAST(rint(duckdb_round(CAST(percentile(CAST(lag_days AS DOUBLE), 0.5e0) AS DOUBLE), 0)) AS INT) AS lag_days,
    min(lag_days) AS shortest_lag,
    max(lag_days) AS longest_lag
  FROM lags
), compared AS (
  SELECT
    running.year,
    running.is_partial_year,
    running.submitted_to,
    delay.captures,
    lag_days,
    date_sub(submitted_to, CAST(lag_days AS INT)) AS compared_to,
    (
      CAST(datediff(
        date_sub(submitted_to, CAST(lag_days AS INT)),
        make_date(CAST(year AS INT), CAST(1 AS INT), CAST(1 AS INT))
      ) AS BIGINT)
    ) AS days,
    shortest_lag - lag_days AS earlier,
    longest_lag - lag_days AS later
  FROM running
  CROSS JOIN delay
), past AS (
  SELECT
    shown.year,
    count(*) AS breaches,
    count(
      CASE
        WHEN (
          CAST(datediff(submitted_on, make_date(CAST(shown.year AS INT), CAST(1 AS INT), CAST(1 AS INT))) AS BIGINT)
        ) <= days
        THEN 1
      END
    ) AS by_then,
    count(
      CASE
        WHEN (
          CAST(datediff(submitted_on, make_date(CAST(shown.year AS INT), CAST(1 AS INT), CAST(1 AS INT))) AS BIGINT)
        ) <= days - earlier
        THEN 1
      END
    ) AS by_late_day,
    count(
      CASE
        WHEN (
          CAST(datediff(submitted_on, make_date(CAST(shown.year AS INT), CAST(1 AS INT), CAST(1 AS INT))) AS BIGINT)
        ) <= days - later
        THEN 1
      END
    ) AS by_early_day
  FROM shown
  JOIN marts.years
    USING (year)
  CROSS JOIN compared
  WHERE
    NOT marts.years.is_partial_year
    AND shown.year BETWEEN compared.year - 10 AND compared.year - 1
  GROUP BY ALL
)
SELECT
  year,
  ln(duckdb_quotient(CAST(breaches AS DOUBLE), CAST(by_then AS DOUBLE))) AS growth,
  ln(duckdb_quotient(CAST(by_late_day AS DOUBLE), CAST(by_early_day AS DOUBLE))) AS spread
FROM past
WHERE
  by_early_day > 0
;
select
    cast(`year` as bigint) as `year`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`submitted_to` as date) as `submitted_to`,
    cast(`compared_to` as date) as `compared_to`,
    cast(`captures` as bigint) as `captures`,
    cast(`lag_days` as int) as `lag_days`,
    cast(`past_years` as bigint) as `past_years`,
    cast(`held_years` as bigint) as `held_years`,
    cast(`projected_breaches` as bigint) as `projected_breaches`,
    cast(`projected_low` as bigint) as `projected_low`,
    cast(`projected_high` as bigint) as `projected_high`,
    cast(`reason` as string) as `reason`
from (
    WITH running AS (
      SELECT
        year,
        is_partial_year,
        last_submitted_on AS submitted_to
      FROM marts.years
      WHERE
        year = (
          SELECT
            max(year)
          FROM marts.years
        )
    ), shown AS (
      SELECT
        breach_id,
        year,
        submitted_on,
        first_captured_on,
        is_reconstructed
      FROM marts.breaches
      WHERE
        vanished_on IS NULL
    ), monthly AS (
      SELECT
        max(captured_on) AS captured_on
      FROM marts.captures
      WHERE
        is_complete AND captured_on <= date_sub(as_of_on, CAST(60 AS INT))
      GROUP BY
        year(captured_on),
        month(captured_on)
      ORDER BY
        captured_on DESC
      LIMIT 12
    ), looked_back AS (
      SELECT
        captured_on,
        max(newest_submitted_on) AS newest_submitted_on
      FROM marts.captures
      SEMI JOIN monthly
        USING (captured_on)
      WHERE
        is_complete
      GROUP BY ALL
    ), placed AS (
      SELECT
        captured_on,
        newest_submitted_on,
        submitted_on,
        CAST(row_number() OVER (PARTITION BY captured_on ORDER BY submitted_on NULLS LAST, breach_id NULLS LAST) AS BIGINT) AS place,
        count(CASE WHEN first_captured_on <= captured_on THEN 1 END) OVER (PARTITION BY captured_on) AS listed_then
      FROM looked_back
      JOIN shown
        ON submitted_on BETWEEN make_date(CAST(year(newest_submitted_on) AS INT), CAST(1 AS INT), CAST(1 AS INT)) AND newest_submitted_on
      WHERE
        (
          CAST(datediff(
            newest_submitted_on,
            make_date(CAST(year(newest_submitted_on) AS INT), CAST(1 AS INT), CAST(1 AS INT))
          ) AS BIGINT)
        ) >= 60
    ), lags AS (
      SELECT
        captured_on,
        (
          CAST(datediff(newest_submitted_on, submitted_on) AS BIGINT)
        ) AS lag_days
      FROM placed
      WHERE
        place = listed_then AND listed_then >= 30
    ), delay AS (
      SELECT
        count(*) AS captures,
        CAST(rint(duckdb_round(CAST(percentile(CAST(lag_days AS DOUBLE), 0.5e0) AS DOUBLE), 0)) AS INT) AS lag_days,
        min(lag_days) AS shortest_lag,
        max(lag_days) AS longest_lag
      FROM lags
    ), compared AS (
      SELECT
        running.year,
        running.is_partial_year,
        running.submitted_to,
        delay.captures,
        lag_days,
        date_sub(submitted_to, CAST(lag_days AS INT)) AS compared_to,
        (
          CAST(datediff(
            date_sub(submitted_to, CAST(lag_days AS INT)),
            make_date(CAST(year AS INT), CAST(1 AS INT), CAST(1 AS INT))
          ) AS BIGINT)
        ) AS days,
        shortest_lag - lag_days AS earlier,
        longest_lag - lag_days AS later
      FROM running
      CROSS JOIN delay
    ), totals AS (
      SELECT
        count(*) AS past_years,
        sum(growth) AS growths,
        sum(growth * growth) AS squares,
        avg(spread) / 2 AS lag_error
      FROM steps.projection__growths AS growths
    ), students AS (
      SELECT
        freedom,
        point
      FROM VALUES
        (3, 3.182e0),
        (4, 2.776e0),
        (5, 2.571e0),
        (6, 2.447e0),
        (7, 2.365e0),
        (8, 2.306e0),
        (9, 2.262e0) AS points(freedom, point)
    ), left_out AS (
      SELECT
        growth,
        duckdb_quotient(CAST((
          growths - growth
        ) AS DOUBLE), CAST((
          past_years - 1
        ) AS DOUBLE)) AS middle,
        duckdb_quotient(
          CAST((
            squares - growth * growth - duckdb_quotient(
              CAST((
                growths - growth
              ) * (
                growths - growth
              ) AS DOUBLE),
              CAST((
                past_years - 1
              ) AS DOUBLE)
            )
          ) AS DOUBLE),
          CAST((
            past_years - 2
          ) AS DOUBLE)
        ) * (
          1 + duckdb_quotient(CAST(1 AS DOUBLE), CAST((
            past_years - 1
          ) AS DOUBLE))
        ) + lag_error * lag_error AS variance,
        point
      FROM steps.projection__growths AS growths
      CROSS JOIN totals
      JOIN students
        ON freedom = past_years - 2
    ), tried AS (
      SELECT
        count(*) AS tried_years,
        count(CASE WHEN abs(growth - middle) <= point * sqrt(greatest(variance, 0)) THEN 1 END) AS held_years
      FROM left_out
    ), fitted AS (
      SELECT
        past_years,
        duckdb_quotient(CAST(growths AS DOUBLE), CAST(past_years AS DOUBLE)) AS middle,
        point * sqrt(
          greatest(
            duckdb_quotient(
              CAST((
                squares - duckdb_quotient(CAST(growths * growths AS DOUBLE), CAST(past_years AS DOUBLE))
              ) AS DOUBLE),
              CAST((
                past_years - 1
              ) AS DOUBLE)
            ),
            0
          ) * (
            1 + duckdb_quotient(CAST(1 AS DOUBLE), CAST(past_years AS DOUBLE))
          ) + lag_error * lag_error
        ) AS reach
      FROM totals
      LEFT JOIN students
        ON freedom = past_years - 1
    ), counted AS (
      SELECT
        year,
        count(*) AS breaches,
        bool_or(is_reconstructed) AS is_reconstructed
      FROM shown
      GROUP BY ALL
    ), judged AS (
      SELECT
        year,
        is_partial_year,
        submitted_to,
        captures,
        lag_days,
        compared_to,
        days,
        earlier,
        later,
        breaches,
        is_reconstructed,
        past_years,
        middle,
        reach,
        tried_years,
        held_years,
        CASE
          WHEN NOT is_partial_year
          THEN 'the year is over'
          WHEN is_reconstructed
          THEN 'no capture shows the list of that day'
          WHEN captures < 2
          THEN 'fewer than 2 earlier captures show how late reports are posted'
          WHEN days < 60
          THEN 'fewer than 60 days of the year are posted'
          WHEN breaches < 30
          THEN 'fewer than 30 breaches of the year are listed'
          WHEN past_years < 5
          THEN 'fewer than 5 whole years before it'
          WHEN held_years < 0.9e0 * tried_years
          THEN 'the interval held in fewer than 9 of 10 past years'
        END AS reason
      FROM compared
      JOIN counted
        USING (year)
      CROSS JOIN fitted
      CROSS JOIN tried
    )
    SELECT
      year,
      breaches,
      submitted_to,
      compared_to,
      captures,
      lag_days,
      past_years,
      CASE WHEN tried_years > 0 THEN held_years END AS held_years,
      CASE
        WHEN reason IS NULL
        THEN CAST(rint(duckdb_round(CAST(breaches * exp(middle) AS DOUBLE), 0)) AS BIGINT)
      END AS projected_breaches,
      CASE
        WHEN reason IS NULL
        THEN greatest(
          CAST(rint(duckdb_round(CAST(breaches * exp(middle - reach) AS DOUBLE), 0)) AS BIGINT),
          breaches
        )
      END AS projected_low,
      CASE
        WHEN reason IS NULL
        THEN CAST(rint(duckdb_round(CAST(breaches * exp(middle + reach) AS DOUBLE), 0)) AS BIGINT)
      END AS projected_high,
      reason
    FROM judged
)
