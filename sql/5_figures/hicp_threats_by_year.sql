-- One row per calendar year and threat of HICP (HHS 405(d)).
--
-- The rule that decides the cause of a breach also gives its threat. Hacking without details has no
-- threat: it is "Not told", like all undescribed breaches, and certainly includes more ransomware
-- and phishing. Every threat has a row in every year.
--
-- Key: year, threat_order
--
-- year                    Year of submission to OCR.
-- threat_order            Counts the threats from 1, as HICP does; "Not told" comes last.
-- hicp_threat             The threat in reference.hicp_threats; null for "Not told".
-- threat                  Its name in the edition of 2018, or "Not told".
-- breaches                Breaches with this threat.
-- individuals             People affected; 0 where none or none is stated.
-- cumulative_individuals, is_partial_year  As in figures.breaches_by_year_and_entity_type.

with threats as (
    select
        cast(substr(threat_id, 2) as bigint) as threat_order,
        hicp_threat,
        name as threat
    from reference.hicp_threats
    union all
    select
        6 as threat_order,
        null as hicp_threat,
        'Not told' as threat
),

counted as (
    select
        year,
        coalesce(threat, 'Not told') as threat,
        count(*) as breaches,
        sum(individuals) as individuals
    from marts.breaches
    left join threats using (hicp_threat)
    where vanished_on is null
    group by all
),

filled as (
    select
        year,
        threat_order,
        hicp_threat,
        threat,
        coalesce(breaches, 0) as breaches,
        cast(coalesce(individuals, 0) as bigint) as individuals,
        is_partial_year
    from marts.years
    cross join threats
    left join counted using (year, threat)
)

select
    year,
    threat_order,
    hicp_threat,
    threat,
    breaches,
    individuals,
    cast(sum(individuals) over (partition by threat order by year) as bigint)
        as cumulative_individuals,
    is_partial_year
from filled
order by year, threat_order
