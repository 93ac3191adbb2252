-- every breach has one threat or none, and is counted with its individuals in its year
with counted as (
    select
        year,
        hicp_threat,
        breaches,
        individuals
    from figures.hicp_threats_by_year
),

wanted as (
    select
        year,
        hicp_threat,
        count(*) as breaches,
        coalesce(sum(individuals), 0) as individuals
    from marts.breaches
    where vanished_on is null
    group by all
)

select counted.year, counted.hicp_threat, counted.breaches, wanted.breaches as breaches_wanted
from counted
full join wanted
    on counted.year = wanted.year
    and counted.hicp_threat is not distinct from wanted.hicp_threat
where coalesce(counted.breaches, 0) <> coalesce(wanted.breaches, 0)
    or coalesce(counted.individuals, 0) <> coalesce(wanted.individuals, 0);

-- cumulative individuals of a threat are those of its years so far
select year, threat, individuals, cumulative_individuals
from (
    select
        *,
        lag(cumulative_individuals, 1, 0) over (partition by threat order by year) as before
    from figures.hicp_threats_by_year
)
where cumulative_individuals <> before + individuals;
