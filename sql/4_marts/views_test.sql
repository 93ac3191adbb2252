-- every listed breach counts in one row
select counted, listed
from (select cast(sum(breaches) as bigint) as counted from marts.views)
cross join (select count(*) as listed from marts.breaches where vanished_on is null)
where counted <> listed;

-- since when a view is unknown is known exactly where it is
select source_file, source_line, breach_id, view, view_unknown_since
from marts.breaches
where vanished_on is null
    and (view is null) <> (view_unknown_since is not null or is_reconstructed);
