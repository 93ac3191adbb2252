-- One row per agreement or penalty that a description names: who, how much, and how many breaches.
--
-- One agreement may settle several breaches: if their descriptions begin with the same 40 letters
-- and name the same sum, they are one row here, so its dollars count once. The list names few of
-- OCR's agreements, and those late, so a case without one may still end with one. By the rules of
-- reference.kind_rules, as in marts.breach_kinds.
--
-- Key: outcome_order
--
-- outcome_order       Counts the rows from 1, by first submission and breach.
-- entity_name         Who reported the first of its breaches.
-- outcome             penalty or resolution-agreement.
-- outcome_dollars     Dollars imposed or agreed; null where the description names none.
-- breaches            Breaches that it settles, by their descriptions.
-- individuals         People affected by them; null if no number is stated.
-- first_submitted_on  Submission of the first of them.
-- last_submitted_on   Submission of the last of them.

with named as (
    select
        breach_id,
        entity_name,
        submitted_on,
        individuals,
        outcome,
        outcome_dollars,
        left(regexp_replace(lower(left(description, 200)), '[^a-z]', '', 'g'), 40) as begins_with
    from marts.breaches
    join marts.breach_kinds using (breach_id)
    where vanished_on is null
        and outcome in ('penalty', 'resolution-agreement')
),

settled as (
    select
        outcome,
        outcome_dollars,
        begins_with,
        min_by(entity_name, cast(submitted_on as varchar) || breach_id) as entity_name,
        min(cast(submitted_on as varchar) || breach_id) as first_place,
        count(*) as breaches,
        sum(individuals) as individuals,
        min(submitted_on) as first_submitted_on,
        max(submitted_on) as last_submitted_on
    from named
    group by all
)

select
    row_number() over (order by first_place) as outcome_order,
    entity_name,
    outcome,
    outcome_dollars,
    breaches,
    cast(individuals as bigint) as individuals,
    first_submitted_on,
    last_submitted_on
from settled
order by outcome_order
