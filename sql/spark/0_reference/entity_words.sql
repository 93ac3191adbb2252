-- generated from sql/0_reference/entity_words.sql sha256:3aa1c3d78aed513767e8532cb68f1ca83814109aaad46a0193ef4ff45aa1400a by tools/dialect 1; do not edit
select
    cast(`words` as string) as `words`,
    cast(`kind` as string) as `kind`,
    cast(`replaced_by` as string) as `replaced_by`,
    cast(`note` as string) as `note`
from (
    SELECT
      CAST(NULL AS STRING) AS words,
      CAST(NULL AS STRING) AS kind,
      CAST(NULL AS STRING) AS replaced_by,
      CAST(NULL AS STRING) AS note
    WHERE
      FALSE
)
