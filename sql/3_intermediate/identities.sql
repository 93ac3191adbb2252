-- One row per form: the breach that it is a form of.
--
-- A breach is the chain of its forms. Should a chain hold two forms that one capture lists side by
-- side, none of its steps is believed and each form stays a breach of its own.
--
-- A breach keeps the id that the database before this one gave to any of its forms, the earliest
-- if there are several. A new id is made from what is least often edited, the day of submission and
-- the state of the first form, and from a number: 1 for the first listed of that day and state that
-- has no id yet, counting up over the ids in use; of those first listed together the order is that
-- of their names. A blank state counts as Puerto Rico, which is what the portal mostly means by it.
--
-- Key: report_key, place
--
-- report_key     Of intermediate.forms.
-- place          Its place.
-- breach_id      Sixteen hexadecimal digits; the same in all forms of a breach.
-- step           1 for the first form, counting up.
-- rung           Why this form is the same breach as the one before, as in intermediate.matches;
--                null for the first.
-- name_similarity  Of the two names, 0 to 1; null for the first.

with recursive chains as (
    select
        report_key,
        place,
        report_key as root_key,
        place as root_place,
        1 as step,
        cast(null as int) as rung,
        cast(null as double) as name_similarity
    from intermediate.forms
    anti join intermediate.matches using (report_key, place)
    union all
    select
        intermediate.matches.report_key,
        intermediate.matches.place,
        root_key,
        root_place,
        step + 1,
        intermediate.matches.rung,
        intermediate.matches.name_similarity
    from chains
    join intermediate.matches
        on previous_report_key = chains.report_key
        and previous_place = chains.place
),

unclear as (
    select distinct
        one.root_key,
        one.root_place
    from chains as one
    join chains as other
        on other.root_key = one.root_key
        and other.root_place = one.root_place
        and other.step > one.step + 1
    join intermediate.listings as earlier
        on earlier.report_key = one.report_key
        and earlier.place = one.place
    join intermediate.listings as later
        on later.report_key = other.report_key
        and later.place = other.place
    where earlier.first_order <= later.last_order
        and later.first_order <= earlier.last_order
),

believed as (
    select *
    from chains
    anti join unclear using (root_key, root_place)
    union all
    select
        report_key,
        place,
        report_key as root_key,
        place as root_place,
        1 as step,
        null as rung,
        null as name_similarity
    from chains
    semi join unclear using (root_key, root_place)
),

claimed as (
    select
        root_key,
        root_place,
        min_by(breach_id, step) as breach_id,
        min(step) as step
    from believed
    join staging.known_identities using (report_key, place)
    group by all
),

-- Of chains that claim one id, the one with the earliest form has it.
kept as (
    select *
    from claimed
    qualify row_number() over (partition by breach_id order by step, root_key, root_place) = 1
),

unnamed as (
    select
        report_key as root_key,
        place as root_place,
        submitted_on,
        coalesce(state, 'PR') as state,
        row_number() over (
            partition by submitted_on, coalesce(state, 'PR')
            order by first_order, name_key, individuals, report_key, place
        ) as nth
    from believed
    join intermediate.forms using (report_key, place)
    anti join kept using (root_key, root_place)
    where step = 1
),

kept_on as (
    select
        submitted_on,
        count(distinct breach_id) as ids
    from kept
    join believed using (root_key, root_place)
    join intermediate.forms using (report_key, place)
    group by all
),

-- As many numbers as can be needed, were all ids of the day in use.
numbers as (
    select
        submitted_on,
        state,
        unnest(range(1, count(*) + coalesce(any_value(ids), 0) + 2)) as number
    from unnamed
    left join kept_on using (submitted_on)
    group by all
),

free as (
    select
        submitted_on,
        state,
        left(md5(concat_ws(' ', submitted_on, state, number)), 16) as breach_id,
        row_number() over (partition by submitted_on, state order by number) as nth
    from numbers
    anti join kept
        on kept.breach_id = left(md5(concat_ws(' ', submitted_on, state, number)), 16)
),

named as (
    select
        root_key,
        root_place,
        breach_id
    from kept
    union all
    select
        root_key,
        root_place,
        breach_id
    from unnamed
    join free using (submitted_on, state, nth)
)

select
    report_key,
    place,
    breach_id,
    step,
    rung,
    name_similarity
from believed
join named using (root_key, root_place)
