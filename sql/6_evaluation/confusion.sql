-- One row per label of described breaches and answer of the rules.
--
-- Key: kind, label, answer
--
-- kind    origin or cause.
-- label   The label.
-- answer  The rules' answer; undetermined if no rule decides.
-- labels  Number of breaches with that label and answer.

with pairs as (
    select
        'origin' as kind,
        label_origin as label,
        coalesce(origin, 'undetermined') as answer
    from evaluation.judged
    where is_described
    union all
    select
        'cause' as kind,
        label_cause as label,
        coalesce(cause, 'undetermined') as answer
    from evaluation.judged
    where is_described
)

select
    kind,
    label,
    answer,
    count(*) as labels
from pairs
where label is not null
group by all
order by kind desc, label, labels desc, answer
