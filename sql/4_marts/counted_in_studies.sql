-- One row per study asked, reading of the list, published figure and breach that it counts.
--
-- There are three readings. 'then' is the list as of the day when the study read it; 'newest' is
-- the list of the newest complete capture. Both are counted by the study's own rule: a breach
-- counts in each of its types and locations, and a blank count is no number. 'naive' is what a
-- spreadsheet's pivot makes of the newest list: a blank is 0, and a cell with several types is a
-- separate category. A study of described breaches counts only those, with the cause and origin by
-- their descriptions; the naive origin is by a map of the types.
--
-- Given: studies_asked
--
-- Key: study, reading, no, part, breach_id, category
--
-- study             The study in reference.studies.
-- reading, no, part, breach_id, category, year, individuals, is_reconstructed,
-- view  As in marts.counted_breaches.

with asked_studies as (
    select distinct unnest(studies_asked) as study
),

readings as (
    select
        study,
        unnest(['then', 'newest', 'naive']) as reading,
        unnest([as_of_on, newest_on, newest_on]) as as_of_day,
        unnest([false, false, true]) as is_naive,
        unnest([counted_to, null, null]) as counted_to,
        is_of_described
    from asked_studies
    join marts.studies using (study)
    join reference.studies using (study)
),

asked as (
    select
        study,
        no,
        metric,
        case
            when breakdown in ('all', 'year', 'half') then 'all'
            else split_part(breakdown, '|', 1)
        end as kind,
        case when metric = 'coefficient_log_individuals' then 'Hacking/IT Incident' end
            as base_category,
        string_split(category, ' + ') as categories,
        case when breakdown = 'size' then cast(nullif(split_part(category, '..', 1), '') as bigint)
        end as least_individuals,
        case when breakdown = 'size' then cast(nullif(split_part(category, '..', 2), '') as bigint)
        end as most_individuals,
        period_start,
        period_end,
        make_date(year(period_start), 12, 31) as first_year_end,
        make_date(year(period_end), 1, 1) as last_year_start
    from reference.published_figures
    join asked_studies using (study)
),

-- What each figure counts, and in which days; a share has all breaches for its base, a change its
-- first year, a rank all categories, and a coefficient the category that it is set against.
parts as (
    select
        study,
        no,
        'counted' as part,
        unnest([false, true]) as is_naive,
        kind,
        categories,
        least_individuals,
        most_individuals,
        case when metric like 'pct_change_%' then last_year_start else period_start end as from_day,
        period_end as to_day
    from asked
    union all
    select
        study,
        no,
        'base' as part,
        counted_naively.is_naive,
        case
            when metric like 'share_%' and not is_naive and kind in (
                'origin', 'hhs_category', 'detailed_cause', 'categorisation'
            ) then 'determined'
            when metric like 'share_%' and kind = 'origin' then 'determined'
            when metric like 'share_%' then 'all'
            else kind
        end as kind,
        case
            when base_category is not null then [base_category]
            when metric like 'pct_change_%' then categories
        end as categories,
        case when metric like 'pct_change_%' then least_individuals end as least_individuals,
        case when metric like 'pct_change_%' then most_individuals end as most_individuals,
        period_start as from_day,
        case when metric like 'pct_change_%' then first_year_end else period_end end as to_day
    from asked
    cross join (values (false), (true)) as counted_naively (is_naive)
    where metric like 'share_%'
        or metric like 'pct_change_%'
        or metric like 'rank_%'
        or base_category is not null
),

-- The days in which any figure of a study counts: most studies count a month of the list.
spans as (
    select
        study,
        min(from_day) as from_day,
        max(to_day) as to_day
    from parts
    group by all
),

-- All studies and readings in one query: what it is made of is planned once, which costs more than
-- to count.
listed as (
    select
        study,
        reading,
        is_naive,
        description is not null as is_described,
        case when origin_by_description is not null then cause end as cause,
        case when is_naive then origin_by_type else origin_by_description end as origin,
        breach_id,
        submitted_on,
        year,
        entity_name,
        entity_type,
        case when is_naive then [array_to_string(locations, ', ')] else locations end as locations,
        case when is_naive then [array_to_string(breach_types, ', ')] else breach_types end
            as breach_types,
        case when is_naive then coalesce(individuals, 0) else individuals end as individuals,
        is_reconstructed,
        has_business_associate,
        view
    from marts.lists_as_of((select list(distinct as_of_day) from readings))
    join readings using (as_of_day)
    join spans using (study)
    where submitted_on between from_day and to_day
        and (is_naive or description is not null or not is_of_described)
        and (counted_to is null or submitted_on <= counted_to)
),

-- Every kind that a figure of the study asks for, and what the breach counts under: a list, as a
-- breach may have several types and locations; null where it counts under none. A cause is put
-- under a category of the portal, and the portal's own types may say the same.
kinds as (
    select distinct study, is_naive, kind from parts
),

named_causes as (
    select cause, hhs_category, name from reference.causes
),

categorised as (
    select
        study,
        reading,
        is_naive,
        kind,
        breach_id,
        submitted_on,
        year,
        entity_name,
        individuals,
        is_reconstructed,
        view,
        unnest(case
            when kind in ('all', 'entity', 'size') then ['']
            when kind = 'entity_type' then [entity_type]
            when kind = 'not_entity_type' then [coalesce(entity_type, '')]
            when kind = 'location' then locations
            when kind = 'breach_type' then breach_types
            when kind = 'first_breach_type' then [breach_types[1]]
            when kind = 'view' then [view]
            when kind = 'business_associate'
                then [case when has_business_associate then 'Yes' else 'No' end]
            when origin is not null and kind = 'origin' then [origin]
            when origin is not null and kind = 'determined' then ['']
            when is_naive and kind = 'hhs_category' then breach_types
            when is_naive or hhs_category is null then null
            when kind = 'hhs_category' then [hhs_category]
            when kind = 'detailed_cause' then [hhs_category || ' > ' || name]
            when kind = 'categorisation' and list_contains(breach_types, hhs_category)
                then ['confirmed as self-reported']
            when kind = 'categorisation' then ['recategorised']
        end) as category
    from listed
    join kinds using (study, is_naive)
    left join named_causes using (cause)
)

select
    study,
    reading,
    no,
    part,
    breach_id,
    category,
    year,
    individuals,
    is_reconstructed,
    view
from parts
join categorised using (study, kind, is_naive)
where submitted_on between from_day and to_day
    and (
        kind in ('all', 'determined')
        or categories is null
        or (list_contains(categories, category) and kind <> 'not_entity_type')
        or (kind = 'not_entity_type' and not list_contains(categories, category))
        or (
            kind = 'size'
            and individuals >= coalesce(least_individuals, 0)
            and (most_individuals is null or individuals <= most_individuals)
        )
        or (
            kind = 'entity'
            and len(list_filter(categories, word -> contains(lower(entity_name), lower(word)))) > 0
        )
    )
