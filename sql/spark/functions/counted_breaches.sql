-- generated from sql/4_marts/counted_breaches.sql sha256:023c6d1ea0af0c24b3239f2f2240d9aa58bf4080543dce5ae782086890fc4b6a by tools/dialect 1; do not edit
-- with sql/4_marts/counted_in_studies.sql sha256:1bd9744807ed3ee919fd092906c67eb6fd69f1f7a1a82bb25dbdcec5542948e5
-- with sql/4_marts/lists_as_of.sql sha256:981de6b0c219aa872449c7f464ced6e479ba7128cd9c0d0b567d0bc75ce473b5
select
    cast(`reading` as string) as `reading`,
    cast(`no` as bigint) as `no`,
    cast(`part` as string) as `part`,
    cast(`breach_id` as string) as `breach_id`,
    cast(`category` as string) as `category`,
    cast(`year` as bigint) as `year`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`is_reconstructed` as boolean) as `is_reconstructed`,
    cast(`view` as string) as `view`
from (
    SELECT
      reading,
      no,
      part,
      breach_id,
      category,
      year,
      individuals,
      is_reconstructed,
      view
    FROM marts.counted_in_studies(array(:study_asked)) AS counted_in_studies
)
