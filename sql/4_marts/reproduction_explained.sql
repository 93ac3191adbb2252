-- One row per breach that explains why a count or a sum of a study differs.
--
-- For each figure, the rows `changed since` add up to newest minus reproduced in
-- marts.reproduction; the rows `reconstructed` add up to the part of reproduced that no capture by
-- the study's day lists; and the row `unexplained` is printed minus reproduced.
--
-- Given: study_asked
--
-- Key: no, part, breach_id
--
-- no                The figure in reference.published_figures.
-- metric            What it counts: breaches, individuals or cumulative_individuals.
-- category          The category.
-- part              changed since, reconstructed or unexplained.
-- change            added late, vanished, not yet listed (first captured by one after the newest
--                   complete one), blank filled, count withdrawn, count revised, moved in, moved
--                   out, categories revised, day revised, first captured later; null where
--                   unexplained.
-- breach_id         The breach in marts.breaches; empty where unexplained.
-- entity_name       Who reported it; null likewise.
-- state             Postal code of its state; null likewise.
-- submitted_on      Day of submission; null likewise.
-- captured_on       Day of the first capture that shows it so; null for one that vanished.
-- value_before      What it adds to the figure as of the study's day, 0 if it is reconstructed; if
--                   unexplained, all of reproduced.
-- value_after       What it adds in the newest complete capture, or as reconstructed; if
--                   unexplained, the printed number.
-- difference        value_after minus value_before.
-- individuals_before, individuals_after  As in marts.reproduction_changes.
-- kind_before       Its category as of that day, in the figure's breakdown; null if not listed.
-- kind_after        Its category in the newest complete capture; null likewise.

with days as (
    select
        as_of_on,
        newest_on,
        counted_to
    from marts.studies
    where study = study_asked
),

before as materialized (
    select *
    from marts.breaches_as_of((select as_of_on from days))
    where submitted_on <= coalesce((select counted_to from days), submitted_on)
),

after as materialized (
    select * from marts.breaches_as_of((select newest_on from days))
),

-- Materialized, as what it calls would be bound again wherever it is named.
additive as materialized (
    select
        no,
        metric,
        breakdown,
        category,
        reproduced,
        printed
    from marts.reproduction(study_asked)
    where metric in ('breaches', 'individuals', 'cumulative_individuals')
        and reproduced is not null
),

counted as (
    select
        case reading when 'then' then 'before' else 'after' end as side,
        no,
        breach_id,
        individuals
    from marts.counted_breaches(study_asked)
    where part = 'counted'
        and reading <> 'naive'
),

-- What each breach adds to each figure on either day.
added as (
    select
        no,
        metric,
        breakdown,
        additive.category,
        breach_id,
        cast(coalesce(sum(case when metric = 'breaches' then 1 else individuals end) filter (
            where side = 'before'
        ), 0) as bigint) as value_before,
        cast(coalesce(sum(case when metric = 'breaches' then 1 else individuals end) filter (
            where side = 'after'
        ), 0) as bigint) as value_after,
        bool_or(side = 'before') as is_before,
        bool_or(side = 'after') as is_after
    from counted
    join additive using (no)
    group by all
),

changed as (
    select
        no,
        metric,
        added.category,
        'changed since' as part,
        case
            when before.breach_id is null then 'added late'
            when after.breach_id is null and before.valid_from > newest_on then 'not yet listed'
            when after.breach_id is null then 'vanished'
            when before.submitted_on <> after.submitted_on and is_before <> is_after
                then 'day revised'
            when not is_before then 'moved in'
            when not is_after then 'moved out'
            when before.individuals is null and after.individuals is not null then 'blank filled'
            when after.individuals is null and before.individuals is not null
                then 'count withdrawn'
            when before.individuals is distinct from after.individuals then 'count revised'
            else 'categories revised'
        end as change,
        breach_id,
        coalesce(after.entity_name, before.entity_name) as entity_name,
        coalesce(after.state, before.state) as state,
        coalesce(after.submitted_on, before.submitted_on) as submitted_on,
        after.valid_from as captured_on,
        value_before,
        value_after,
        value_after - value_before as difference,
        before.individuals as individuals_before,
        after.individuals as individuals_after,
        case breakdown
            when 'entity_type' then before.entity_type
            when 'location' then array_to_string(before.locations, ', ')
            when 'breach_type' then array_to_string(before.breach_types, ', ')
        end as kind_before,
        case breakdown
            when 'entity_type' then after.entity_type
            when 'location' then array_to_string(after.locations, ', ')
            when 'breach_type' then array_to_string(after.breach_types, ', ')
        end as kind_after
    from added
    left join before using (breach_id)
    left join after using (breach_id)
    cross join days
    where value_before <> value_after
),

reconstructed as (
    select
        no,
        metric,
        added.category,
        'reconstructed' as part,
        'first captured later' as change,
        breach_id,
        before.entity_name,
        before.state,
        before.submitted_on,
        before.valid_from as captured_on,
        cast(0 as bigint) as value_before,
        value_before as value_after,
        value_before as difference,
        cast(null as bigint) as individuals_before,
        before.individuals as individuals_after,
        cast(null as varchar) as kind_before,
        cast(null as varchar) as kind_after
    from added
    join before using (breach_id)
    where before.is_reconstructed
        and is_before
),

unexplained as (
    select
        no,
        metric,
        category,
        'unexplained' as part,
        cast(null as varchar) as change,
        '' as breach_id,
        cast(null as varchar) as entity_name,
        cast(null as varchar) as state,
        cast(null as date) as submitted_on,
        cast(null as date) as captured_on,
        cast(reproduced as bigint) as value_before,
        cast(printed as bigint) as value_after,
        cast(printed as bigint) - cast(reproduced as bigint) as difference,
        cast(null as bigint) as individuals_before,
        cast(null as bigint) as individuals_after,
        cast(null as varchar) as kind_before,
        cast(null as varchar) as kind_after
    from additive
)

select *
from (
    select * from changed
    union all
    select * from reconstructed
    union all
    select * from unexplained
)
order by no, part, submitted_on, breach_id
