-- generated from sql/4_marts/reproduction_summary.sql sha256:b0ade534610c78ab48e2dac60961a503fa7ef8268f6f9e119cd01004d5cea23b by tools/dialect 1; do not edit
-- with sql/4_marts/breaches_as_of.sql sha256:a0f24c17510452e17e43998ffbe17f9b58a923d79811ac984e6aa6646fded890
-- with sql/4_marts/counted_breaches.sql sha256:023c6d1ea0af0c24b3239f2f2240d9aa58bf4080543dce5ae782086890fc4b6a
-- with sql/4_marts/counted_in_studies.sql sha256:1bd9744807ed3ee919fd092906c67eb6fd69f1f7a1a82bb25dbdcec5542948e5
-- with sql/4_marts/lists_as_of.sql sha256:981de6b0c219aa872449c7f464ced6e479ba7128cd9c0d0b567d0bc75ce473b5
-- with sql/4_marts/reproduced_in_studies.sql sha256:1cced7b991bb213c3be0039aa978805ef870af1cad9cb210b5eff1e69e3d63fb
-- with sql/4_marts/reproduction.sql sha256:305c77225b5d744a253b2a70b87ac14e13a910aa23eb043c61a836cf4b543b5e
-- with sql/4_marts/reproduction_explained.sql sha256:83150f59a28109937d3a20c983a5afa1bb859450d2802277fb8b58031bc14cf2
-- with sql/4_marts/reproductions.sql sha256:7f2d2c243650db793b24f8561e0fdbb3768af851edea30a3a2136938605d07a2
select
    cast(`no` as bigint) as `no`,
    cast(`metric` as string) as `metric`,
    cast(`category` as string) as `category`,
    cast(`part` as string) as `part`,
    cast(`change` as string) as `change`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`difference` as bigint) as `difference`
from (
    SELECT
      no,
      metric,
      category,
      part,
      change,
      count(*) AS breaches,
      CAST(sum(difference) AS BIGINT) AS difference
    FROM marts.reproduction_explained(:study_asked) AS reproduction_explained
    WHERE
      part <> 'unexplained'
    GROUP BY ALL
)
