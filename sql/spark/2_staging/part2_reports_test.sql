-- generated from sql/2_staging/part2_reports_test.sql sha256:822d141f9f9b79a60687faadbd22269c9aadaf9fd4566fe068156cce56e382b1 by tools/dialect 1; do not edit
SELECT
  raw.part2_reports.source_file,
  raw.part2_reports.source_line
FROM raw.part2_reports
FULL JOIN staging.part2_reports
  USING (source_file, source_line)
WHERE
  raw.part2_reports.source_file IS NULL
  OR staging.part2_reports.source_file IS NULL
;
SELECT
  source_file,
  source_line,
  raw.part2_reports.individuals_affected
FROM raw.part2_reports
JOIN staging.part2_reports
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
  raw.part2_reports.submission_date
FROM raw.part2_reports
JOIN staging.part2_reports
  USING (source_file, source_line)
WHERE
  submitted_on IS NULL
  OR submitted_on < CAST('2009-09-23' AS DATE)
  OR submitted_on > staging.part2_reports.captured_on
;
SELECT
  source_file,
  source_line,
  raw.part2_reports.qualified_service_organization_present
FROM raw.part2_reports
JOIN staging.part2_reports
  USING (source_file, source_line)
WHERE
  NOT TRIM(BOTH '                　' FROM qualified_service_organization_present) IN ('', '\\N')
  AND has_qualified_service_organization IS NULL
;
SELECT
  source_file,
  source_line,
  program_name
FROM staging.part2_reports
WHERE
  program_name IS NULL
