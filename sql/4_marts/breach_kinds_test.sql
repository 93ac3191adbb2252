-- every breach has its kinds, and none else has
select breach_id
from (select breach_id, true as is_breach from marts.breaches)
full join (select breach_id, true as has_kinds from marts.breach_kinds) using (breach_id)
where is_breach is null
    or has_kinds is null;

-- a breach is described where it has a description, and without one only its name says something
select breach_id, is_described, data_kinds, is_ransomware, outcome
from marts.breach_kinds
join marts.breaches using (breach_id)
where is_described <> (description is not null)
    or is_described <> (is_ransomware is not null)
    or (not is_described and (data_kinds is not null or outcome is not null));

-- a kind is one that reference.kind_rules has a rule of
with named as (
    select breach_id, 'data_kind' as attribute, unnest(data_kinds) as value
    from marts.breach_kinds
    union all
    select breach_id, 'outcome' as attribute, outcome as value from marts.breach_kinds
    union all
    select breach_id, 'provider_kind' as attribute, provider_kind as value
    from marts.breach_kinds
)

select breach_id, attribute, value
from named
anti join reference.kind_rules using (attribute, value)
where value is not null;

-- dollars are those of an agreement or a penalty, of some thousands or more
select breach_id, outcome, outcome_dollars
from marts.breach_kinds
where outcome_dollars is not null
    and (coalesce(outcome, '') not in ('penalty', 'resolution-agreement') or outcome_dollars < 1);
