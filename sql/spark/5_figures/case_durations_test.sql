-- generated from sql/5_figures/case_durations_test.sql sha256:71b47606f107e446db4b76bb408cc0671c2685df1e62b17176776308dac3e553 by tools/dialect 1; do not edit
SELECT
  year,
  age_months,
  open_share_least,
  open_share,
  open_share_most,
  known_open,
  known_closed
FROM figures.case_durations
WHERE
  open_share_least IS NULL
  OR open_share_most IS NULL
  OR abs(open_share_least * cases - known_open) > 1e-06
  OR abs(open_share_most * cases - cases + known_closed) > 1e-06
  OR open_share < open_share_least - 1e-09
  OR open_share > open_share_most + 1e-09
  OR open_share_low > open_share
  OR open_share_high < open_share
  OR known_open + known_closed > cases
;
SELECT
  year,
  age_months,
  open_share,
  later,
  open_share_least,
  open_share_most
FROM (
  SELECT
    year,
    age_months,
    age_days,
    cases,
    known_open,
    known_closed,
    open_share,
    open_share_low,
    open_share_high,
    open_share_least,
    open_share_most,
    lag(open_share_least) OVER older AS previous_least,
    lag(open_share_most) OVER older AS previous_most,
    max(open_share) OVER (
      PARTITION BY year
      ORDER BY age_months NULLS LAST
      rows BETWEEN 1 following AND UNBOUNDED following
    ) AS later
  FROM figures.case_durations
  WINDOW older AS (PARTITION BY year ORDER BY age_months NULLS LAST)
)
WHERE
  open_share_least > previous_least + 1e-12
  OR open_share_most > previous_most + 1e-12
  OR later > open_share + 1e-12
;
SELECT
  figures.case_durations.year,
  age_months,
  cases,
  counted
FROM figures.case_durations
LEFT JOIN (
  SELECT
    year,
    count(*) AS counted
  FROM marts.cases
  WHERE
    case_state <> 'unknown'
  GROUP BY ALL
) AS known
  ON known.year = figures.case_durations.year
WHERE
  cases IS DISTINCT FROM counted
  OR known_closed IS DISTINCT FROM (
    SELECT
      count(*)
    FROM marts.cases
    WHERE
      marts.cases.year = figures.case_durations.year
      AND case_state IN ('closed', 'left')
      AND (
        CAST(datediff(coalesce(closed_by_on, left_open_on), submitted_on) AS BIGINT)
      ) <= age_days
  )
