-- every breach is in exactly one class
select counted, breaches
from (select cast(coalesce(sum(breaches), 0) as bigint) as counted from figures.breach_sizes)
cross join (
    select count(*) as breaches from marts.breaches where vanished_on is null
)
where counted <> breaches;

-- shares add up to one
select shares
from (select sum(breaches_share) as shares from figures.breach_sizes)
where abs(shares - 1) > 1e-9;
