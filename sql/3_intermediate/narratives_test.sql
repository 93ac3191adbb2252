-- every description has a narrative
select source_file, source_line, description_hash
from intermediate.reports
where description_hash <> ''
    and description_hash not in (select description_hash from intermediate.narratives)
order by source_file, source_line;

-- a narrative is one line that ends with a period
select description_hash, narrative
from intermediate.narratives
where narrative is null
    or right(narrative, 1) <> '.'
    or contains(narrative, chr(9))
    or contains(narrative, chr(10))
    or contains(narrative, chr(13))
order by description_hash;
