-- One row per label of a described breach and answer that the rules gave: how often.
--
-- Key: kind, label, answer
--
-- kind    origin or cause.
-- label   What the label says.
-- answer  What the rules say; undetermined where nothing decides.
-- labels  How many.

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
