-- every listed breach has one kind of reporter, or is other
select figures.kinds_by_year.year, sum(breaches) as counted, max(base) as base
from figures.kinds_by_year
where attribute = 'provider_kind'
group by all
having sum(breaches) <> max(base);

-- bases are the breaches of the year, of which those described and those described as hacking
with wanted as (
    select
        year,
        count(*) as provider_kind,
        count(description) as data_kind,
        count(case when list_contains(breach_types, 'Hacking/IT Incident') then description end)
            as ransomware
    from marts.breaches
    where vanished_on is null
    group by all
)

select year, attribute, value, base
from figures.kinds_by_year
left join wanted using (year)
where base <> coalesce(
    case attribute
        when 'provider_kind' then provider_kind
        when 'data_kind' then data_kind
        when 'ransomware' then ransomware
    end,
    0
);

-- a kind of data counts the breaches that have it
with counted as (
    select value, sum(breaches) as counted
    from figures.kinds_by_year
    where attribute = 'data_kind'
    group by all
),

wanted as (
    select value, count(*) as breaches
    from (
        select unnest(data_kinds) as value
        from marts.breaches
        join marts.breach_kinds using (breach_id)
        where vanished_on is null
    )
    group by all
)

select value, counted, breaches
from counted
full join wanted using (value)
where coalesce(counted, 0) <> coalesce(breaches, 0);

-- a share is of its base
select year, attribute, value, breaches, base, share
from figures.kinds_by_year
where breaches > base
    or (base > 0 and abs(share * base - breaches) > 0.000001e0)
    or (share is null) <> (base = 0);
