-- the curve begins at 0, ends at 1, and bends upwards: each step adds at least what the one before
-- it added, for its width
with stepped as (
    select
        breaches_percent,
        individuals_share,
        (individuals_share - lag(individuals_share) over along)
            / (breaches_percent - lag(breaches_percent) over along) as slope
    from figures.lorenz_curve
    window along as (order by breaches_percent)
),

bent as (
    select *, lag(slope) over (order by breaches_percent) as previous_slope
    from stepped
)

select breaches_percent, individuals_share
from bent
where individuals_share is null
    or individuals_share not between 0 and 1 + 1e-9
    or slope < previous_slope - 1e-9
    or (breaches_percent = 0) <> (individuals_share = 0)
    or (breaches_percent = 100 and abs(individuals_share - 1) > 1e-9);

-- the curve has all its steps where a breach states a number
select count(*) as steps
from figures.lorenz_curve
having count(*) <> 110
    and (select coalesce(sum(individuals), 0) from marts.breaches where vanished_on is null) > 0;

-- half of the breaches, the smaller ones, have the people that they state
with ranked as (
    select
        individuals,
        row_number() over (order by individuals) as place,
        count(*) over () as breaches
    from marts.breaches
    where vanished_on is null
        and individuals is not null
)

select individuals_share, half
from figures.lorenz_curve
cross join (
    select
        sum(individuals * least(1, greatest(0, breaches / 2.0 - (place - 1))))
            / nullif(sum(individuals), 0) as half
    from ranked
)
where breaches_percent = 50
    and abs(individuals_share - half) > 1e-6;
