-- generated from sql/0_reference/entity_words_test.sql sha256:88838fad2ab09e69336900cbca24c3c261a209ae3fcfa27ee754770f9faae326 by tools/dialect 1; do not edit
SELECT
  words,
  kind,
  replaced_by
FROM reference.entity_words
WHERE
  kind IS NULL
  OR NOT kind IN ('legal form', 'title', 'filler', 'cut', 'abbreviation', 'no name')
  OR (
    kind = 'abbreviation'
  ) <> (
    NOT replaced_by IS NULL
  )
;
SELECT
  words
FROM reference.entity_words
WHERE
  NOT regexp_like(words, '\\A(?:[a-z0-9]+( [a-z0-9]+)*)\\z')
  OR (
    kind <> 'no name' AND contains(words, ' ')
  )
  OR NOT regexp_like(coalesce(replaced_by, 'a'), '\\A(?:[a-z0-9]+( [a-z0-9]+)*)\\z')
