-- generated from sql/4_marts/reproduction.sql sha256:305c77225b5d744a253b2a70b87ac14e13a910aa23eb043c61a836cf4b543b5e by tools/dialect 1; do not edit
-- with sql/4_marts/counted_in_studies.sql sha256:1bd9744807ed3ee919fd092906c67eb6fd69f1f7a1a82bb25dbdcec5542948e5
-- with sql/4_marts/lists_as_of.sql sha256:981de6b0c219aa872449c7f464ced6e479ba7128cd9c0d0b567d0bc75ce473b5
-- with sql/4_marts/reproduced_in_studies.sql sha256:1cced7b991bb213c3be0039aa978805ef870af1cad9cb210b5eff1e69e3d63fb
-- with sql/4_marts/reproductions.sql sha256:7f2d2c243650db793b24f8561e0fdbb3768af851edea30a3a2136938605d07a2
select
    cast(`study` as string) as `study`,
    cast(`no` as bigint) as `no`,
    cast(`metric` as string) as `metric`,
    cast(`period_start` as date) as `period_start`,
    cast(`period_end` as date) as `period_end`,
    cast(`breakdown` as string) as `breakdown`,
    cast(`category` as string) as `category`,
    cast(`unit` as string) as `unit`,
    cast(`as_printed` as string) as `as_printed`,
    cast(`printed` as double) as `printed`,
    cast(`reproduced` as double) as `reproduced`,
    cast(`newest` as double) as `newest`,
    cast(`naive` as double) as `naive`,
    cast(`difference` as double) as `difference`,
    cast(`tolerance` as double) as `tolerance`,
    cast(`verdict` as string) as `verdict`,
    cast(`counted` as bigint) as `counted`,
    cast(`without_count` as bigint) as `without_count`,
    cast(`reconstructed` as bigint) as `reconstructed`,
    cast(`fits_view` as string) as `fits_view`,
    cast(`why_not` as string) as `why_not`,
    cast(`remark` as string) as `remark`,
    cast(`source_url` as string) as `source_url`
from (
    SELECT
      study,
      no,
      metric,
      period_start,
      period_end,
      breakdown,
      category,
      unit,
      as_printed,
      printed,
      reproduced,
      newest,
      naive,
      difference,
      tolerance,
      verdict,
      counted,
      without_count,
      reconstructed,
      fits_view,
      why_not,
      remark,
      source_url
    FROM marts.reproductions(array(:study_asked)) AS reproductions
)
