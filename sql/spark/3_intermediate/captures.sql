-- generated from sql/3_intermediate/captures.sql sha256:79cf8170ca2d130b71c3896c4c7fcf811ffb3f3004fdfce877b0c239b47abc0e by tools/dialect 1; do not edit
select
    cast(`captured_on` as date) as `captured_on`,
    cast(`capture_no` as bigint) as `capture_no`,
    cast(`capture` as string) as `capture`,
    cast(`capture_order` as bigint) as `capture_order`,
    cast(`views` as array<string>) as `views`,
    cast(`missing_views` as string) as `missing_views`,
    cast(`is_complete` as boolean) as `is_complete`,
    cast(`has_archive` as boolean) as `has_archive`,
    cast(`next_complete` as bigint) as `next_complete`,
    cast(`next_archive` as bigint) as `next_archive`,
    cast(`next_open` as bigint) as `next_open`,
    cast(`last_archive` as bigint) as `last_archive`,
    cast(`last_open` as bigint) as `last_open`,
    cast(`is_current` as boolean) as `is_current`,
    cast(`as_of_on` as date) as `as_of_on`,
    cast(`is_as_of` as boolean) as `is_as_of`,
    cast(`hashes` as string) as `hashes`,
    cast(`is_synthetic` as boolean) as `is_synthetic`
from (
    WITH captured AS (
      SELECT
        captured_on,
        capture_no,
        sort_array(collect_list(view)) AS views,
        listagg(view || ' ' || left(sha256, 8), ', ') WITHIN GROUP (ORDER BY
          view NULLS LAST) AS hashes,
        bool_or(is_synthetic) AS is_synthetic
      FROM staging.snapshots
      WHERE
        view <> 'part2'
      GROUP BY ALL
    ), judged AS (
      SELECT
        captured_on,
        capture_no,
        views,
        hashes,
        is_synthetic,
        request,
        as_of_on,
        CAST(row_number() OVER (ORDER BY captured_on NULLS LAST, capture_no NULLS LAST) AS BIGINT) AS capture_order,
        CASE
          WHEN array_contains(views, 'all')
          THEN NULL
          WHEN NOT array_contains(views, 'archive')
          THEN 'archive'
          WHEN NOT array_contains(views, 'under-investigation')
          THEN 'under-investigation'
        END AS missing_views,
        as_of_on IS NULL OR captured_on <= as_of_on AS is_by_then
      FROM captured
      CROSS JOIN staging.as_of
    ), ranked AS (
      SELECT
        captured_on,
        capture_no,
        views,
        hashes,
        is_synthetic,
        request,
        as_of_on,
        capture_order,
        missing_views,
        is_by_then,
        is_by_then
        AND CAST(row_number() OVER (
          ORDER BY is_by_then DESC, missing_views IS NULL DESC, captured_on DESC, capture_no DESC
        ) AS BIGINT) = 1 AS is_current
      FROM judged
    )
    SELECT
      captured_on,
      capture_no,
      CAST(captured_on AS STRING) || CASE WHEN capture_no > 1 THEN '.' || CAST(capture_no AS STRING) ELSE '' END AS capture,
      capture_order,
      views,
      missing_views,
      missing_views IS NULL AS is_complete,
      coalesce(missing_views, '') <> 'archive' AS has_archive,
      min(CASE WHEN missing_views IS NULL THEN capture_order END) OVER following AS next_complete,
      min(CASE WHEN coalesce(missing_views, '') <> 'archive' THEN capture_order END) OVER following AS next_archive,
      min(
        CASE
          WHEN coalesce(missing_views, '') <> 'under-investigation'
          THEN capture_order
        END
      ) OVER following AS next_open,
      max(CASE WHEN coalesce(missing_views, '') <> 'archive' THEN capture_order END) OVER so_far AS last_archive,
      max(
        CASE
          WHEN coalesce(missing_views, '') <> 'under-investigation'
          THEN capture_order
        END
      ) OVER so_far AS last_open,
      is_current,
      coalesce(as_of_on, max(CASE WHEN is_current THEN captured_on END) OVER ()) AS as_of_on,
      NOT as_of_on IS NULL AS is_as_of,
      hashes,
      is_synthetic
    FROM ranked
    WINDOW following AS (
      ORDER BY capture_order NULLS LAST
      rows BETWEEN CURRENT ROW AND UNBOUNDED following
    ), so_far AS (
      ORDER BY capture_order NULLS LAST
      rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
    )
)
