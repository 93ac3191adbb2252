-- One row per step of a breach from one form to the next: which form followed which, and why.
--
-- A form that appears can follow one that disappears, if no capture lists both. Each form has at
-- most one before it and one after it. Pairs are joined in this order: the highest rung first, then
-- the fewest captures between the two, then the most other equal values, then, among forms of one
-- name and day, the same position in the order of their counts. If more than 50 forms of one name
-- and day appear and disappear, only those at exactly the same position are paired. Placeholder
-- counts, 500 and 501, identify nobody.
--
-- Key: report_key, place
--
-- report_key           The later form, in intermediate.forms.
-- place                Its place.
-- previous_report_key  The earlier form.
-- previous_place       Its place.
-- rung                 Why they are one breach, most certain first: 1 same name and day; 2 same
--                      count, day and state; 3 similar name and day; 4 same count and day; 5 same
--                      name, count and state, at most 31 days apart.
-- name_similarity      Jaro-Winkler similarity of the two names' letters and digits, 0 to 1.
-- alike                How many of state, count, entity type, types and locations are equal.

with gone as (
    select
        *,
        row_number() over (
            partition by submitted_on, name_key order by individuals, report_key, place
        ) as nth,
        count(*) over (partition by submitted_on, name_key) as namesakes
    from intermediate.forms
    where last_order < (select max(capture_order) from intermediate.captures)
        or runs > 1
),

come as (
    select
        *,
        has_archive,
        row_number() over (
            partition by submitted_on, name_key order by individuals, report_key, place
        ) as nth,
        count(*) over (partition by submitted_on, name_key) as namesakes
    from intermediate.forms
    join intermediate.captures on capture_order = first_order
    where first_order > 1
),

same_day as (
    select
        gone.report_key as previous_report_key,
        gone.place as previous_place,
        come.report_key,
        come.place,
        jaro_winkler_similarity(gone.name_key, come.name_key) as name_similarity,
        case
            when gone.name_key = come.name_key then 1
            when gone.individuals = come.individuals
                and gone.individuals not in (500, 501)
                and gone.state = come.state then 2
            when coalesce(gone.state, come.state, '') = coalesce(come.state, gone.state, '')
                and (
                    name_similarity >= 0.85
                    or (contains(gone.name_key, come.name_key) and length(come.name_key) > 5)
                    or (contains(come.name_key, gone.name_key) and length(gone.name_key) > 5)
                    or (name_similarity >= 0.75 and gone.individuals = come.individuals)
                ) then 3
            when gone.individuals = come.individuals
                and gone.individuals not in (500, 501) then 4
        end as rung,
        abs(gone.nth - come.nth) as apart,
        greatest(come.first_order - gone.last_order, 0) as captures_between,
        cast(gone.state is not distinct from come.state as int)
            + cast(gone.individuals is not distinct from come.individuals as int)
            + cast(gone.entity_type is not distinct from come.entity_type as int)
            + cast(gone.breach_types is not distinct from come.breach_types as int)
            + cast(gone.locations is not distinct from come.locations as int) as alike,
        gone.last_view = 'archive' and gone.last_order < come.first_order and not has_archive
            as is_unseen
    from gone
    join come using (submitted_on)
    where gone.first_order < come.first_order
        and (
            gone.name_key <> come.name_key
            or least(gone.namesakes, come.namesakes) <= 50
            or gone.nth = come.nth
        )
),

other_day as (
    select
        gone.report_key as previous_report_key,
        gone.place as previous_place,
        come.report_key,
        come.place,
        1.0 as name_similarity,
        5 as rung,
        abs(gone.nth - come.nth) as apart,
        greatest(come.first_order - gone.last_order, 0) as captures_between,
        5 as alike,
        gone.last_view = 'archive' and gone.last_order < come.first_order and not has_archive
            as is_unseen
    from gone
    join come using (name_key, state, individuals)
    where gone.first_order < come.first_order
        and gone.submitted_on <> come.submitted_on
        and abs(gone.submitted_on - come.submitted_on) <= 31
        and individuals not in (500, 501)
),

possible as (
    select *
    from same_day
    where rung is not null
        and not is_unseen
    union all by name
    select *
    from other_day
    where not is_unseen
),

side_by_side as (
    select distinct
        possible.report_key,
        possible.place,
        previous_report_key,
        previous_place
    from possible
    join intermediate.listings as later
        on later.report_key = possible.report_key
        and later.place = possible.place
    join intermediate.listings as earlier
        on earlier.report_key = previous_report_key
        and earlier.place = previous_place
    where earlier.first_order <= later.last_order
        and later.first_order <= earlier.last_order
),

candidates as (
    select
        *,
        row_number() over (
            order by
                rung, captures_between, alike desc, name_similarity desc, apart,
                previous_report_key, previous_place, report_key, place
        ) as choice
    from possible
    anti join side_by_side using (report_key, place, previous_report_key, previous_place)
),

-- A pair is joined when it is the best choice of both; then the forms that are left choose again.
first_round as (
    select *
    from candidates
    qualify min(choice) over (partition by report_key, place) = choice
        and min(choice) over (partition by previous_report_key, previous_place) = choice
),

left_over as (
    select *
    from candidates
    anti join first_round using (report_key, place)
    anti join first_round using (previous_report_key, previous_place)
),

second_round as (
    select *
    from left_over
    qualify min(choice) over (partition by report_key, place) = choice
        and min(choice) over (partition by previous_report_key, previous_place) = choice
)

select
    report_key,
    place,
    previous_report_key,
    previous_place,
    rung,
    name_similarity,
    alike
from (select * from first_round union all select * from second_round)
