-- generated from sql/0_reference/entity_words.sql sha256:5bee0dfd112127230ffcb6b570d7887622e3bfdcf8701122bd76fbb8a051209e by tools/dialect 1; do not edit
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
