-- One row per listed breach: the event that it is part of.
--
-- One event can have many reports. Only these three rules join reports. So most events have one
-- report, and a count of events is too high rather than too low, as far as the rules are right:
--
-- - named incident: the description or the reporter's name has the words of an incident of
--   reference.incidents, and the report was submitted within its days. All of these are intrusions,
--   so a report of only theft, loss or disposal is not part of them.
-- - same narrative: descriptions of at least 150 characters from "reported that" on, equal word for
--   word except for numbers; the same types; each submitted within 7 days of another.
-- - same reporter: the same entity_key, state, types and locations, each submitted within 7 days of
--   another. The descriptions must not contradict each other: those of a business associate, which
--   reports once for each client, must have one cause; all others must begin with the same
--   sentence, except for numbers. If two contradict, this rule joins none of the series.
--
-- A description of a settlement or penalty is about several breaches and joins no reports, nor does
-- a shorter description.
--
-- A report that two rules join to others is in one event with all of them. If the descriptions of
-- an event say internal for some reports and external for others, none are joined; named incidents
-- are exempt.
--
-- Key: breach_id
--
-- breach_id           The breach in marts.breaches; every listed breach has a row.
-- event_id            Sixteen hexadecimal digits; count(distinct event_id) counts events. A hash of
--                     what joins the reports (the incident, the narrative or the reporter) and the
--                     first day; for an event of one report, a hash of its breach_id.
-- joined_by           named incident, same narrative or same reporter: the first of these rules
--                     that joins the report to others; null for an event of one report.
-- incident            The incident in reference.incidents; null if the event is none of these.
-- event_breaches      Number of reports of the event.
-- event_individuals   People affected, of the reports that state a number; null if none does. A
--                     person may be counted by several reports.
-- event_submitted_on  Day on which the first of them was submitted.
-- is_first            True for one report of each event: the first or, of several on that day, the
--                     largest. To count each event once, count these.

with said as (
    select
        breach_id,
        submitted_on,
        entity_key,
        state,
        coalesce(array_to_string(breach_types, ', '), '') as breach_types,
        coalesce(array_to_string(locations, ', '), '') as locations,
        coalesce(entity_type = 'Business Associate', false) as is_associate,
        case when origin_basis = 'description' then cause end as described_cause,
        description,
        -- What is reported, without who reports it: what follows the first "reported that" of the
        -- first 200 letters. Nearly always a blank stands before it, and no pattern is needed.
        case
            when contains(description, 'agreed to') or contains(description, 'penalt') then null
            when not contains(head, 'reported that ') then 0
            when substr(head, strpos(head, 'reported that ') - 1, 1) = ' '
                and not contains(head, chr(10))
                then strpos(head, 'reported that ') + 13
            else length(regexp_extract(head, '\A.{0,200}?\breported that '))
        end as skipped
    from (
        select
            *,
            left(description, 214) as head
        from marts.breaches
        where vanished_on is null
    )
),

-- Numbers and blanks are no words. A short description, as of a case that was closed with another,
-- says nothing of the event.
reports as (
    select
        *,
        case
            when length(description) - skipped >= 150
                then left(
                    translate(
                        lower(substr(description, skipped + 1, 80)), E'0123456789,. \n\r\t', ''
                    ),
                    24
                )
        end as first_letters
    from said
),

-- Narratives that are alike have the same first letters. Few reports have those of another of the
-- same days, and only these are compared word for word.
near as (
    select breach_id
    from (
        select
            breach_id,
            submitted_on - lag(submitted_on) over by_day as days_since,
            lead(submitted_on) over by_day - submitted_on as days_until
        from reports
        where first_letters is not null
        window by_day as (partition by first_letters, breach_types order by submitted_on)
    )
    where least(days_since, days_until) <= 7
),

reported_alike as (
    select
        entity_key,
        state,
        breach_types,
        locations
    from reports
    where entity_key is not null
    group by all
    having count(*) > 1
),

-- What each rule joins reports by, of those that are not alone with it.
alike as (
    select
        breach_id,
        submitted_on,
        'narrative' as rule,
        concat_ws(
            '|',
            md5(translate(lower(substr(description, skipped + 1)), E'0123456789,. \n\r\t', '')),
            breach_types
        ) as shared,
        null as said
    from reports
    semi join near using (breach_id)
    union all by name
    select
        breach_id,
        submitted_on,
        'reporter' as rule,
        concat_ws('|', reports.entity_key, reports.state, reports.breach_types, reports.locations)
            as shared,
        case
            when is_associate then described_cause
            when length(description) - skipped >= 150
                then translate(
                    lower(split_part(substr(description, skipped + 1), '.', 1)),
                    E'0123456789, \n\r\t', ''
                )
        end as said
    from reports
    join reported_alike
        on reports.entity_key = reported_alike.entity_key
        and reports.state is not distinct from reported_alike.state
        and reports.breach_types = reported_alike.breach_types
        and reports.locations = reported_alike.locations
),

-- A run of days begins where none before it is near.
begun as (
    select
        *,
        case when submitted_on - lag(submitted_on) over by_day <= 7 then 0 else 1 end as begins
    from alike
    window by_day as (partition by rule, shared order by submitted_on, breach_id)
),

numbered as (
    select
        *,
        sum(begins) over (
            partition by rule, shared order by submitted_on, breach_id
            rows between unbounded preceding and current row
        ) as run
    from begun
),

-- Descriptions of one reporter's run that contradict each other join nothing.
runs as (
    select
        rule,
        shared,
        run,
        concat_ws('|', shared, min(submitted_on)) as label
    from numbered
    group by rule, shared, run
    having count(*) > 1 and coalesce(min(said) = max(said), true)
),

grouped as (
    select
        breach_id,
        max(case when rule = 'narrative' then label end) as narrative_group,
        max(case when rule = 'reporter' then label end) as reporter_group
    from numbered
    join runs using (rule, shared, run)
    group by all
),

named as (
    select
        breach_id,
        min(incident) as incident
    from (
        select
            breach_id,
            year,
            submitted_on,
            breach_types,
            lower(concat_ws(' ', entity_name, description)) as published
        from marts.breaches
        where vanished_on is null
    ) as described
    join (
        select *, unnest(range(year(first_on), year(last_on) + 1)) as year
        from reference.incidents
    ) as known
        on described.year = known.year
        and submitted_on between first_on and last_on
        and contains(published, words)
        and contains(published, coalesce(also_words, ''))
    where breach_types is null
        or list_has_any(breach_types, ['Hacking/IT Incident', 'Unauthorized Access/Disclosure'])
    group by all
),

joined as (
    select *
    from grouped
    full join named using (breach_id)
),

narratives as (
    select
        narrative_group,
        min(incident) as incident
    from joined
    where narrative_group is not null
    group by all
),

reporters as (
    select
        reporter_group,
        min(incident) as incident,
        min(narrative_group) as narrative_group
    from joined
    where reporter_group is not null
    group by all
),

-- A reporter's group is in the event of a narrative that one of its reports has; both are in the
-- incident that one of their reports names.
gathered as (
    select
        breach_id,
        joined.narrative_group,
        joined.incident as own_incident,
        coalesce(joined.incident, narratives.incident, reporters.incident) as incident,
        coalesce(
            joined.incident, narratives.incident, reporters.incident,
            reporters.narrative_group, joined.narrative_group, joined.reporter_group, breach_id
        ) as label
    from joined
    left join narratives on joined.narrative_group = narratives.narrative_group
    left join reporters on joined.reporter_group = reporters.reporter_group
),

-- Causes inside and outside part the reports of an event that no incident names.
parted as (
    select label
    from gathered
    join marts.breaches using (breach_id)
    where incident is null
    group by all
    having min(origin_by_description) <> max(origin_by_description)
),

labelled as (
    select
        gathered.* exclude (label),
        submitted_on,
        individuals,
        case when parted.label is null then gathered.label else breach_id end as label
    from gathered
    join marts.breaches using (breach_id)
    left join parted on gathered.label = parted.label
),

events as (
    select
        label,
        count(*) as event_breaches,
        cast(sum(individuals) as bigint) as event_individuals,
        min(submitted_on) as event_submitted_on
    from labelled
    group by all
),

counted as (
    select
        *,
        row_number() over (
            partition by label order by submitted_on, individuals desc nulls last, breach_id
        ) = 1 as is_first
    from labelled
    join events using (label)
)

select
    breach_id,
    left(md5(case when event_breaches > 1 then label else breach_id end), 16) as event_id,
    case
        when event_breaches is null or event_breaches = 1 then null
        when own_incident is not null then 'named incident'
        when narrative_group is not null then 'same narrative'
        else 'same reporter'
    end as joined_by,
    incident,
    coalesce(event_breaches, 1) as event_breaches,
    case when event_breaches is null then marts.breaches.individuals else event_individuals end
        as event_individuals,
    coalesce(event_submitted_on, marts.breaches.submitted_on) as event_submitted_on,
    coalesce(is_first, true) as is_first
from marts.breaches
left join counted using (breach_id)
where vanished_on is null
order by breach_id
