select
    year,
    count(*) as breaches,
    cast(sum(individuals) as bigint) as individuals
from {{ ref("reports") }}
group by all
order by all
