-- One row per cause among the labels of described breaches: how often the rules are right.
--
-- Key: cause
--
-- cause         One of reference.causes.
-- labels        Described breaches with that label.
-- right_origin  Of these, breaches whose origin the rules got right.
-- right_cause   Of these, breaches whose cause the rules got right.
-- taken_for_it  Described breaches, with any label of cause, to which the rules gave this cause.

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
