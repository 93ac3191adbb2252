-- generated from sql/3_intermediate/entity_keys.sql sha256:58c83c92412c7ffe765e841825fab43563256a431c22b568e75ebccaead2e7e7 by tools/dialect 1; do not edit
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
            regexp_replace(duckdb_lower(strip_accents(entity_name)), '\\([^)]*\\)|\\[[^\\]]*\\]', ' '),
            '(?:(?<!\\w)(?=\\w)|(?<=\\w)(?!\\w))([a-z])[./]|[\'’‘`´�]',
            '$1'
          ),
          ' *[^a-z0-9 ][^a-z0-9]*|  +',
          ' '
        ) AS cleaned
      FROM names
    ), plain AS (
      SELECT
        entity_name,
        TRIM(BOTH '                　' FROM cleaned) AS plain
      FROM cleaned
    ), listed AS (
      SELECT
        entity_name,
        split(plain, concat('\\Q', ' ', '\\E')) AS words
      FROM plain
    ), placed AS (
      SELECT
        entity_name,
        unnested_word AS word,
        unnested_position AS position
      FROM listed
      LATERAL VIEW
      inline(arrays_zip(words, sequence(1, size(words)))) unnested AS unnested_word, unnested_position
    ), ruled AS (
      SELECT DISTINCT
        entity_name
      FROM placed
      SEMI JOIN reference.entity_words
        ON words = word
    ), introduced AS (
      SELECT
        entity_name,
        position + 1 AS position,
        TRUE AS is_introduced
      FROM placed
      WHERE
        word IN ('of', 'in')
    ), judged AS (
      SELECT
        entity_name,
        array_sort(
          collect_list(struct(position AS place, coalesce(replaced_by, word) AS word)) FILTER(WHERE
            kind IS NULL OR NOT kind IN ('legal form', 'title', 'filler') OR is_introduced)
        ) AS kept,
        min(CASE WHEN kind = 'cut' AND position > 1 THEN position END) AS cut_position
      FROM placed
      SEMI JOIN ruled
        USING (entity_name)
      LEFT JOIN introduced
        USING (entity_name, position)
      LEFT JOIN reference.entity_words
        ON words = word
      GROUP BY ALL
    ), shortened AS (
      SELECT
        entity_name,
        nullif(
          array_join(
            transform(
              filter(kept, one -> cut_position IS NULL OR one.place < cut_position),
              one -> one.word
            ),
            ' '
          ),
          ''
        ) AS shortened
      FROM judged
    ), joined AS (
      SELECT
        entity_name,
        coalesce(shortened, plain) AS joined
      FROM plain
      LEFT JOIN shortened
        USING (entity_name)
    )
    SELECT
      entity_name,
      CASE WHEN kind = 'no name' OR joined = '' THEN NULL ELSE joined END AS entity_key
    FROM joined
    LEFT JOIN reference.entity_words
      ON words = joined
)
