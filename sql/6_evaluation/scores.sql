-- One row per judge and part of the labels: how many it got right, with a 95 % interval.
--
-- The interval is Wilson's. If a judge leaves a breach undetermined, it counts as wrong.
--
-- Key: part_order, judge_order
--
-- part_order     Order of the parts, counted from 1.
-- part           described: with a description; undescribed: without; confidence X: described, with
--                that confidence.
-- judge_order    Order of the judges, counted from 1.
-- judge          rules, origin; rules, cause; naive map; simplest map.
-- labels         Labelled breaches of the part.
-- correct        Breaches that the judge got right.
-- undetermined   Breaches that it left undetermined.
-- accuracy       correct / labels, 0 to 1.
-- accuracy_low   Lower end of the interval.
-- accuracy_high  Upper end of the interval.

with answers as (
    select
        *,
        1 as judge_order,
        'rules, origin' as judge,
        label_origin as label,
        origin as answer
    from evaluation.judged
    union all
    select
        *,
        2 as judge_order,
        'rules, cause' as judge,
        label_cause as label,
        cause as answer
    from evaluation.judged
    union all
    select
        *,
        3 as judge_order,
        'naive map' as judge,
        label_origin as label,
        naive_origin as answer
    from evaluation.judged
    union all
    select
        *,
        4 as judge_order,
        'simplest map' as judge,
        label_origin as label,
        simplest_origin as answer
    from evaluation.judged
),

parts as (
    select *, 1 as part_order, 'described' as part from answers where is_described
    union all
    select
        *,
        1 + dense_rank() over (order by confidence) as part_order,
        'confidence ' || confidence as part
    from answers
    where is_described
        and confidence is not null
    union all
    select *, 1000 as part_order, 'undescribed' as part from answers where not is_described
),

counted as (
    select
        part_order,
        part,
        judge_order,
        judge,
        count(*) as labels,
        count(*) filter (where label = answer) as correct,
        count(*) filter (where answer is null) as undetermined,
        count(*) filter (where label = answer) / count(*) as accuracy,
        1.959963984540054 * 1.959963984540054 / count(*) as z
    from parts
    where label is not null
    group by all
)

select
    part_order,
    part,
    judge_order,
    judge,
    labels,
    correct,
    undetermined,
    accuracy,
    greatest(0, (accuracy + z / 2 - sqrt(z * (accuracy * (1 - accuracy) + z / 4))) / (1 + z))
        as accuracy_low,
    least(1, (accuracy + z / 2 + sqrt(z * (accuracy * (1 - accuracy) + z / 4))) / (1 + z))
        as accuracy_high
from counted
order by part_order, judge_order
