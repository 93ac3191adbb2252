-- every report of the HIPAA list has one row of origins
with wanted as (
    select distinct
        md5(concat(
            coalesce(md5(description), ''),
            ' types: ', array_to_string(breach_types, ', '),
            '; locations: ', array_to_string(locations, ', '),
            '; business associate: ',
            case has_business_associate when true then 'Yes' when false then 'No' end,
            ';'
        )) as origin_key
    from staging.breach_reports
)

select origin_key
from wanted
full join (select origin_key, true as is_built from intermediate.origins) as built
    using (origin_key)
where is_built is null
    or origin_key not in (select origin_key from wanted)
order by origin_key;

-- an origin is internal, external or null, and has a basis, a rule and its words, or none of them
select origin_key, origin, origin_basis, origin_rule, origin_evidence
from intermediate.origins
where origin not in ('internal', 'external')
    or (origin is null) <> (origin_basis is null)
    or (origin is null) <> (origin_rule is null)
    or (origin is null) <> (origin_evidence is null)
    or (origin is null) <> (cause is null)
order by origin_key;

-- a type decides only where no description does, and never by the naive map
select origin_key, origin_basis, origin_by_description, origin_rule
from intermediate.origins
left join reference.origin_rules on origin_rule = rule
where (origin_basis = 'description') <> (origin_by_description is not null)
    or looks_at is distinct from origin_basis
order by origin_key;
