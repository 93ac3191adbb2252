-- One row per form: the breach that it is a form of.
--
-- A breach is a chain of forms. If one capture lists two forms of a chain side by side, the chain
-- is broken up, and each of its forms is a separate breach.
--
-- A breach keeps the id that the previous database gave to any of its forms, the earliest if there
-- are several. A new id is a hash of values that are seldom edited: day of submission, state, name,
-- entity type, whether it was hacking, and whether paper was involved. Each value is taken from the
-- first archived form that has it or, if none is archived, from the first form that has it, because
-- most edits are made when a case is closed. So the id depends on the breach alone, and not on the
-- other breaches in the data folder. Breaches that agree in all of these are distinguished by
-- count, types and locations, and finally by a number. A blank state counts as Puerto Rico, which
-- is what the portal mostly means by it.
--
-- Key: report_key, place
--
-- report_key     From intermediate.forms.
-- place          From intermediate.forms.
-- breach_id      Sixteen hexadecimal digits; the same in all forms of a breach.
-- step           1 for the first form, counting up.
-- rung           Why this form is the same breach as the previous form, as in
--                intermediate.matches; null for the first.
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

archived as (
    select distinct report_key, place
    from intermediate.listings
    where view = 'archive'
),

-- The letters and digits of the name, in words. What is not ASCII is left out, so that a name is
-- the same where a copy lost characters; so are apostrophes and full stops.
worded as (
    select
        root_key,
        root_place,
        step,
        archived.report_key is null as is_unsettled,
        submitted_on,
        state,
        entity_type,
        individuals,
        breach_types,
        locations,
        trim(regexp_replace(
            regexp_replace(lower(entity_name), '[''.`]|[^\x00-\x7f]', '', 'g'),
            '[^a-z0-9]+', ' ', 'g'
        )) as words
    from believed
    join intermediate.forms using (report_key, place)
    left join archived using (report_key, place)
),

-- Without legal forms, small words, and what follows d/b/a; a name of nothing else stays whole.
spelled as (
    select
        worded.*,
        regexp_replace(
            regexp_replace(
                regexp_replace(words, '(....) (dba|d b a|fka|f k a|aka|a k a)( .*)?$', '\1'),
                '\b(inc|incorporated|llc|llp|lp|ltd|limited|pc|pllc|pa|ps|plc|corp|corporation'
                || '|co|company|the|and|of|at|for|a|an|privacy manager breach)\b', '', 'g'
            ),
            ' +', '', 'g'
        ) as letters
    from worded
),

-- "N/A" is no name.
first_known as (
    select
        root_key,
        root_place,
        min(case when step = 1 then submitted_on end) as submitted_on,
        coalesce(
            min_by(state, (is_unsettled, step)) filter (where state is not null), 'PR'
        ) as state,
        min_by(
            case when letters = '' then replace(words, ' ', '') else letters end,
            (is_unsettled, step)
        ) filter (
            where words not in (
                '', 'na', 'n a', 'none', 'not applicable', 'unknown', 'see explanation below'
            )
        ) as name,
        min_by(entity_type, (is_unsettled, step)) filter (where entity_type is not null)
            as entity_type,
        min_by(individuals, (is_unsettled, step)) filter (where individuals is not null)
            as individuals,
        min_by(breach_types, (is_unsettled, step)) filter (where breach_types is not null)
            as breach_types,
        min_by(locations, (is_unsettled, step)) filter (where locations is not null)
            as locations
    from spelled
    group by all
),

described as (
    select
        root_key,
        root_place,
        concat_ws(
            chr(31),
            cast(submitted_on as varchar),
            state,
            coalesce(name, ''),
            coalesce(entity_type, ''),
            case when list_contains(breach_types, 'Hacking/IT Incident') then 'hacking' else '' end,
            case when list_contains(locations, 'Paper/Films') then 'paper' else '' end
        ) as about,
        concat_ws(
            chr(31),
            coalesce(cast(individuals as varchar), ''),
            coalesce(entity_type, ''),
            coalesce(array_to_string(breach_types, ','), ''),
            coalesce(array_to_string(locations, ','), '')
        ) as details
    from first_known
),

-- Breaches alike in these values are distinguished by the others, then by a number.
counted as (
    select
        root_key,
        root_place,
        about,
        details,
        count(*) over (partition by about) as alike,
        row_number() over (partition by about, details order by root_place, root_key) as nth
    from described
),

unnamed as (
    select
        root_key,
        root_place,
        case
            when alike = 1 then about
            else concat_ws(chr(31), about, details, nth)
        end as made_from
    from counted
    anti join kept using (root_key, root_place)
),

-- An id that another breach has from the database before is not given again: the next is taken.
choices as (
    select
        root_key,
        root_place,
        0 as choice,
        left(md5(made_from), 16) as breach_id
    from unnamed
    union all
    select
        root_key,
        root_place,
        choice,
        left(md5(concat_ws(chr(31), made_from, root_key, root_place, choice)), 16) as breach_id
    from unnamed
    cross join (select unnest(range(1, 9)) as choice)
    where left(md5(made_from), 16) in (select breach_id from kept)
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
        min_by(breach_id, choice) as breach_id
    from choices
    anti join kept using (breach_id)
    group by all
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
