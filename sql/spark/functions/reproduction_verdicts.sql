-- generated from sql/4_marts/reproduction_verdicts.sql sha256:4aea5296ba0ead2419e07ec0ddb0ac736c6ddf4828bc1df1b2781064abf4fb06 by tools/dialect 1; do not edit
-- with sql/4_marts/counted_in_studies.sql sha256:1bd9744807ed3ee919fd092906c67eb6fd69f1f7a1a82bb25dbdcec5542948e5
-- with sql/4_marts/lists_as_of.sql sha256:981de6b0c219aa872449c7f464ced6e479ba7128cd9c0d0b567d0bc75ce473b5
-- with sql/4_marts/reproduced_in_studies.sql sha256:1cced7b991bb213c3be0039aa978805ef870af1cad9cb210b5eff1e69e3d63fb
-- with sql/4_marts/reproduction.sql sha256:305c77225b5d744a253b2a70b87ac14e13a910aa23eb043c61a836cf4b543b5e
-- with sql/4_marts/reproductions.sql sha256:7f2d2c243650db793b24f8561e0fdbb3768af851edea30a3a2136938605d07a2
select
    cast(`study` as string) as `study`,
    cast(`same` as bigint) as `same`,
    cast(`within_tolerance` as bigint) as `within_tolerance`,
    cast(`differs` as bigint) as `differs`,
    cast(`not_computed` as bigint) as `not_computed`
from (
    SELECT
      study,
      count(*) FILTER(WHERE
        verdict = 'same') AS same,
      count(*) FILTER(WHERE
        verdict = 'within tolerance') AS within_tolerance,
      count(*) FILTER(WHERE
        verdict = 'differs') AS differs,
      count(*) FILTER(WHERE
        verdict = 'not computed') AS not_computed
    FROM marts.reproduction(:study_asked) AS reproduction
    GROUP BY ALL
)
