-- generated from sql/2_staging/breach_reports_test.sql sha256:1cb7cbadfd9497792c37d42794d7010a23bdb5be3d2520b8b50b387d411ece63 by tools/dialect 1; do not edit
SELECT
  raw.breach_reports.source_file,
  raw.breach_reports.source_line
FROM raw.breach_reports
FULL JOIN staging.breach_reports
  USING (source_file, source_line)
WHERE
  raw.breach_reports.source_file IS NULL
  OR staging.breach_reports.source_file IS NULL
;
SELECT
  source_file,
  source_line,
  raw.breach_reports.individuals_affected
FROM raw.breach_reports
JOIN staging.breach_reports
  USING (source_file, source_line)
WHERE
  NOT TRIM(BOTH '                　' FROM individuals_affected) IN ('', '\\N')
  AND (
    individuals IS NULL OR individuals > 1000000000
  )
;
SELECT
  source_file,
  source_line,
  raw.breach_reports.submission_date
FROM raw.breach_reports
JOIN staging.breach_reports
  USING (source_file, source_line)
WHERE
  submitted_on IS NULL
;
SELECT
  source_file,
  source_line,
  submitted_on,
  captured_on
FROM staging.breach_reports
WHERE
  submitted_on < CAST('2009-09-23' AS DATE) OR submitted_on > captured_on
;
SELECT
  source_file,
  source_line,
  raw.breach_reports.business_associate_present
FROM raw.breach_reports
JOIN staging.breach_reports
  USING (source_file, source_line)
WHERE
  NOT TRIM(BOTH '                　' FROM business_associate_present) IN ('', '\\N')
  AND has_business_associate IS NULL
;
SELECT
  source_file,
  source_line,
  entity_name
FROM staging.breach_reports
WHERE
  entity_name IS NULL
