-- a practice counts the breaches and individuals of every threat that it mitigates
with wanted as (
    select
        practice_no,
        count(*) as breaches,
        coalesce(sum(individuals), 0) as individuals
    from marts.breaches
    join reference.hicp_practice_threats using (hicp_threat)
    where vanished_on is null
    group by all
)

select practice_no, hicp_practices.breaches, wanted.breaches as breaches_wanted
from figures.hicp_practices
full join wanted using (practice_no)
where coalesce(hicp_practices.breaches, 0) <> coalesce(wanted.breaches, 0)
    or coalesce(hicp_practices.individuals, 0) <> coalesce(wanted.individuals, 0);

-- the breaches of a practice are those of its threats, and those of recent years are among them
select practice, breaches, recent_breaches
from figures.hicp_practices
where breaches <> coalesce(phishing_breaches, 0) + coalesce(ransomware_breaches, 0)
    + coalesce(loss_or_theft_breaches, 0) + coalesce(insider_breaches, 0)
    + coalesce(medical_device_breaches, 0)
    or recent_breaches > breaches
    or recent_individuals > individuals
    or told_share not between 0 and 1;

-- all ten practices are ranked, the one of the most breaches first
select practice, breaches, rank_by_breaches
from figures.hicp_practices
where (rank_by_breaches = 1) <> (breaches = (select max(breaches) from figures.hicp_practices))
    or (select count(*) from figures.hicp_practices)
    <> (select count(*) from reference.hicp_practices);
