-- generated from sql/0_reference/studies.sql sha256:cb8f9bfb13355c41a50fe53fd0d03aa11242ad89fd627754021da5ca148a7d31 by tools/dialect 1; do not edit
select
    cast(`study` as string) as `study`,
    cast(`citation` as string) as `citation`,
    cast(`doi` as string) as `doi`,
    cast(`url` as string) as `url`,
    cast(`read_on` as date) as `read_on`,
    cast(`read_note` as string) as `read_note`,
    cast(`is_of_next_capture` as boolean) as `is_of_next_capture`,
    cast(`period_start` as date) as `period_start`,
    cast(`period_end` as date) as `period_end`,
    cast(`rule` as string) as `rule`,
    cast(`is_followed` as boolean) as `is_followed`,
    cast(`why_not` as string) as `why_not`,
    cast(`count_tolerance` as double) as `count_tolerance`,
    cast(`individuals_tolerance` as double) as `individuals_tolerance`,
    cast(`contradictions` as string) as `contradictions`,
    cast(`is_of_described` as boolean) as `is_of_described`
from (
    SELECT
      CAST(NULL AS STRING) AS study,
      CAST(NULL AS STRING) AS citation,
      CAST(NULL AS STRING) AS doi,
      CAST(NULL AS STRING) AS url,
      CAST(NULL AS DATE) AS read_on,
      CAST(NULL AS STRING) AS read_note,
      CAST(NULL AS BOOLEAN) AS is_of_next_capture,
      CAST(NULL AS DATE) AS period_start,
      CAST(NULL AS DATE) AS period_end,
      CAST(NULL AS STRING) AS rule,
      CAST(NULL AS BOOLEAN) AS is_followed,
      CAST(NULL AS STRING) AS why_not,
      CAST(NULL AS DOUBLE) AS count_tolerance,
      CAST(NULL AS DOUBLE) AS individuals_tolerance,
      CAST(NULL AS STRING) AS contradictions,
      CAST(NULL AS BOOLEAN) AS is_of_described
    WHERE
      FALSE
)
