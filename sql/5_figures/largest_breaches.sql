-- One row per breach, the 20 that affected the most individuals.
--
-- Key: rank
--
-- rank                    1 for the largest; ties in order of submission.
-- entity_name             Covered entity or business associate that reported.
-- individuals             People affected.
-- year                    Year of submission to OCR.
-- submitted_on            Day of submission.
-- state, entity_type  As in staging.breach_reports.
-- breach_types            Types of the breach, joined by commas; null where blank.
-- locations               Locations of the information, joined by commas; null where blank.
-- has_business_associate, is_duplicate  As in marts.breaches.
-- breach_id               The breach in marts.breaches.
-- larger_waiting          Number of larger breaches in marts.waiting_breaches: newer captures list
--                         them, but they are not shown, or not with that number.

with ranked as (
    select
        *,
        row_number() over (order by individuals desc, submitted_on, breach_id) as rank
    from marts.breaches
    where individuals is not null
        and vanished_on is null
),

larger as (
    select
        rank,
        count(marts.waiting_breaches.breach_id) as larger_waiting
    from ranked
    left join marts.waiting_breaches
        on marts.waiting_breaches.individuals > ranked.individuals
        and has_other_count
    where rank <= 20
    group by all
)

select
    rank,
    entity_name,
    individuals,
    year,
    submitted_on,
    state,
    entity_type,
    array_to_string(breach_types, ', ') as breach_types,
    array_to_string(locations, ', ') as locations,
    has_business_associate,
    is_duplicate,
    breach_id,
    larger_waiting
from ranked
join larger using (rank)
order by rank
