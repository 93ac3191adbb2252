-- generated from sql/0_reference/entity_types.sql sha256:0058e2fb7bceb016cf1a900a8015eec99861f0162af579e6a6aaf58c560aa879 by tools/dialect 1; do not edit
select
    cast(`entity_type` as string) as `entity_type`
from (
    SELECT
      CAST(NULL AS STRING) AS entity_type
    WHERE
      FALSE
)
