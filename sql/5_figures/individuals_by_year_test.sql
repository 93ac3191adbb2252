-- years, breaches, individuals and the largest breach are those of breaches_by_year
select
    year,
    figures.individuals_by_year.breaches,
    figures.breaches_by_year.breaches as breaches_wanted,
    figures.individuals_by_year.individuals,
    figures.breaches_by_year.individuals as individuals_wanted,
    figures.individuals_by_year.largest_individuals,
    figures.breaches_by_year.largest_individuals as largest_individuals_wanted
from figures.individuals_by_year
full join figures.breaches_by_year using (year)
where figures.individuals_by_year.breaches is distinct from figures.breaches_by_year.breaches
    or figures.individuals_by_year.individuals
        is distinct from figures.breaches_by_year.individuals
    or figures.individuals_by_year.largest_individuals
        is distinct from figures.breaches_by_year.largest_individuals;

-- largest_entity_name reported a breach of that size in that year, and is null without one
select year, largest_individuals, largest_entity_name
from figures.individuals_by_year
left join marts.breaches using (year)
where vanished_on is null
group by all
having (largest_individuals is null) <> (largest_entity_name is null)
    or largest_individuals is not null
    and not bool_or(
        marts.breaches.individuals is not distinct from largest_individuals
        and entity_name is not distinct from largest_entity_name
    );

-- breaches_without_count are those of the year that state no number
select year, breaches_without_count, count(breach_id) as breaches_wanted
from figures.individuals_by_year
left join (
    select year, breach_id
    from marts.breaches
    where individuals is null
        and vanished_on is null
) using (year)
group by all
having breaches_without_count <> breaches_wanted;
