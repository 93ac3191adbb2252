-- generated from sql/1_raw/as_of.sql sha256:bf21d224045f344a053e86c6048db0f18b2ba580ae6061ce81ff041439c1f5b5 by tools/dialect 1; do not edit
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
