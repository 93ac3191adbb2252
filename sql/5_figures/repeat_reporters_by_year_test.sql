-- every breach whose reporter has a name counts in its year
select year, figures.repeat_reporters_by_year.breaches, counted.breaches as counted
from figures.repeat_reporters_by_year
full join (
    select year, count(*) as breaches, count(distinct entity_key) as reporters
    from marts.breaches
    where vanished_on is null
        and entity_key is not null
    group by all
) as counted using (year)
where figures.repeat_reporters_by_year.breaches is distinct from coalesce(counted.breaches, 0)
    or figures.repeat_reporters_by_year.reporters <> coalesce(counted.reporters, 0);

-- reporters without an earlier breach come once each: as many as there are keys
select coalesce(sum(reporters - repeat_reporters), 0) as first_reports
from figures.repeat_reporters_by_year
having first_reports <> (
    select count(distinct entity_key) from marts.breaches where vanished_on is null
);

-- breaches of repeat reporters are those with an earlier one of the same key
with stated as (
    select cast(sum(breaches_of_repeat) as bigint) as stated
    from figures.repeat_reporters_by_year
),

counted as (
    select count(*) as counted
    from marts.breaches as later
    semi join (select entity_key, year from marts.breaches where vanished_on is null) as earlier
        on earlier.entity_key = later.entity_key
        and earlier.year < later.year
    where vanished_on is null
)

select stated, counted
from stated
cross join counted
where stated <> counted;

-- no year has more repeat reporters than reporters, and the largest count is that of one of them
select year, reporters, repeat_reporters, reporters_of_several, most_breaches
from figures.repeat_reporters_by_year
left join (
    select year, entity_key as most_entity_key, count(*) as counted
    from marts.breaches
    where vanished_on is null
    group by all
) using (year, most_entity_key)
where repeat_reporters > reporters
    or reporters_of_several > reporters
    or (most_breaches > 1) <> (reporters_of_several > 0)
    or most_breaches is distinct from counted
    or repeat_share is distinct from repeat_reporters / nullif(cast(reporters as double), 0);
