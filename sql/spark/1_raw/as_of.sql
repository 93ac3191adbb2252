-- generated from sql/1_raw/as_of.sql sha256:88327931ee54db1c5d521a52793fb105b14e9bf591b7805bb5e6be2c0b91b365 by tools/dialect 1; do not edit
select
    cast(`request` as bigint) as `request`,
    cast(`as_of_on` as date) as `as_of_on`
from (
    SELECT
      CAST(NULL AS BIGINT) AS request,
      CAST(NULL AS DATE) AS as_of_on
    WHERE
      FALSE
)
