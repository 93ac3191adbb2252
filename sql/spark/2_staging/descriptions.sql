-- generated from sql/2_staging/descriptions.sql sha256:520389c3822a0e024ff6af6d86214373d46e6fc06608cf513788bcb6d79e8aaf by tools/dialect 1; do not edit
select
    cast(`report_no` as bigint) as `report_no`,
    cast(`description` as string) as `description`
from (
    WITH trimmed AS (
      SELECT
        rowid + 1 AS report_no,
        CASE
          WHEN web_description < '!' OR regexp_like(web_description, '[ \\x{9}\\x{A}\\x{D}]\\z')
          THEN nullif(
            regexp_replace(
              TRIM(LEADING ' \t\n\r' FROM web_description),
              '\\A((?s:.*?))(?:[ \\x{9}\\x{A}\\x{D}]+\\z)',
              '$1'
            ),
            ''
          )
          ELSE web_description
        END AS description
      FROM raw.breach_reports
    )
    SELECT
      report_no,
      nullif(description, '\\N') AS description
    FROM trimmed
)
