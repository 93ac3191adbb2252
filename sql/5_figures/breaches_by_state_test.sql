-- every breach is counted in exactly one state, and so are its individuals
select
    counted,
    breaches,
    counted_individuals,
    individuals
from (
    select
        cast(coalesce(sum(breaches), 0) as bigint) as counted,
        cast(sum(individuals) as bigint) as counted_individuals
    from figures.breaches_by_state
)
cross join (
    select
        count(*) as breaches,
        cast(sum(individuals) as bigint) as individuals
    from marts.breaches
    where vanished_on is null
)
where counted <> breaches
    or counted_individuals is distinct from individuals;

-- the breaches of a state are those of marts.breaches, and a state without one has none
with listed as (
    select
        coalesce(state, 'Not stated') as state,
        count(*) as breaches,
        count(*) filter (where individuals is null) as breaches_without_count,
        max(individuals) as largest_individuals
    from marts.breaches
    where vanished_on is null
    group by all
)

select
    state,
    figures.breaches_by_state.breaches,
    listed.breaches as breaches_wanted
from figures.breaches_by_state
full join listed using (state)
where figures.breaches_by_state.breaches is distinct from coalesce(listed.breaches, 0)
    or figures.breaches_by_state.breaches_without_count
        <> coalesce(listed.breaches_without_count, 0)
    or figures.breaches_by_state.largest_individuals
        is distinct from listed.largest_individuals;

-- every state and district has a rate; a territory has one while no listed breach lacks a state
with blank as (
    select count(*) as breaches
    from marts.breaches
    where vanished_on is null
        and state is null
)

select
    marts.states.state,
    figures.breaches_by_state.breaches_per_million,
    blank.breaches as breaches_without_state
from marts.states
left join figures.breaches_by_state using (state)
cross join blank
where (breaches_per_million is not null) <> (
    marts.states.kind in ('state', 'district')
    or marts.states.kind = 'territory' and blank.breaches = 0
);

-- a rate times the residents is the count
select
    state,
    population,
    breaches,
    breaches_per_million,
    individuals,
    individuals_per_million
from figures.breaches_by_state
where is_rate_known <> (breaches_per_million is not null)
    or round(breaches_per_million * population / 1000000) <> breaches
    or round(individuals_per_million * population / 1000000) <> individuals
    or (is_rate_known and individuals is not null) <> (individuals_per_million is not null);
