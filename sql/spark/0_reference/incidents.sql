-- generated from sql/0_reference/incidents.sql sha256:6b1c763858a5cdc6c916b99fc2b58311c4f1e38b519998c1561e361e9e52ccdf by tools/dialect 1; do not edit
select
    cast(`incident` as string) as `incident`,
    cast(`words` as string) as `words`,
    cast(`also_words` as string) as `also_words`,
    cast(`first_on` as date) as `first_on`,
    cast(`last_on` as date) as `last_on`,
    cast(`said_by` as string) as `said_by`,
    cast(`source_url` as string) as `source_url`,
    cast(`note` as string) as `note`
from (
    SELECT
      CAST(NULL AS STRING) AS incident,
      CAST(NULL AS STRING) AS words,
      CAST(NULL AS STRING) AS also_words,
      CAST(NULL AS DATE) AS first_on,
      CAST(NULL AS DATE) AS last_on,
      CAST(NULL AS STRING) AS said_by,
      CAST(NULL AS STRING) AS source_url,
      CAST(NULL AS STRING) AS note
    WHERE
      FALSE
)
