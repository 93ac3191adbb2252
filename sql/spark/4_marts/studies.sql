-- generated from sql/4_marts/studies.sql sha256:7dbfbfd57a2722f8b26a6ae51cea5fdaf32f89f7b3c8ee9f64d99d84f3786510 by tools/dialect 1; do not edit
-- step steps.studies__dated
WITH complete AS (
  SELECT
    captured_on,
    is_synthetic
  FROM marts.captures
  WHERE
    is_complete
), next_captures AS (
  SELECT
    study,
    min(captured_on) AS next_on
  FROM reference.studies
  JOIN complete
    ON captured_on >= read_on
  WHERE
    is_of_next_capture
  GROUP BY ALL
)
SELECT
  study,
  coalesce(next_on, read_on) AS as_of_on,
  CASE
    WHEN NOT next_on IS NULL
    THEN date_sub(
      read_on,
      CAST(CAST(max_by(lag_days, applies_from) FILTER(WHERE
        NOT (
          lag_days
        ) IS NULL) AS INT) AS INT)
    )
  END AS counted_to
FROM reference.studies
LEFT JOIN next_captures
  USING (study)
LEFT JOIN reference.posting_lags
  ON read_on BETWEEN applies_from AND applies_to
GROUP BY
  study,
  next_on,
  read_on
;
select
    cast(`study` as string) as `study`,
    cast(`citation` as string) as `citation`,
    cast(`url` as string) as `url`,
    cast(`read_on` as date) as `read_on`,
    cast(`as_of_on` as date) as `as_of_on`,
    cast(`counted_to` as date) as `counted_to`,
    cast(`figures` as bigint) as `figures`,
    cast(`is_followed` as boolean) as `is_followed`,
    cast(`listed_on` as date) as `listed_on`,
    cast(`newest_on` as date) as `newest_on`,
    cast(`is_reproducible` as boolean) as `is_reproducible`,
    cast(`is_synthetic` as boolean) as `is_synthetic`,
    cast(`why_not` as string) as `why_not`
from (
    WITH complete AS (
      SELECT
        captured_on,
        is_synthetic
      FROM marts.captures
      WHERE
        is_complete
    ), reach AS (
      SELECT
        min(captured_on) AS first_on,
        max(captured_on) AS newest_on,
        coalesce(bool_or(is_synthetic), FALSE) AS is_synthetic
      FROM complete
    ), printed AS (
      SELECT
        study,
        count(*) AS figures
      FROM reference.published_figures
      GROUP BY ALL
    ), by_then AS (
      SELECT
        study,
        max(captured_on) AS listed_on
      FROM steps.studies__dated AS dated
      JOIN complete
        ON captured_on <= as_of_on
      GROUP BY ALL
    )
    SELECT
      study,
      citation,
      url,
      read_on,
      as_of_on,
      counted_to,
      coalesce(figures, 0) AS figures,
      is_followed,
      listed_on,
      newest_on,
      is_followed AND NOT listed_on IS NULL AS is_reproducible,
      is_synthetic,
      CASE
        WHEN NOT is_followed
        THEN why_not
        WHEN listed_on IS NULL
        THEN 'Needs a complete capture of ' || read_on || ' or before, and one of ' || least(read_on, reference.studies.period_end) || ' or after; ' || coalesce('the first here is of ' || first_on, 'none is here') || '.'
      END AS why_not
    FROM reference.studies
    CROSS JOIN reach
    JOIN steps.studies__dated AS dated
      USING (study)
    LEFT JOIN printed
      USING (study)
    LEFT JOIN by_then
      USING (study)
)
