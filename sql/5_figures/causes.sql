-- One row per line of Jiang and Bai's table of causes: their numbers beside those of the list.
--
-- Theirs: 1,138 cases coded by hand, JAMA Intern Med 2019;179:265-267. Ours: every breach of the
-- list shown that was submitted by the end of 2017 and has a description, by the rules of
-- reference.origin_rules. The two sets overlap but are not the same: OCR has described more
-- breaches since, and which cases they used is not known. Categories are those of their table, not
-- the portal's types. A breach whose origin was decided by types has no cause by its description,
-- and is undetermined here. Empty if the list has no such breach.
--
-- Key: line
--
-- line                   Counts the lines of the table from 1; ours undetermined comes last.
-- level                  category, cause, or undetermined.
-- hhs_category           The type of breach under which they list it; null where undetermined.
-- cause                  The cause in reference.causes; null for a category.
-- name                   As they print it.
-- origin                 internal or external; null for a category and where undetermined.
-- published_breaches     Their count; null where undetermined: they have none.
-- published_share        Its share of their 1,138, 0 to 1.
-- published_individuals  Their number of patients, rounded to 100,000; null for a cause.
-- breaches               Our count.
-- share                  Its share of all of ours, undetermined ones included, 0 to 1.
-- individuals            People affected by them; 0 without a breach or a stated number.
-- share_difference       share minus published_share.

with described as (
    select
        case when origin_basis = 'description' then cause end as cause,
        individuals
    from marts.breaches
    where vanished_on is null
        and description is not null
        and submitted_on <= date '2017-12-31'
),

counted as (
    select
        cause,
        count(*) as breaches,
        sum(individuals) as individuals
    from described
    group by all
),

causes as (
    select
        'cause' as level,
        hhs_category,
        min(cause_order) over (partition by hhs_category) as category_order,
        cause_order,
        cause,
        name,
        origin,
        published_breaches,
        breaches,
        individuals
    from reference.causes
    left join counted using (cause)
),

printed as (
    select
        category as hhs_category,
        cast(value as bigint) as published_individuals
    from reference.published_figures
    where study = 'jiang-bai-2019'
        and breakdown = 'hhs_category'
        and metric = 'individuals'
),

lines as (
    select * from causes
    union all
    select
        'category' as level,
        hhs_category,
        category_order,
        0 as cause_order,
        null as cause,
        hhs_category as name,
        null as origin,
        sum(published_breaches) as published_breaches,
        sum(breaches) as breaches,
        sum(individuals) as individuals
    from causes
    group by all
    union all
    select
        'undetermined' as level,
        null as hhs_category,
        null as category_order,
        null as cause_order,
        null as cause,
        'Undetermined' as name,
        null as origin,
        null as published_breaches,
        sum(breaches) as breaches,
        sum(individuals) as individuals
    from counted
    where cause is null
),

shares as (
    select
        *,
        (select sum(published_breaches) from reference.causes) as all_published,
        (select count(*) from described) as all_breaches
    from lines
)

select
    row_number() over (order by category_order nulls last, cause_order) as line,
    level,
    hhs_category,
    cause,
    name,
    origin,
    cast(published_breaches as bigint) as published_breaches,
    published_breaches / all_published as published_share,
    case when level = 'category' then published_individuals end as published_individuals,
    cast(coalesce(breaches, 0) as bigint) as breaches,
    coalesce(breaches, 0) / all_breaches as share,
    cast(coalesce(individuals, 0) as bigint) as individuals,
    coalesce(breaches, 0) / all_breaches - published_breaches / all_published as share_difference
from shares
left join printed using (hhs_category)
where all_breaches > 0
order by line
