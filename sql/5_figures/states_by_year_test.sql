-- the breaches of a state and year are those of the mart
with counted as (
    select
        year,
        coalesce(state, 'Not stated') as state,
        count(*) as breaches,
        sum(individuals) as individuals,
        max(individuals) as largest_individuals
    from marts.breaches
    where vanished_on is null
    group by all
)

select year, state, figures.states_by_year.breaches, counted.breaches as counted
from figures.states_by_year
full join counted using (year, state)
where figures.states_by_year.breaches is distinct from coalesce(counted.breaches, 0)
    or figures.states_by_year.individuals is distinct from counted.individuals
    or figures.states_by_year.largest_individuals is distinct from counted.largest_individuals;

-- every state and district has a row in every year
select marts.years.year, marts.states.state
from marts.years
cross join marts.states
anti join figures.states_by_year
    on figures.states_by_year.year = marts.years.year
    and figures.states_by_year.state = marts.states.state
where kind in ('state', 'district');
