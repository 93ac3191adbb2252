-- generated from sql/3_intermediate/narratives_test.sql sha256:e6efe2bae7830e87329b7cb79f66f85193d26036131d5bedec8f688e6c6ce265 by tools/dialect 1; do not edit
SELECT
  source_file,
  source_line,
  description_no
FROM intermediate.reports
WHERE
  description_no > 0
  AND NOT description_no IN (
    SELECT
      description_no
    FROM intermediate.narratives
  )
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
;
SELECT
  description_no,
  narrative
FROM intermediate.narratives
WHERE
  narrative IS NULL
  OR right(narrative, 1) <> '.'
  OR contains(narrative, '\t')
  OR contains(narrative, '\n')
  OR contains(narrative, '\r')
ORDER BY
  description_no NULLS LAST
