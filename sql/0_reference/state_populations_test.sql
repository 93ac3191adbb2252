-- every state, district and territory has a population, and no other row exists
select
    coalesce(reference.states.state, reference.state_populations.state) as state,
    kind,
    population
from reference.states
full join reference.state_populations using (state)
where kind is null
    or (population is null) <> (kind = 'freely associated state')
    or population <= 0;

-- the 50 states and the District of Columbia add up to the 331,449,281 residents of the Census
select counted, 331449281 as printed
from (
    select cast(coalesce(sum(population), 0) as bigint) as counted
    from reference.state_populations
    join reference.states using (state)
    where kind in ('state', 'district')
)
where counted <> 331449281;

-- the territories add up to the 3,623,895 residents of the Census and the Island Areas Censuses
select counted, 3285874 + 153836 + 87146 + 49710 + 47329 as printed
from (
    select cast(coalesce(sum(population), 0) as bigint) as counted
    from reference.state_populations
    join reference.states using (state)
    where kind = 'territory'
)
where counted <> 3285874 + 153836 + 87146 + 49710 + 47329;
