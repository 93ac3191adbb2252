-- One row per calendar year and kind: data that descriptions name, ransomware, and who reports.
--
-- By the rules of reference.kind_rules, as in marts.breach_kinds. Compare shares, not counts: OCR
-- describes a breach years later, so the newest years have few described ones. A breach with
-- several kinds of data counts in each. Every kind has a row in every year.
--
-- Key: year, attribute, value
--
-- year             Year of submission to OCR.
-- attribute        data_kind, of described breaches; ransomware, of described breaches of type
--                  Hacking/IT Incident; provider_kind, of all.
-- value            The kind; for provider_kind, other if the name does not show it.
-- breaches         Breaches of that kind.
-- individuals      People affected by them; 0 where none or none is stated.
-- base             Breaches that could have it: described ones, described hacking, or all.
-- share            breaches divided by base, 0 to 1; null if base is 0.
-- is_partial_year  True where the list cannot cover the year.

with listed as (
    select
        year,
        individuals,
        is_described,
        is_described and list_contains(breach_types, 'Hacking/IT Incident') as is_described_hacking,
        data_kinds,
        is_ransomware,
        coalesce(provider_kind, 'other') as provider_kind
    from marts.breaches
    join marts.breach_kinds using (breach_id)
    where vanished_on is null
),

kinds as (
    select attribute, value
    from reference.kind_rules
    where attribute in ('data_kind', 'ransomware', 'provider_kind')
    union all
    select 'provider_kind' as attribute, 'other' as value
),

found as (
    select
        year,
        'data_kind' as attribute,
        unnest(data_kinds) as value,
        individuals
    from listed
    union all
    select year, 'ransomware' as attribute, 'ransomware' as value, individuals
    from listed
    where is_ransomware
        and is_described_hacking
    union all
    select year, 'provider_kind' as attribute, provider_kind as value, individuals
    from listed
),

counted as (
    select
        year,
        attribute,
        value,
        count(*) as breaches,
        sum(individuals) as individuals
    from found
    group by all
),

bases as (
    select
        year,
        count(*) as listed,
        count(case when is_described then 1 end) as described,
        count(case when is_described_hacking then 1 end) as described_hacking
    from listed
    group by all
),

filled as (
    select
        marts.years.year,
        kinds.attribute,
        kinds.value,
        coalesce(breaches, 0) as breaches,
        cast(coalesce(individuals, 0) as bigint) as individuals,
        coalesce(
            case kinds.attribute
                when 'data_kind' then described
                when 'ransomware' then described_hacking
                else listed
            end,
            0
        ) as base,
        is_partial_year
    from marts.years
    cross join kinds
    left join bases on bases.year = marts.years.year
    left join counted
        on counted.year = marts.years.year
        and counted.attribute = kinds.attribute
        and counted.value = kinds.value
)

select
    year,
    attribute,
    value,
    breaches,
    individuals,
    base,
    breaches / nullif(base, 0) as share,
    is_partial_year
from filled
order by year, attribute, value
