-- no breach that is left out is larger than one that is shown
select source_file, source_line, marts.breaches.individuals
from marts.breaches
where vanished_on is null
    and individuals > (select min(individuals) from figures.largest_breaches)
    and breach_id not in (select breach_id from figures.largest_breaches);
