-- generated from sql/1_raw/breach_reports.sql sha256:f17e734f4b8e907110e0b439d8308b803aa553e47ad550813b276a26aedd39f9 by tools/dialect 1; do not edit
select
    cast(`source_file` as string) as `source_file`,
    cast(`source_line` as bigint) as `source_line`,
    cast(`captured_on` as date) as `captured_on`,
    cast(`capture_no` as bigint) as `capture_no`,
    cast(`view` as string) as `view`,
    cast(`entity_name` as string) as `entity_name`,
    cast(`state` as string) as `state`,
    cast(`entity_type` as string) as `entity_type`,
    cast(`individuals_affected` as string) as `individuals_affected`,
    cast(`submission_date` as string) as `submission_date`,
    cast(`breach_type` as string) as `breach_type`,
    cast(`location` as string) as `location`,
    cast(`business_associate_present` as string) as `business_associate_present`,
    cast(`web_description` as string) as `web_description`
from (
    SELECT
      CAST(NULL AS STRING) AS source_file,
      CAST(NULL AS BIGINT) AS source_line,
      CAST(NULL AS DATE) AS captured_on,
      CAST(NULL AS BIGINT) AS capture_no,
      CAST(NULL AS STRING) AS view,
      CAST(NULL AS STRING) AS entity_name,
      CAST(NULL AS STRING) AS state,
      CAST(NULL AS STRING) AS entity_type,
      CAST(NULL AS STRING) AS individuals_affected,
      CAST(NULL AS STRING) AS submission_date,
      CAST(NULL AS STRING) AS breach_type,
      CAST(NULL AS STRING) AS location,
      CAST(NULL AS STRING) AS business_associate_present,
      CAST(NULL AS STRING) AS web_description
    WHERE
      FALSE
)
