-- every description has a narrative
select source_file, source_line, description_no
from intermediate.reports
where description_no > 0
    and description_no not in (select description_no from intermediate.narratives)
order by source_file, source_line;

-- a narrative is one line that ends with a period
select description_no, narrative
from intermediate.narratives
where narrative is null
    or right(narrative, 1) <> '.'
    or contains(narrative, chr(9))
    or contains(narrative, chr(10))
    or contains(narrative, chr(13))
order by description_no;
