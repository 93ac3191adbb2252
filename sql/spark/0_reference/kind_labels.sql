-- generated from sql/0_reference/kind_labels.sql sha256:584cd1d7b43b00e66a8afaafd0c39bf50c08308c84582b8706d7f0edf2010345 by tools/dialect 1; do not edit
select
    cast(`label_no` as bigint) as `label_no`,
    cast(`drawn` as string) as `drawn`,
    cast(`half` as string) as `half`,
    cast(`name` as string) as `name`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`data_kinds` as string) as `data_kinds`,
    cast(`outcome` as string) as `outcome`,
    cast(`outcome_dollars` as bigint) as `outcome_dollars`,
    cast(`provider_kind` as string) as `provider_kind`,
    cast(`is_ransomware` as boolean) as `is_ransomware`,
    cast(`reason` as string) as `reason`
from (
    SELECT
      CAST(NULL AS BIGINT) AS label_no,
      CAST(NULL AS STRING) AS drawn,
      CAST(NULL AS STRING) AS half,
      CAST(NULL AS STRING) AS name,
      CAST(NULL AS DATE) AS submitted_on,
      CAST(NULL AS BIGINT) AS individuals,
      CAST(NULL AS STRING) AS data_kinds,
      CAST(NULL AS STRING) AS outcome,
      CAST(NULL AS BIGINT) AS outcome_dollars,
      CAST(NULL AS STRING) AS provider_kind,
      CAST(NULL AS BOOLEAN) AS is_ransomware,
      CAST(NULL AS STRING) AS reason
    WHERE
      FALSE
)
