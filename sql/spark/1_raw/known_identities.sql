-- generated from sql/1_raw/known_identities.sql sha256:9b7265869e1047298779d61be02b52cb9ef5fd19e6b17ab7074bb3778da06df5 by tools/dialect 1; do not edit
select
    cast(`report_key` as string) as `report_key`,
    cast(`place` as bigint) as `place`,
    cast(`breach_id` as string) as `breach_id`
from (
    SELECT
      CAST(NULL AS STRING) AS report_key,
      CAST(NULL AS BIGINT) AS place,
      CAST(NULL AS STRING) AS breach_id
    WHERE
      FALSE
)
