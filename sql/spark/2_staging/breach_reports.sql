-- generated from sql/2_staging/breach_reports.sql sha256:9d24ae0bcde70b57ab75d0f176a6df6b8e253f3937ef15495b62c4edd681a169 by tools/dialect 1; do not edit
select
    cast(`report_no` as bigint) as `report_no`,
    cast(`source_file` as string) as `source_file`,
    cast(`source_line` as bigint) as `source_line`,
    cast(`captured_on` as date) as `captured_on`,
    cast(`capture_no` as bigint) as `capture_no`,
    cast(`view` as string) as `view`,
    cast(`entity_name` as string) as `entity_name`,
    cast(`state` as string) as `state`,
    cast(`entity_type` as string) as `entity_type`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`breach_types` as array<string>) as `breach_types`,
    cast(`locations` as array<string>) as `locations`,
    cast(`has_business_associate` as boolean) as `has_business_associate`
from (
    WITH lists AS (
      SELECT
        breach_type AS list
      FROM raw.breach_reports
      UNION
      SELECT
        location AS list
      FROM raw.breach_reports
    ), split AS (
      SELECT
        list,
        nullif(
          array_sort(
            array_distinct(
              array_compact(
                filter(
                  transform(
                    split(
                      nullif(
                        nullif(
                          regexp_replace(list, '\\A[\\t\\n\\f\\r \\p{Z}\\p{Cf}]+|[\\t\\n\\f\\r \\p{Z}\\p{Cf}]+\\z', ''),
                          ''
                        ),
                        '\\N'
                      ),
                      concat('\\Q', ',', '\\E')
                    ),
                    x -> TRIM(BOTH '                　' FROM regexp_replace(x, '[\\t\\n\\f\\r \\p{Z}\\p{Cf}]+', ' '))
                  ),
                  x -> x <> ''
                )
              )
            )
          ),
          array()
        ) AS items
      FROM lists
    ), trimmed AS (
      SELECT
        rowid + 1 AS report_no,
        source_file,
        source_line,
        captured_on,
        capture_no,
        view,
        transform(
          array(entity_name, state, entity_type),
          text -> CASE
            WHEN regexp_like(text, '\\A(?:[!-\\~](?:[ -\\~]*[!-\\~])?)\\z')
            THEN text
            ELSE regexp_replace(text, '\\A[\\t\\n\\f\\r \\p{Z}\\p{Cf}]+|[\\t\\n\\f\\r \\p{Z}\\p{Cf}]+\\z', '')
          END
        ) AS cells,
        nullif(TRIM(BOTH '                　' FROM individuals_affected), '') AS individuals,
        nullif(TRIM(BOTH '                　' FROM submission_date), '') AS submitted_on,
        nullif(TRIM(BOTH '                　' FROM business_associate_present), '') AS has_business_associate,
        breach_type,
        location
      FROM raw.breach_reports
    ), unmarked AS (
      SELECT
        report_no,
        source_file,
        source_line,
        captured_on,
        capture_no,
        view,
        nullif(nullif(get(cells, 0), ''), '\\N') AS entity_name,
        nullif(nullif(get(cells, 1), ''), '\\N') AS state,
        nullif(nullif(get(cells, 2), ''), '\\N') AS entity_type,
        nullif(individuals, '\\N') AS individuals,
        nullif(submitted_on, '\\N') AS submitted_on,
        nullif(has_business_associate, '\\N') AS has_business_associate,
        breach_type,
        location
      FROM trimmed
    )
    SELECT
      report_no,
      source_file,
      source_line,
      captured_on,
      capture_no,
      view,
      entity_name,
      state,
      entity_type,
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
      types.items AS breach_types,
      places.items AS locations,
      CASE has_business_associate WHEN 'Yes' THEN TRUE WHEN 'No' THEN FALSE END AS has_business_associate
    FROM unmarked
    LEFT JOIN split AS types
      ON types.list = breach_type
    LEFT JOIN split AS places
      ON places.list = location
)
