-- generated from sql/0_reference/oaic_health_sector.sql sha256:ee842b5b3099c9ed0ea117f04b1da6c12509cddc05bfed0be007e1c8f42ab8c9 by tools/dialect 1; do not edit
select
    cast(`period_start` as date) as `period_start`,
    cast(`period_end` as date) as `period_end`,
    cast(`period` as string) as `period`,
    cast(`period_kind` as string) as `period_kind`,
    cast(`notifications` as bigint) as `notifications`,
    cast(`health_notifications` as bigint) as `health_notifications`,
    cast(`health_share` as double) as `health_share`,
    cast(`human_errors` as bigint) as `human_errors`,
    cast(`human_error_share` as double) as `human_error_share`,
    cast(`human_error_as_printed` as string) as `human_error_as_printed`,
    cast(`all_human_error_as_printed` as string) as `all_human_error_as_printed`,
    cast(`all_malicious_as_printed` as string) as `all_malicious_as_printed`,
    cast(`all_system_fault_as_printed` as string) as `all_system_fault_as_printed`,
    cast(`attestation` as string) as `attestation`,
    cast(`status` as string) as `status`,
    cast(`remark` as string) as `remark`,
    cast(`source_url` as string) as `source_url`
from (
    SELECT
      CAST(NULL AS DATE) AS period_start,
      CAST(NULL AS DATE) AS period_end,
      CAST(NULL AS STRING) AS period,
      CAST(NULL AS STRING) AS period_kind,
      CAST(NULL AS BIGINT) AS notifications,
      CAST(NULL AS BIGINT) AS health_notifications,
      CAST(NULL AS DOUBLE) AS health_share,
      CAST(NULL AS BIGINT) AS human_errors,
      CAST(NULL AS DOUBLE) AS human_error_share,
      CAST(NULL AS STRING) AS human_error_as_printed,
      CAST(NULL AS STRING) AS all_human_error_as_printed,
      CAST(NULL AS STRING) AS all_malicious_as_printed,
      CAST(NULL AS STRING) AS all_system_fault_as_printed,
      CAST(NULL AS STRING) AS attestation,
      CAST(NULL AS STRING) AS status,
      CAST(NULL AS STRING) AS remark,
      CAST(NULL AS STRING) AS source_url
    WHERE
      FALSE
)
