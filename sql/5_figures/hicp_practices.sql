-- One row per practice of HICP (HHS 405(d)): the breaches whose threat it mitigates.
--
-- Which practice mitigates which threat is HHS's judgment of 2018 and not a measurement; it does
-- not mean that the practice would have prevented the breach. Practices overlap: a breach counts in
-- every practice that mitigates its threat, so the rows add up to more than the breaches. A breach
-- without a known threat counts in none. A practice that mitigates more threats ranks higher,
-- regardless of its cost. Empty if no threat is known.
--
-- Key: place
--
-- place                    Counts the practices from the one with the most breaches; ties in the
--                          order of practice_no.
-- practice_no              1 to 10, as HICP numbers them.
-- practice                 Its name in the edition of 2018.
-- threats                  How many of the five threats it mitigates.
-- breaches                 Breaches whose threat it mitigates, in all years.
-- individuals              People affected by them; 0 where none or none is stated.
-- rank_by_breaches         1 for the most breaches; equal numbers share a rank.
-- rank_by_individuals      1 for the most individuals; likewise.
-- told_share               breaches as a share of all breaches with a known threat, 0 to 1.
-- recent_breaches          Those of the last three full years.
-- recent_individuals       People affected by these.
-- recent_from_year         First of these years; null in a list without a full year.
-- recent_to_year           Last of them; likewise.
-- phishing_breaches        Those of breaches by phishing; null if it does not mitigate that.
-- ransomware_breaches      Those of ransomware; likewise.
-- loss_or_theft_breaches   Those of loss or theft; likewise.
-- insider_breaches         Those of insiders; likewise.
-- medical_device_breaches  Those of attacks on medical devices; likewise.

with recent as (
    select
        greatest(max(year) - 2, min(year)) as recent_from_year,
        max(year) as recent_to_year
    from marts.years
    where not is_partial_year
),

threatened as (
    select
        hicp_threat,
        count(*) as breaches,
        coalesce(sum(individuals), 0) as individuals,
        count(*) filter (where year between recent_from_year and recent_to_year)
            as recent_breaches,
        coalesce(
            sum(individuals) filter (where year between recent_from_year and recent_to_year), 0
        ) as recent_individuals
    from marts.breaches
    cross join recent
    where vanished_on is null
        and hicp_threat is not null
    group by all
),

pairs as (
    select
        practice_no,
        hicp_threat,
        coalesce(breaches, 0) as breaches,
        coalesce(individuals, 0) as individuals,
        coalesce(recent_breaches, 0) as recent_breaches,
        coalesce(recent_individuals, 0) as recent_individuals
    from reference.hicp_practice_threats
    left join threatened using (hicp_threat)
),

added as (
    select
        practice_no,
        count(*) as threats,
        cast(sum(breaches) as bigint) as breaches,
        cast(sum(individuals) as bigint) as individuals,
        cast(sum(recent_breaches) as bigint) as recent_breaches,
        cast(sum(recent_individuals) as bigint) as recent_individuals,
        max(breaches) filter (where hicp_threat = 'phishing') as phishing_breaches,
        max(breaches) filter (where hicp_threat = 'ransomware') as ransomware_breaches,
        max(breaches) filter (where hicp_threat = 'loss-or-theft') as loss_or_theft_breaches,
        max(breaches) filter (where hicp_threat = 'insider') as insider_breaches,
        max(breaches) filter (where hicp_threat = 'medical-device') as medical_device_breaches
    from pairs
    group by all
)

select
    row_number() over (order by breaches desc, practice_no) as place,
    practice_no,
    name as practice,
    threats,
    breaches,
    individuals,
    rank() over (order by breaches desc) as rank_by_breaches,
    rank() over (order by individuals desc) as rank_by_individuals,
    breaches / (select sum(breaches) from threatened) as told_share,
    recent_breaches,
    recent_individuals,
    recent_from_year,
    recent_to_year,
    phishing_breaches,
    ransomware_breaches,
    loss_or_theft_breaches,
    insider_breaches,
    medical_device_breaches
from added
join reference.hicp_practices using (practice_no)
cross join recent
where exists (select 1 from threatened)
order by place
