-- generated from sql/2_staging/part2_reports.sql sha256:0c7601ba686ed4a977a916de13ade4dfb83f905e4a6a2cd1fbe1ff62317bb0df by tools/dialect 1; do not edit
select
    cast(`source_file` as string) as `source_file`,
    cast(`source_line` as bigint) as `source_line`,
    cast(`captured_on` as date) as `captured_on`,
    cast(`capture_no` as bigint) as `capture_no`,
    cast(`program_name` as string) as `program_name`,
    cast(`state` as string) as `state`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`breach_types` as array<string>) as `breach_types`,
    cast(`locations` as array<string>) as `locations`,
    cast(`has_qualified_service_organization` as boolean) as `has_qualified_service_organization`,
    cast(`description` as string) as `description`
from (
    WITH trimmed AS (
      SELECT
        source_file,
        source_line,
        captured_on,
        capture_no,
        transform(
          array(program_name, state, breach_type, location),
          text -> regexp_replace(text, '\\A[\\t\\n\\f\\r \\p{Z}\\p{Cf}]+|[\\t\\n\\f\\r \\p{Z}\\p{Cf}]+\\z', '')
        ) AS cells,
        nullif(TRIM(BOTH '                　' FROM individuals_affected), '') AS individuals,
        nullif(TRIM(BOTH '                　' FROM submission_date), '') AS submitted_on,
        nullif(TRIM(BOTH '                　' FROM qualified_service_organization_present), '') AS has_qualified_service_organization,
        CASE
          WHEN web_description < '!'
          OR regexp_like(right(web_description, 1), '[\\t\\n\\f\\r ]')
          THEN nullif(TRIM(BOTH ' \t\n\r' FROM web_description), '')
          ELSE web_description
        END AS description
      FROM raw.part2_reports
    ), unmarked AS (
      SELECT
        source_file,
        source_line,
        captured_on,
        capture_no,
        nullif(nullif(get(cells, 0), ''), '\\N') AS program_name,
        nullif(nullif(get(cells, 1), ''), '\\N') AS state,
        nullif(individuals, '\\N') AS individuals,
        nullif(submitted_on, '\\N') AS submitted_on,
        nullif(nullif(get(cells, 2), ''), '\\N') AS breach_types,
        nullif(nullif(get(cells, 3), ''), '\\N') AS locations,
        nullif(has_qualified_service_organization, '\\N') AS has_qualified_service_organization,
        nullif(description, '\\N') AS description
      FROM trimmed
    )
    SELECT
      source_file,
      source_line,
      captured_on,
      capture_no,
      program_name,
      state,
      CASE
        WHEN regexp_like(individuals, '\\A(?:[0-9]{1,18})\\z')
        THEN TRY_CAST(individuals AS BIGINT)
      END AS individuals,
      CASE
        WHEN regexp_like(submitted_on, '\\A(?:[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})\\z')
        THEN CAST(duckdb_us_day(submitted_on) AS DATE)
        WHEN regexp_like(submitted_on, '\\A(?:[0-9]{1,2}/[0-9]{1,2}/[0-9]{2})\\z')
        THEN CAST(duckdb_us_day_of_two_digits(submitted_on) AS DATE)
      END AS submitted_on,
      nullif(
        array_sort(
          array_distinct(
            array_compact(
              filter(
                transform(
                  split(breach_types, concat('\\Q', ',', '\\E')),
                  x -> TRIM(BOTH '                　' FROM regexp_replace(x, '[\\t\\n\\f\\r \\p{Z}\\p{Cf}]+', ' '))
                ),
                x -> x <> ''
              )
            )
          )
        ),
        array()
      ) AS breach_types,
      nullif(
        array_sort(
          array_distinct(
            array_compact(
              filter(
                transform(
                  split(locations, concat('\\Q', ',', '\\E')),
                  x -> TRIM(BOTH '                　' FROM regexp_replace(x, '[\\t\\n\\f\\r \\p{Z}\\p{Cf}]+', ' '))
                ),
                x -> x <> ''
              )
            )
          )
        ),
        array()
      ) AS locations,
      CASE has_qualified_service_organization WHEN 'Yes' THEN TRUE WHEN 'No' THEN FALSE END AS has_qualified_service_organization,
      description
    FROM unmarked
)
