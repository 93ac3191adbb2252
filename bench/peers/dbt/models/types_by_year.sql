with types as (
    select distinct
        report,
        year,
        trim(unnest(string_split(breach_types, ','))) as breach_type
    from {{ ref("reports") }}
)

select
    year,
    breach_type,
    count(*) as breaches
from types
where breach_type <> ''
group by all
order by all
