-- generated from sql/3_intermediate/entity_keys.sql sha256:60bf37a8846d6e9a153195e66917d8b1d88349ece9bfa6c63755aea21e4a825d by tools/dialect 1; do not edit
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
      SEMI JOIN ruled
        USING (entity_name)
      LEFT JOIN reference.entity_words
        ON words = word
      WINDOW by_name AS (PARTITION BY entity_name ORDER BY position NULLS LAST)
    ), shortened AS (
      SELECT
        entity_name,
        listagg(coalesce(replaced_by, word), ' ') WITHIN GROUP (ORDER BY
          position NULLS LAST) FILTER(WHERE
          position < cut_position AND NOT coalesce(is_left_out, FALSE)) AS shortened
      FROM judged
      GROUP BY ALL
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
