-- generated from sql/0_reference/entity_types.sql sha256:372658ea631cb3781b3af96da412996720c7c501948e7b10b9321d3844e85adf by tools/dialect 1; do not edit
select
    cast(`entity_type` as string) as `entity_type`
from (
    SELECT
      CAST(NULL AS STRING) AS entity_type
    WHERE
      FALSE
)
