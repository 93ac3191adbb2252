-- every report of the current capture is the listed version of a breach, but for those that newer
-- captures by the day shown, which lack a view, no longer list
select source_file, source_line, breach_id
from intermediate.listings
join intermediate.reports using (report_no, report_key)
join intermediate.captures
    on capture_order between first_order and last_order
    and list_contains(views, view)
join intermediate.identities using (report_key, place)
anti join (select breach_id from marts.breaches where vanished_on is null) using (breach_id)
where is_current
    and capture_order = (
        select max(capture_order) from intermediate.captures where captured_on <= as_of_on
    )
order by source_file, source_line;

-- no other breach is listed, but for those that only later captures show and those of newer
-- captures that lack a view
with shown as (
    select capture_order
    from intermediate.captures
    where is_current
        and is_complete
        and captured_on = (select max(captured_on) from intermediate.captures
            where captured_on <= as_of_on)
),

standing as (
    select breach_id
    from intermediate.listings
    join intermediate.identities using (report_key, place)
    join shown on capture_order between first_order and last_order
)

select source_file, source_line, breach_id
from marts.breaches
anti join standing using (breach_id)
where vanished_on is null
    and not is_reconstructed
    and (select count(*) from shown) = 1
order by source_file, source_line;

-- as of the day shown the list is what marts.breaches lists; without a day asked for, only what
-- was captured by then
select
    breach_id,
    case when is_listed is null then 'missing' else 'not wanted' end as fault
from (
    select breach_id, is_reconstructed, true as is_wanted
    from marts.breaches_as_of((select max(as_of_on) from marts.captures))
)
full join (
    select breach_id, true as is_listed
    from marts.breaches
    where vanished_on is null
) as listed using (breach_id)
where is_wanted is null
    or is_listed is null
    and (not is_reconstructed or (select bool_or(is_as_of) from marts.captures));

-- every breach ever listed by the day shown is there
select source_file, source_line, breach_id
from marts.breach_versions
anti join marts.breaches using (breach_id)
where valid_from <= (select max(as_of_on) from marts.captures);

-- every breach has a year
select source_file, source_line, submitted_on
from marts.breaches
where year is null;

-- warn: individuals is stated
select source_file, source_line, entity_name
from marts.breaches
where individuals is null
order by source_file, source_line;

-- warn: individuals is 500 or more, the threshold of 45 CFR 164.408
select source_file, source_line, entity_name, individuals
from marts.breaches
where individuals < 500
order by source_file, source_line;

-- warn: no breach is larger than 200 million individuals; the largest known, of Change Healthcare,
-- affected 192.7 million
select source_file, source_line, entity_name, individuals
from marts.breaches
where individuals > 200000000
order by source_file, source_line;

-- warn: state is stated
select source_file, source_line, entity_name
from marts.breaches
where state is null
order by source_file, source_line;

-- warn: state is a known postal code
select source_file, source_line, marts.breaches.state
from marts.breaches
left join reference.states using (state)
where marts.breaches.state is not null
    and reference.states.state is null
order by source_file, source_line;

-- at most 2 in 100 reports, or 10, name an unknown state; more are another column's values
select source_file, source_line, marts.breaches.state
from marts.breaches
left join reference.states using (state)
where marts.breaches.state is not null
    and reference.states.state is null
qualify count(*) over () > greatest(10, 0.02 * (select count(*) from marts.breaches))
order by source_file, source_line;

-- warn: entity_type is stated
select source_file, source_line, entity_name
from marts.breaches
where entity_type is null
order by source_file, source_line;

-- warn: entity_type is one that the portal's form offers
select source_file, source_line, marts.breaches.entity_type
from marts.breaches
left join reference.entity_types using (entity_type)
where marts.breaches.entity_type is not null
    and reference.entity_types.entity_type is null
order by source_file, source_line;

-- at most 2 in 100 reports, or 10, name an unknown entity_type; more are another column's values
select source_file, source_line, marts.breaches.entity_type
from marts.breaches
left join reference.entity_types using (entity_type)
where marts.breaches.entity_type is not null
    and reference.entity_types.entity_type is null
qualify count(*) over () > greatest(10, 0.02 * (select count(*) from marts.breaches))
order by source_file, source_line;

-- warn: has_business_associate is stated
select source_file, source_line, entity_name
from marts.breaches
where has_business_associate is null
order by source_file, source_line;

-- at most 2 in 100 reports, or 10, leave has_business_associate blank
select source_file, source_line, has_business_associate
from marts.breaches
where has_business_associate is null
qualify count(*) over () > greatest(10, 0.02 * (select count(*) from marts.breaches))
order by source_file, source_line;

-- warn: no two reports are alike in every value
select source_file, source_line, entity_name, submitted_on, individuals
from marts.breaches
where is_duplicate
order by source_file, source_line;

-- at most 1 in 100 reports, or 10, repeat another in every value; more are a list written twice
select source_file, source_line, entity_name, submitted_on, individuals
from marts.breaches
where is_duplicate
qualify count(*) over () > greatest(10, 0.01 * (select count(*) from marts.breaches))
order by source_file, source_line;

-- a reporter has the key of its name, and the breaches of a key are counted
with counts as (
    select entity_key, count(*) as counted
    from marts.breaches
    where vanished_on is null
        and entity_key is not null
    group by all
)

select source_file, source_line, entity_name, marts.breaches.entity_key, entity_breaches, counted
from marts.breaches
left join intermediate.entity_keys using (entity_name)
left join counts on counts.entity_key = marts.breaches.entity_key
where marts.breaches.entity_key is distinct from intermediate.entity_keys.entity_key
    or (marts.breaches.entity_key is null) <> (entity_breaches is null)
    or entity_breaches <> coalesce(counted, 0)
order by source_file, source_line;
