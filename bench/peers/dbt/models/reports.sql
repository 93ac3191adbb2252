{% set under_investigation = env_var("BREACHES_UNDER_INVESTIGATION") %}
with archive as (
    select *
    from {{ export(env_var("BREACHES_ARCHIVE")) }}
){% if under_investigation %},

-- A report that is in both views counts once; its description may differ.
open as (
    select *
    from {{ export(under_investigation) }} as current
    where not exists (
        select 1
        from archive
        where archive.name is not distinct from current.name
            and archive.state is not distinct from current.state
            and archive.entity_type is not distinct from current.entity_type
            and archive.individuals is not distinct from current.individuals
            and archive.submitted_on is not distinct from current.submitted_on
            and archive.breach_types is not distinct from current.breach_types
            and archive.locations is not distinct from current.locations
            and archive.business_associate is not distinct from current.business_associate
    )
)
{% endif %}

select
    row_number() over () as report,
    case when year(submitted) < 100 then year(submitted) + 2000 else year(submitted) end as year, -- some write 10/21/09
    cast(replace(trim(individuals), ',', '') as bigint) as individuals,
    coalesce(trim(entity_type), 'Not stated') as entity_type,
    coalesce(breach_types, 'Not stated') as breach_types
from (
    select *, strptime(trim(submitted_on), '%m/%d/%Y') as submitted
    from (from archive{% if under_investigation %} union all from open{% endif %})
)
