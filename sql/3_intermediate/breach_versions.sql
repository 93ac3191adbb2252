-- One row per breach and version: the report that shows the version, and the captures that have it.
--
-- intermediate.stretches decides in which view a breach was. A version ends when another begins or
-- the breach vanishes. It continues through captures that did not save the view of the breach, and
-- while the view is unknown. Differences in white space, or in characters that a copy lost, do not
-- make a new version; the first undamaged copy of a version is shown.
--
-- Key: breach_id, version
--
-- breach_id               From intermediate.identities.
-- version                 1 for the oldest known, counting up.
-- first_order             capture_order of the first capture that shows it.
-- last_order              capture_order of the last capture that lists it.
-- gone_order              capture_order of the capture that shows another version or none; null
--                         while none does.
-- is_vanished             True where that capture does not list the breach.
-- is_return               True where the breach had vanished before this version.
-- changed_columns         What differs from the previous version, in the order of these columns;
--                         null for the first.
-- rung                    Why its form is the same breach as the form of the previous version, as
--                         in intermediate.matches; 0 for the same form; null for the first.
-- name_similarity         Of the two names' letters and digits, 0 to 1; null for the first.
-- report_no               The report that is shown, from intermediate.reports.
-- view                    archive, under-investigation or all; where it is unknown, the last known.
-- individuals, submitted_on  As in staging.breach_reports.
-- is_duplicate            True for the second and later of reports with the same values throughout.

with listed as (
    select *
    from intermediate.listings
    join intermediate.identities using (report_key, place)
),

-- Nearly every breach stands in one run, and has one version.
alone as (
    select breach_id
    from listed
    group by all
    having count(*) = 1
),

shown as (
    select
        * exclude (view, known_view, absent_order),
        known_view as view,
        absent_order as next_absence
    from intermediate.stretches
    anti join alone using (breach_id)
    where report_key is not null
),

valued as (
    select
        shown.*,
        entity_name,
        state,
        entity_type,
        individuals,
        submitted_on,
        breach_types,
        locations,
        has_business_associate,
        description,
        contains(concat(entity_name, description), chr(65533)) as is_damaged
    from shown
    join intermediate.reports using (report_no, report_key)
    join staging.descriptions using (report_no)
),

paired as (
    select
        *,
        lag(first_order) over by_breach is not null as has_previous,
        lag(next_absence) over by_breach as previous_absence,
        lag(report_key) over by_breach as previous_report_key,
        lag(step) over by_breach as previous_step,
        lag(rung) over by_breach as previous_rung,
        lag(name_similarity) over by_breach as previous_name_similarity,
        lag(is_damaged) over by_breach as previous_is_damaged,
        lag(view) over by_breach as previous_view,
        lag(entity_name) over by_breach as previous_entity_name,
        lag(state) over by_breach as previous_state,
        lag(entity_type) over by_breach as previous_entity_type,
        lag(individuals) over by_breach as previous_individuals,
        lag(submitted_on) over by_breach as previous_submitted_on,
        lag(breach_types) over by_breach as previous_breach_types,
        lag(locations) over by_breach as previous_locations,
        lag(has_business_associate) over by_breach as previous_has_business_associate,
        lag(description) over by_breach as previous_description
    from valued
    window by_breach as (partition by breach_id order by first_order)
),

compared as (
    select
        *,
        coalesce(previous_absence < first_order, false) as is_return,
        case when has_previous then list_filter([
            case when previous_view <> view then 'view' end,
            case
                when previous_entity_name is not distinct from entity_name then null
                when regexp_replace(previous_entity_name, '\s+', ' ', 'g')
                    = regexp_replace(entity_name, '\s+', ' ', 'g') then null
                when (is_damaged or previous_is_damaged)
                    and regexp_replace(previous_entity_name, '[^A-Za-z0-9]', '', 'g')
                    = regexp_replace(entity_name, '[^A-Za-z0-9]', '', 'g') then null
                else 'entity_name'
            end,
            case when previous_state is distinct from state then 'state' end,
            case when previous_entity_type is distinct from entity_type then 'entity_type' end,
            case when previous_individuals is distinct from individuals then 'individuals' end,
            case when previous_submitted_on is distinct from submitted_on then 'submitted_on' end,
            case when previous_breach_types is distinct from breach_types then 'breach_types' end,
            case when previous_locations is distinct from locations then 'locations' end,
            case
                when previous_has_business_associate is distinct from has_business_associate
                    then 'has_business_associate'
            end,
            case
                when previous_description is not distinct from description then null
                when regexp_replace(previous_description, '\s+', ' ', 'g')
                    = regexp_replace(description, '\s+', ' ', 'g') then null
                when (is_damaged or previous_is_damaged)
                    and regexp_replace(previous_description, '[^A-Za-z0-9]', '', 'g')
                    = regexp_replace(description, '[^A-Za-z0-9]', '', 'g') then null
                else 'description'
            end
        ], lambda x: x is not null) end as changed_columns
    from paired
),

numbered as (
    select
        *,
        count(*) filter (where not has_previous or is_return or changed_columns <> []) over (
            partition by breach_id order by first_order
        ) as version
    from compared
),

merged as (
    select
        breach_id,
        version,
        min(first_order) as first_order,
        max(last_order) as last_order,
        arg_max_null(next_absence, first_order) as next_absence,
        bool_or(is_return) as is_return,
        arg_min_null(changed_columns, first_order) as changed_columns,
        arg_min_null(
            case
                when not has_previous then null
                when report_key = previous_report_key then 0
                when step > previous_step then rung
                else previous_rung -- back to a form that it had before
            end,
            first_order
        ) as rung,
        arg_min_null(
            case when step < previous_step then previous_name_similarity else name_similarity end,
            first_order
        ) as name_similarity,
        min_by(report_no, (is_damaged, first_order)) as report_no,
        min_by(view, (is_damaged, first_order)) as view
    from numbered
    group by all
    union all
    select
        breach_id,
        1 as version,
        first_order,
        last_order,
        case view when 'archive' then next_archive else next_complete end as next_absence,
        false as is_return,
        null as changed_columns,
        null as rung,
        null as name_similarity,
        report_no,
        view
    from listed
    semi join alone using (breach_id)
    left join intermediate.captures on capture_order = last_order + 1
),

twins as (
    select distinct
        later.breach_id,
        later.report_no
    from listed as later
    join listed as earlier
        on earlier.report_key = later.report_key
        and earlier.place < later.place
        and earlier.first_order <= later.last_order
        and later.first_order <= earlier.last_order
    join intermediate.reports as one on one.report_no = later.report_no
    join intermediate.reports as other on other.report_no = earlier.report_no
    where later.place > 1
        and one.description_no = other.description_no
),

ended as (
    select
        *,
        lead(first_order) over (partition by breach_id order by version) as next_first
    from merged
)

select
    breach_id,
    version,
    first_order,
    last_order,
    least(next_first, next_absence) as gone_order,
    coalesce(next_absence < next_first, next_absence is not null) as is_vanished,
    is_return,
    changed_columns,
    rung,
    name_similarity,
    report_no,
    view,
    individuals,
    submitted_on,
    twins.breach_id is not null as is_duplicate
from ended
join intermediate.reports using (report_no)
left join twins using (breach_id, report_no)
