-- One row per kind of label that two readers gave: how often they agree, also beyond chance.
--
-- Only breaches that both readers labelled count. Agreement by chance is how often they would agree
-- if each gave labels at random with the same shares as before. kappa is Cohen's (Educ Psychol Meas
-- 1960;20:37-46). The interval of the agreement is Wilson's.
--
-- Key: kind
--
-- kind            origin or cause.
-- breaches        Breaches that both readers labelled.
-- agreed          Breaches with the same label from both.
-- agreement       agreed / breaches, 0 to 1.
-- agreement_low   Lower end of its 95 % interval.
-- agreement_high  Upper end of its 95 % interval.
-- by_chance       Agreement expected by chance.
-- kappa           (agreement - by_chance) / (1 - by_chance); null if by_chance is 1.

with first_reading as (
    select
        case_key,
        origin,
        coalesce(causes.cause, labels.cause) as cause
    from evaluation.labels
    left join (select cause, code from reference.causes) as causes
        on labels.cause in (causes.cause, causes.code)
),

other_reading as (
    select
        case_key,
        origin,
        coalesce(causes.cause, second_reading.cause) as cause
    from evaluation.second_reading
    left join (select cause, code from reference.causes) as causes
        on second_reading.cause in (causes.cause, causes.code)
),

pairs as (
    select
        'origin' as kind,
        first_reading.origin as one,
        other_reading.origin as other
    from first_reading
    join other_reading using (case_key)
    union all
    select
        'cause' as kind,
        first_reading.cause as one,
        other_reading.cause as other
    from first_reading
    join other_reading using (case_key)
),

both_labelled as (
    select * from pairs where one is not null and other is not null
),

totals as (
    select
        kind,
        count(*) as breaches,
        count(*) filter (where one = other) as agreed
    from both_labelled
    group by all
),

ones as (
    select
        kind,
        one as label,
        count(*) as labels
    from both_labelled
    group by all
),

others as (
    select
        kind,
        other as label,
        count(*) as labels
    from both_labelled
    group by all
),

chances as (
    select
        kind,
        cast(sum(ones.labels * others.labels) as bigint) as products
    from ones
    join others using (kind, label)
    group by all
),

rated as (
    select
        kind,
        breaches,
        agreed,
        agreed / breaches as agreement,
        coalesce(products, 0) / (breaches * breaches) as by_chance,
        1.959963984540054 * 1.959963984540054 / breaches as z
    from totals
    left join chances using (kind)
)

select
    kind,
    breaches,
    agreed,
    agreement,
    greatest(0, (agreement + z / 2 - sqrt(z * (agreement * (1 - agreement) + z / 4))) / (1 + z))
        as agreement_low,
    least(1, (agreement + z / 2 + sqrt(z * (agreement * (1 - agreement) + z / 4))) / (1 + z))
        as agreement_high,
    by_chance,
    case when by_chance < 1 then (agreement - by_chance) / (1 - by_chance) end as kappa
from rated
order by kind desc
