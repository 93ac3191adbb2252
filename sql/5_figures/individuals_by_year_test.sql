-- years, breaches and individuals are those of breaches_by_year
select year, figures.individuals_by_year.individuals, figures.breaches_by_year.individuals
from figures.individuals_by_year
full join figures.breaches_by_year using (year)
where figures.individuals_by_year.individuals is distinct from figures.breaches_by_year.individuals
    or figures.individuals_by_year.breaches is distinct from figures.breaches_by_year.breaches;
