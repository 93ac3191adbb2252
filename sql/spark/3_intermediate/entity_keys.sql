-- generated from sql/3_intermediate/entity_keys.sql sha256:aecb59566be175cb1ddd33e930220400df52da92d9dec95d24175103c79f5cbe by tools/dialect 1; do not edit
select
    cast(`entity_name` as string) as `entity_name`,
    cast(`entity_key` as string) as `entity_key`
from (
    WITH names AS (
      SELECT DISTINCT
        entity_name
      FROM staging.breach_reports
      WHERE
        NOT entity_name IS NULL
    ), cleaned AS (
      SELECT
        entity_name,
        regexp_replace(
          regexp_replace(
            regexp_replace(
              regexp_replace(duckdb_lower(strip_accents(entity_name)), '\\([^)]*\\)|\\[[^\\]]*\\]', ' '),
              '(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))([a-z])[./]',
              '$1'
            ),
            '[\'’‘`´�]',
            ''
          ),
          '[^a-z0-9]+',
          ' '
        ) AS cleaned
      FROM names
    ), listed AS (
      SELECT
        entity_name,
        split(TRIM(BOTH '                　' FROM cleaned), concat('\\Q', ' ', '\\E')) AS words
      FROM cleaned
    ), placed AS (
      SELECT
        entity_name,
        unnested_word AS word,
        unnested_position AS position
      FROM listed
      LATERAL VIEW
      inline(arrays_zip(words, sequence(1, size(words)))) unnested AS unnested_word, unnested_position
    ), judged AS (
      SELECT
        entity_name,
        word,
        position,
        replaced_by,
        kind IN ('legal form', 'title', 'filler')
        AND coalesce(NOT lag(word) OVER by_name IN ('of', 'in'), TRUE) AS is_left_out,
        coalesce(
          min(CASE WHEN kind = 'cut' AND position > 1 THEN position END) OVER (PARTITION BY entity_name),
          position + 1
        ) AS cut_position
      FROM placed
      LEFT JOIN reference.entity_words
        ON words = word
      WINDOW by_name AS (PARTITION BY entity_name ORDER BY position NULLS LAST)
    ), joined AS (
      SELECT
        entity_name,
        coalesce(
          listagg(coalesce(replaced_by, word), ' ') WITHIN GROUP (ORDER BY
            position NULLS LAST) FILTER(WHERE
            position < cut_position AND NOT coalesce(is_left_out, FALSE)),
          listagg(word, ' ') WITHIN GROUP (ORDER BY
            position NULLS LAST)
        ) AS joined
      FROM judged
      GROUP BY ALL
    )
    SELECT
      entity_name,
      CASE WHEN kind = 'no name' OR joined = '' THEN NULL ELSE joined END AS entity_key
    FROM joined
    LEFT JOIN reference.entity_words
      ON words = joined
)
