-- a label uses only kinds that have a rule
with named as (
    select
        label_no,
        'data_kind' as attribute,
        unnest(string_split(data_kinds, ' ')) as value
    from reference.kind_labels
    union all
    select label_no, 'outcome' as attribute, outcome as value from reference.kind_labels
    union all
    select label_no, 'provider_kind' as attribute, provider_kind as value
    from reference.kind_labels
)

select label_no, attribute, value
from named
anti join reference.kind_rules using (attribute, value)
where value is not null;

-- a label states how its breach was selected, and its half
select label_no, drawn, half
from reference.kind_labels
where half is null
    or half not in ('tuning', 'held out')
    or drawn is null
    or (drawn not in ('at random', 'by words of money') and not starts_with(drawn, 'by rule: '))
    or (drawn = 'at random') <> (is_ransomware is not null)
    or reason is null;

-- only an agreement or a penalty has dollars
select label_no, outcome, outcome_dollars
from reference.kind_labels
where outcome_dollars is not null
    and coalesce(outcome, '') not in ('resolution-agreement', 'penalty');
