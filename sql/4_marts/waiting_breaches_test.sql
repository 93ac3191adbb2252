-- what waits is what the list of the newest capture shows, and marts.breaches not or in other words
with newest as (
    select max(captured_on) as captured_on
    from marts.captures
),

wanted as (
    select
        newer.breach_id,
        newer.source_file,
        newer.source_line
    from marts.breaches_as_of((select captured_on from newest)) as newer
    where not (select bool_or(is_as_of) from marts.captures)
        and not exists (
            select 1
            from marts.breaches
            where marts.breaches.breach_id = newer.breach_id
                and marts.breaches.source_file = newer.source_file
                and marts.breaches.source_line = newer.source_line
                and vanished_on is null
        )
)

select
    coalesce(wanted.source_file, waiting.source_file) as source_file,
    coalesce(wanted.source_line, waiting.source_line) as source_line,
    wanted.breach_id as breach_wanted,
    waiting.breach_id
from wanted
full join marts.waiting_breaches as waiting using (breach_id)
where wanted.breach_id is null
    or waiting.breach_id is null
    or wanted.source_file <> waiting.source_file
    or wanted.source_line <> waiting.source_line
order by source_file, source_line;
