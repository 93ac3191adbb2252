-- One row per cause that labels of described breaches name: how the rules did on it.
--
-- Key: cause
--
-- cause         One of reference.causes.
-- labels        Described breaches with that label.
-- right_origin  Those whose origin the rules got right.
-- right_cause   Those whose cause they got right.
-- taken_for_it  Described breaches that the rules gave this cause, of all with a label of cause.

with answered as (
    select
        cause,
        count(*) as taken_for_it
    from evaluation.judged
    where is_described
        and label_cause is not null
        and cause is not null
    group by all
)

select
    label_cause as cause,
    count(*) as labels,
    count(*) filter (where is_right_origin) as right_origin,
    count(*) filter (where is_right_cause) as right_cause,
    coalesce(any_value(taken_for_it), 0) as taken_for_it
from evaluation.judged
join reference.causes on causes.cause = label_cause
left join answered on answered.cause = label_cause
where is_described
group by label_cause, cause_order
order by cause_order
