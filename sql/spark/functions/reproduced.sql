-- generated from sql/4_marts/reproduced.sql sha256:f2c41bd2f78e6c4bfa06425bab4a62b755437847c1184cfcf9b0515dea8f11bb by tools/dialect 1; do not edit
-- with sql/4_marts/counted_in_studies.sql sha256:1bd9744807ed3ee919fd092906c67eb6fd69f1f7a1a82bb25dbdcec5542948e5
-- with sql/4_marts/lists_as_of.sql sha256:981de6b0c219aa872449c7f464ced6e479ba7128cd9c0d0b567d0bc75ce473b5
-- with sql/4_marts/reproduced_in_studies.sql sha256:1cced7b991bb213c3be0039aa978805ef870af1cad9cb210b5eff1e69e3d63fb
select
    cast(`reading` as string) as `reading`,
    cast(`no` as bigint) as `no`,
    cast(`value` as double) as `value`,
    cast(`counted` as bigint) as `counted`,
    cast(`without_count` as bigint) as `without_count`,
    cast(`reconstructed` as bigint) as `reconstructed`,
    cast(`archive_value` as bigint) as `archive_value`,
    cast(`open_value` as bigint) as `open_value`,
    cast(`why_not` as string) as `why_not`
from (
    SELECT
      reading,
      no,
      value,
      counted,
      without_count,
      reconstructed,
      archive_value,
      open_value,
      why_not
    FROM marts.reproduced_in_studies(array(:study_asked)) AS reproduced_in_studies
)
