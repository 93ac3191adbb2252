-- generated from sql/4_marts/part2_breaches.sql sha256:db732d276971ebc882d1c5f48e6a954f10af98f4d6e7cf80d283c012a237e587 by tools/dialect 1; do not edit
select
    cast(`program_name` as string) as `program_name`,
    cast(`state` as string) as `state`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`year` as bigint) as `year`,
    cast(`breach_types` as array<string>) as `breach_types`,
    cast(`locations` as array<string>) as `locations`,
    cast(`has_qualified_service_organization` as boolean) as `has_qualified_service_organization`,
    cast(`description` as string) as `description`,
    cast(`captured_on` as date) as `captured_on`,
    cast(`capture_no` as bigint) as `capture_no`,
    cast(`source_file` as string) as `source_file`,
    cast(`source_line` as bigint) as `source_line`
from (
    WITH newest AS (
      SELECT
        captured_on,
        capture_no
      FROM staging.snapshots
      WHERE
        view = 'part2'
      ORDER BY
        captured_on DESC,
        capture_no DESC
      LIMIT 1
    )
    SELECT
      program_name,
      state,
      individuals,
      submitted_on,
      year(submitted_on) AS year,
      breach_types,
      locations,
      has_qualified_service_organization,
      description,
      newest.captured_on,
      newest.capture_no,
      source_file,
      source_line
    FROM staging.part2_reports
    JOIN staging.listings
      USING (source_file, source_line)
    CROSS JOIN newest
    WHERE
      staging.listings.view = 'part2'
      AND (newest.captured_on, newest.capture_no) >= (first_captured_on, first_capture_no)
      AND (newest.captured_on, newest.capture_no) <= (last_captured_on, last_capture_no)
)
