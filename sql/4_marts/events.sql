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

with reports as (
    select
        breach_id,
        submitted_on,
        entity_key,
        state,
        coalesce(array_to_string(breach_types, ', '), '') as breach_types,
        coalesce(array_to_string(locations, ', '), '') as locations,
        coalesce(entity_type = 'Business Associate', false) as is_associate,
        case when origin_basis = 'description' then cause end as described_cause,
        origin_by_description,
        -- What is reported, without who reports it: what follows the first "reported that" of the
        -- first 200 letters. Nearly always a blank stands before it, and no pattern is needed.
        case
            when contains(description, 'agreed to') or contains(description, 'penalt') then null
            when contains(head, 'reported that ')
                then case
                    when substr(head, strpos(head, 'reported that ') - 1, 1) = ' '
                        and not contains(head, chr(10))
                        then substr(description, strpos(head, 'reported that ') + 14)
                    else regexp_replace(description, '\A.{0,200}?\breported that ', '')
                end
            else description
        end as stated
    from (
        select
            *,
            left(description, 214) as head
        from marts.breaches
        where vanished_on is null
    )
),

-- Numbers and blanks are no words. A short description, as of a case that was closed with another,
-- says nothing of the event. Narratives that are alike have the same first letters.
opened as (
    select
        * exclude (stated),
        case
            when length(stated) >= 150
                then left(translate(lower(left(stated, 80)), E'0123456789,. \n\r\t', ''), 24)
        end as first_letters
    from reports
),

-- Nearly every report is near no other that could be of its event, and is left out from here on.
beside as (
    select
        *,
        first_letters is not null and (
            coalesce(submitted_on - lag(submitted_on) over alike <= 7, false)
            or coalesce(lead(submitted_on) over alike - submitted_on <= 7, false)
        ) as is_written_alike,
        entity_key is not null and (
            coalesce(submitted_on - lag(submitted_on) over of_reporter <= 7, false)
            or coalesce(lead(submitted_on) over of_reporter - submitted_on <= 7, false)
        ) as is_reported_alike
    from opened
    window
        alike as (partition by first_letters, breach_types order by submitted_on),
        of_reporter as (
            partition by entity_key, state, breach_types, locations order by submitted_on
        )
),

compared as (
    select
        beside.* exclude (first_letters, is_associate, described_cause),
        case
            when is_associate then described_cause
            when length(stated) >= 150
                then translate(lower(split_part(stated, '.', 1)), E'0123456789, \n\r\t', '')
        end as said,
        case
            when is_written_alike then md5(translate(lower(stated), E'0123456789,. \n\r\t', ''))
        end as narrative
    from beside
    join (select breach_id, stated from reports) using (breach_id)
    where is_written_alike
        or is_reported_alike
),

-- A run of days begins where none before it is near.
begun as (
    select
        *,
        case when submitted_on - lag(submitted_on) over alike <= 7 then 0 else 1 end
            as begins_narrative,
        case when submitted_on - lag(submitted_on) over of_reporter <= 7 then 0 else 1 end
            as begins_reporter
    from compared
    window
        alike as (partition by narrative, breach_types order by submitted_on, breach_id),
        of_reporter as (
            partition by entity_key, state, breach_types, locations
            order by submitted_on, breach_id
        )
),

numbered as (
    select
        *,
        sum(begins_narrative) over (
            partition by narrative, breach_types order by submitted_on, breach_id
            rows between unbounded preceding and current row
        ) as narrative_run,
        sum(begins_reporter) over (
            partition by entity_key, state, breach_types, locations
            order by submitted_on, breach_id
            rows between unbounded preceding and current row
        ) as reporter_run
    from begun
),

-- Whether the descriptions of one reporter's run contradict each other.
judged as (
    select
        *,
        coalesce(min(said) over of_run <> max(said) over of_run, false) as is_contradicted
    from numbered
    window of_run as (
        partition by entity_key, state, breach_types, locations, reporter_run
    )
),

grouped as (
    select
        breach_id,
        case
            when is_written_alike and count(*) over alike > 1
                then concat_ws('|', narrative, breach_types, min(submitted_on) over alike)
        end as narrative_group,
        case
            when is_reported_alike and not is_contradicted
                then concat_ws(
                    '|', entity_key, state, breach_types, locations,
                    min(submitted_on) over of_run
                )
        end as reporter_group
    from judged
    window
        alike as (partition by narrative, breach_types, narrative_run),
        of_run as (partition by entity_key, state, breach_types, locations, reporter_run)
),

named as (
    select
        breach_id,
        min(incident) as incident
    from (
        select
            breach_id,
            submitted_on,
            breach_types,
            lower(concat_ws(' ', entity_name, description)) as published
        from marts.breaches
        where vanished_on is null
    )
    join reference.incidents
        on submitted_on between first_on and last_on
        and contains(published, words)
        and contains(published, coalesce(also_words, ''))
    where breach_types is null
        or list_has_any(breach_types, ['Hacking/IT Incident', 'Unauthorized Access/Disclosure'])
    group by all
),

-- A reporter's group is in the event of a narrative that one of its reports has; both are in the
-- incident that one of their reports names.
gathered as (
    select
        breach_id,
        narrative_group,
        incident as own_incident,
        coalesce(
            incident,
            case when narrative_group is not null
                then min(incident) over (partition by narrative_group) end,
            case when reporter_group is not null
                then min(incident) over (partition by reporter_group) end
        ) as incident,
        coalesce(
            case when reporter_group is not null
                then min(narrative_group) over (partition by reporter_group) end,
            narrative_group,
            reporter_group
        ) as shared
    from grouped
    full join named using (breach_id)
),

parted as (
    select
        breach_id,
        submitted_on,
        individuals,
        narrative_group,
        own_incident,
        incident,
        coalesce(incident, shared, breach_id) as label,
        origin_by_description,
        coalesce(
            incident is null
                and min(origin_by_description) over of_label
                    <> max(origin_by_description) over of_label,
            false
        ) as is_parted
    from gathered
    join marts.breaches using (breach_id)
    window of_label as (partition by coalesce(incident, shared, breach_id))
),

labelled as (
    select
        * exclude (label),
        case when is_parted then breach_id else label end as label
    from parted
),

counted as (
    select
        *,
        count(*) over of_event as event_breaches,
        cast(sum(individuals) over of_event as bigint) as event_individuals,
        min(submitted_on) over of_event as event_submitted_on,
        row_number() over (
            partition by label order by submitted_on, individuals desc nulls last, breach_id
        ) = 1 as is_first
    from labelled
    window of_event as (partition by label)
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
