-- One row per judge, part of the labels and rate: how often it finds internal or external ones.
--
-- Internal is the positive class. If a judge leaves a breach undetermined, it counts as not found.
-- The 95 % interval is Wilson's.
--
-- Key: part_order, judge_order, rate
--
-- part_order   Order of the parts, counted from 1.
-- part         described: all with a description; then, if the labels have days, those submitted in
--              each period.
-- judge_order  Order of the judges, counted from 1.
-- judge        rules or naive map.
-- rate         sensitivity: share of the internal breaches that it calls internal; specificity:
--              share of the external breaches that it calls external.
-- labels       Labelled breaches of that origin.
-- found        Of these, breaches that the judge gives that origin.
-- share        found / labels, 0 to 1.
-- share_low    Lower end of the interval.
-- share_high   Upper end of the interval.

with answers as (
    select
        submitted_on,
        1 as judge_order,
        'rules' as judge,
        label_origin as label,
        judged.origin as answer
    from evaluation.judged
    join evaluation.labels using (source_line)
    where is_described
    union all
    select
        submitted_on,
        2 as judge_order,
        'naive map' as judge,
        label_origin as label,
        naive_origin as answer
    from evaluation.judged
    join evaluation.labels using (source_line)
    where is_described
),

parts as (
    select *, 1 as part_order, 'described' as part from answers
    union all
    select *, 2 as part_order, 'before 2018' as part from answers
    where submitted_on < date '2018-01-01'
    union all
    select *, 3 as part_order, 'since 2018' as part from answers
    where submitted_on >= date '2018-01-01'
),

counted as (
    select
        part_order,
        part,
        judge_order,
        judge,
        case label when 'internal' then 'sensitivity' else 'specificity' end as rate,
        count(*) as labels,
        count(*) filter (where label = answer) as found,
        count(*) filter (where label = answer) / count(*) as share,
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
    rate,
    labels,
    found,
    share,
    greatest(0, (share + z / 2 - sqrt(z * (share * (1 - share) + z / 4))) / (1 + z)) as share_low,
    least(1, (share + z / 2 + sqrt(z * (share * (1 - share) + z / 4))) / (1 + z)) as share_high
from counted
order by part_order, judge_order, rate
