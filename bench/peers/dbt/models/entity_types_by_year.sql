select
    year,
    entity_type,
    count(*) as breaches
from {{ ref("reports") }}
group by all
order by all
