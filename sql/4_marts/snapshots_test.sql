-- warn: every character of the current capture could be read
select source_file, encoding, damaged_characters
from marts.snapshots
where is_current and damaged_characters > 0;

-- every row of marts.breaches comes from a snapshot that is shown, and is counted there
with counted as (
    select
        source_file,
        count(*) as breaches_wanted
    from marts.breaches
    group by all
)

select
    source_file,
    breaches_wanted,
    breaches_shown,
    is_shown
from counted
full join marts.snapshots using (source_file)
where coalesce(breaches_wanted, 0) is distinct from breaches_shown
    or breaches_wanted > 0 and not is_shown
order by source_file;
