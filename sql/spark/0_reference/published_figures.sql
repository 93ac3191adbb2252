-- generated from sql/0_reference/published_figures.sql sha256:214c1a67f871b9cb0d7e88460d881ebf5f8266ee20d2c4e856a8e8ba83e1a34c by tools/dialect 1; do not edit
select
    cast(`study` as string) as `study`,
    cast(`no` as bigint) as `no`,
    cast(`metric` as string) as `metric`,
    cast(`period_start` as date) as `period_start`,
    cast(`period_end` as date) as `period_end`,
    cast(`breakdown` as string) as `breakdown`,
    cast(`category` as string) as `category`,
    cast(`unit` as string) as `unit`,
    cast(`value` as double) as `value`,
    cast(`as_printed` as string) as `as_printed`,
    cast(`printed_to` as double) as `printed_to`,
    cast(`rounding` as string) as `rounding`,
    cast(`source_url` as string) as `source_url`,
    cast(`printed_in` as string) as `printed_in`,
    cast(`remark` as string) as `remark`
from (
    SELECT
      CAST(NULL AS STRING) AS study,
      CAST(NULL AS BIGINT) AS no,
      CAST(NULL AS STRING) AS metric,
      CAST(NULL AS DATE) AS period_start,
      CAST(NULL AS DATE) AS period_end,
      CAST(NULL AS STRING) AS breakdown,
      CAST(NULL AS STRING) AS category,
      CAST(NULL AS STRING) AS unit,
      CAST(NULL AS DOUBLE) AS value,
      CAST(NULL AS STRING) AS as_printed,
      CAST(NULL AS DOUBLE) AS printed_to,
      CAST(NULL AS STRING) AS rounding,
      CAST(NULL AS STRING) AS source_url,
      CAST(NULL AS STRING) AS printed_in,
      CAST(NULL AS STRING) AS remark
    WHERE
      FALSE
)
