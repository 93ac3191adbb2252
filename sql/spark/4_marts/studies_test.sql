-- generated from sql/4_marts/studies_test.sql sha256:73e7283de9455569cc2e977bb598e8231c084323e0792fde069571fa8e4ead5d by tools/dialect 1; do not edit
SELECT
  study,
  counted,
  printed
FROM (
  SELECT
    study,
    figures AS counted
  FROM marts.studies
)
FULL JOIN (
  SELECT
    study,
    count(*) AS printed
  FROM reference.published_figures
  GROUP BY ALL
)
  USING (study)
WHERE
  counted IS DISTINCT FROM printed
;
SELECT
  study,
  is_reproducible,
  why_not
FROM marts.studies
WHERE
  is_reproducible = (
    NOT why_not IS NULL
  )
