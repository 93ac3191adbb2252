-- generated from sql/0_reference/locations.sql sha256:e4edb5f1c828776c6953edd6925391ae4d26e92050c7ff7f43cd4d065b6be4f2 by tools/dialect 1; do not edit
select
    cast(`location` as string) as `location`
from (
    SELECT
      CAST(NULL AS STRING) AS location
    WHERE
      FALSE
)
