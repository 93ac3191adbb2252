-- breaches and individuals are those of the mart that state a number
with counted as (
    select cast(year as varchar) as period, count(*) as breaches, sum(individuals) as individuals
    from marts.breaches
    where vanished_on is null
        and individuals is not null
    group by all
    union all
    select 'All years' as period, count(*) as breaches, sum(individuals) as individuals
    from marts.breaches
    where vanished_on is null
        and individuals is not null
    having count(*) > 0
)

select period, figures.concentration.breaches, counted.breaches as counted
from figures.concentration
full join counted using (period)
where figures.concentration.breaches is distinct from counted.breaches
    or figures.concentration.individuals is distinct from counted.individuals;

-- the largest 1, 5 and 10 % of all years are those that come first by size
with ranked as (
    select individuals as people, row_number() over (order by individuals desc) as place
    from marts.breaches
    where vanished_on is null
        and individuals is not null
),

summed as (
    select
        sum(case when place <= top_1_percent then people end) as top_1,
        sum(case when place <= top_5_percent then people end) as top_5,
        sum(case when place <= top_10_percent then people end) as top_10
    from ranked
    cross join figures.concentration
    where period = 'All years'
)

select period, top_1_percent_share, top_5_percent_share, top_10_percent_share
from figures.concentration
cross join summed
where period = 'All years'
    and (
        abs(top_1_percent_share * individuals - top_1) > 1
        or abs(top_5_percent_share * individuals - top_5) > 1
        or abs(top_10_percent_share * individuals - top_10) > 1
        or top_1_percent not between breaches * 0.01 - 1 and greatest(breaches * 0.01, 1)
        or top_5_percent not between breaches * 0.05 - 1 and greatest(breaches * 0.05, 1)
        or top_10_percent not between breaches * 0.1 - 1 and greatest(breaches * 0.1, 1)
    );

-- shares rise with the breaches, and the Gini coefficient lies between 0 and 1
select period, top_1_percent_share, top_5_percent_share, top_10_percent_share, gini
from figures.concentration
where top_1_percent_share > top_5_percent_share + 1e-12
    or top_5_percent_share > top_10_percent_share + 1e-12
    or top_10_percent_share > 1 + 1e-12
    or gini not between 0 and 1
    or (gini is null) <> (individuals = 0)
    or (gini is null) <> (top_1_percent_share is null);

-- the Gini coefficient is that of the Lorenz curve, which has an error of half a step at most
select gini, below
from figures.concentration
cross join (
    select 1 - sum(width * (individuals_share + previous)) as below
    from (
        select
            individuals_share,
            breaches_percent / 100.0
                - lag(breaches_percent / 100.0) over (order by breaches_percent) as width,
            lag(individuals_share) over (order by breaches_percent) as previous
        from figures.lorenz_curve
    )
)
where period = 'All years'
    and abs(gini - below) > 0.005;
