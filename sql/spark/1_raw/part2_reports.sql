-- generated from sql/1_raw/part2_reports.sql sha256:78e137bc120d2acee908a8c51bae20f420859a4b71dcaaa1724e30ee9e790495 by tools/dialect 1; do not edit
select
    cast(`source_file` as string) as `source_file`,
    cast(`source_line` as bigint) as `source_line`,
    cast(`captured_on` as date) as `captured_on`,
    cast(`capture_no` as bigint) as `capture_no`,
    cast(`view` as string) as `view`,
    cast(`program_name` as string) as `program_name`,
    cast(`state` as string) as `state`,
    cast(`individuals_affected` as string) as `individuals_affected`,
    cast(`submission_date` as string) as `submission_date`,
    cast(`breach_type` as string) as `breach_type`,
    cast(`location` as string) as `location`,
    cast(`qualified_service_organization_present` as string) as `qualified_service_organization_present`,
    cast(`web_description` as string) as `web_description`
from (
    SELECT
      CAST(NULL AS STRING) AS source_file,
      CAST(NULL AS BIGINT) AS source_line,
      CAST(NULL AS DATE) AS captured_on,
      CAST(NULL AS BIGINT) AS capture_no,
      CAST(NULL AS STRING) AS view,
      CAST(NULL AS STRING) AS program_name,
      CAST(NULL AS STRING) AS state,
      CAST(NULL AS STRING) AS individuals_affected,
      CAST(NULL AS STRING) AS submission_date,
      CAST(NULL AS STRING) AS breach_type,
      CAST(NULL AS STRING) AS location,
      CAST(NULL AS STRING) AS qualified_service_organization_present,
      CAST(NULL AS STRING) AS web_description
    WHERE
      FALSE
)
