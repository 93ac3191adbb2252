-- generated from sql/7_files/places.sql sha256:c5bda9f37678e3c9dd036b992d578e3110cff3d2b76b84565b3be06a1a290f42 by tools/dialect 1; do not edit
select
    cast(`source_file` as string) as `source_file`,
    cast(`source_line` as bigint) as `source_line`,
    cast(`view` as string) as `view`,
    cast(`is_shown` as boolean) as `is_shown`,
    cast(`is_duplicate` as boolean) as `is_duplicate`
from (
    WITH placed AS (
      SELECT
        source_file,
        source_line,
        view,
        report_key,
        description_no,
        CAST(row_number() OVER (
          PARTITION BY report_key, view
          ORDER BY description NULLS LAST, source_file NULLS LAST, source_line NULLS LAST
        ) AS BIGINT) AS place
      FROM intermediate.reports
      JOIN (
        SELECT
          report_no,
          view
        FROM staging.breach_reports
      )
        USING (report_no)
      JOIN staging.descriptions
        USING (report_no)
    ), seen AS (
      SELECT
        source_file,
        source_line,
        CASE
          WHEN bool_or(view = 'under-investigation') OVER same_breach
          THEN 'under-investigation'
          ELSE view
        END AS view,
        report_key,
        description_no,
        place,
        CAST(row_number() OVER (
          PARTITION BY report_key, place
          ORDER BY placed.view NULLS LAST, source_file NULLS LAST, source_line NULLS LAST
        ) AS BIGINT) = 1 AS is_shown
      FROM placed
      WINDOW same_breach AS (PARTITION BY report_key, place)
    )
    SELECT
      source_file,
      source_line,
      view,
      is_shown,
      is_shown
      AND CAST(row_number() OVER (PARTITION BY report_key, description_no, is_shown ORDER BY place NULLS LAST) AS BIGINT) > 1 AS is_duplicate
    FROM seen
)
