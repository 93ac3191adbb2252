-- every description has a narrative
select distinct md5(description) as description_hash, left(description, 80) as description
from staging.breach_reports
where description is not null
    and md5(description) not in (select description_hash from intermediate.narratives)
order by description_hash;

-- a narrative is one line that ends with a period
select description_hash, narrative
from intermediate.narratives
where narrative is null
    or right(narrative, 1) <> '.'
    or regexp_matches(narrative, '[\n\r\t]')
order by description_hash;
