-- One row per period with a printed share of human error in Australia's health sector.
--
-- It is shown beside the internal share here, of breaches submitted in the same days. The two are
-- not the same thing. Human error is a cause, not an origin: an insider who steals counts as
-- malicious there and internal here; an employee who falls for phishing counts as a cyber incident
-- there and internal here. The duty to notify differs too: any breach likely to do serious harm
-- there, 500 or more individuals here. Periods are by day of notification, and the numbers are
-- small. Intervals are Wilson's (J Am Stat Assoc 1927;22:209-212). Empty if the list has no breach
-- in such a period.
--
-- Key: period_start, period_end
--
-- period_start, period_end, period  As in reference.oaic_health_sector.
-- oaic_notifications    Notifications of Australia's health sector.
-- oaic_human_errors     Those by human error: as printed, or computed from the printed share.
-- oaic_share            Share of human error, 0 to 1, from these counts.
-- oaic_share_low        Lower end of its 95 % interval.
-- oaic_share_high       Upper end of it.
-- oaic_as_printed       The printed number: a count or a percentage.
-- oaic_attestation      How well that is known, as in reference.oaic_health_sector.
-- described_internal    Internal breaches here, by descriptions only.
-- described_determined  Internal and external ones together, likewise.
-- described_share       Their quotient; null where nothing is determined.
-- described_share_low   Lower end of its 95 % interval.
-- described_share_high  Upper end of it.
-- both_internal         Internal breaches here, by descriptions and types.
-- both_determined       Internal and external ones together, likewise.
-- both_share            Their quotient; null where nothing is determined.
-- both_share_low        Lower end of its 95 % interval.
-- both_share_high       Upper end of it.
-- source_url            Where the share of human error was read.

with periods as (
    select *
    from reference.oaic_health_sector
    where period_kind <> 'several'
        and human_errors is not null
        and health_notifications > 0
        and exists (
            select 1
            from marts.breaches
            where vanished_on is null
                and submitted_on between period_start and period_end
        )
),

counts as (
    select
        period_start,
        period_end,
        'oaic' as reading,
        human_errors as part,
        health_notifications as whole
    from periods
    union all
    select
        period_start,
        period_end,
        reading,
        count(*) filter (where origin = 'internal') as part,
        count(origin) as whole
    from periods
    join marts.origin_readings on submitted_on between period_start and period_end
    where reading <> 'portal types only'
    group by all
),

shares as (
    select
        *,
        part / nullif(whole, 0) as share,
        1.959963984540054e0 as z
    from counts
),

wilson as (
    select
        *,
        (share + z * z / (2 * whole)) / (1 + z * z / whole) as middle,
        z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
            as reach
    from shares
),

abreast as (
    select
        period_start,
        period_end,
        max(share) filter (where reading = 'oaic') as oaic_share,
        max(middle - reach) filter (where reading = 'oaic') as oaic_low,
        max(middle + reach) filter (where reading = 'oaic') as oaic_high,
        max(part) filter (where reading = 'descriptions only') as described_internal,
        max(whole) filter (where reading = 'descriptions only') as described_determined,
        max(share) filter (where reading = 'descriptions only') as described_share,
        max(middle - reach) filter (where reading = 'descriptions only') as described_low,
        max(middle + reach) filter (where reading = 'descriptions only') as described_high,
        max(part) filter (where reading = 'both') as both_internal,
        max(whole) filter (where reading = 'both') as both_determined,
        max(share) filter (where reading = 'both') as both_share,
        max(middle - reach) filter (where reading = 'both') as both_low,
        max(middle + reach) filter (where reading = 'both') as both_high
    from wilson
    group by all
)

select
    period_start,
    period_end,
    period,
    health_notifications as oaic_notifications,
    human_errors as oaic_human_errors,
    oaic_share,
    case when oaic_share is not null then greatest(oaic_low, 0) end as oaic_share_low,
    case when oaic_share is not null then least(oaic_high, 1) end as oaic_share_high,
    human_error_as_printed as oaic_as_printed,
    attestation as oaic_attestation,
    described_internal,
    described_determined,
    described_share,
    case when described_share is not null then greatest(described_low, 0) end
        as described_share_low,
    case when described_share is not null then least(described_high, 1) end as described_share_high,
    both_internal,
    both_determined,
    both_share,
    case when both_share is not null then greatest(both_low, 0) end as both_share_low,
    case when both_share is not null then least(both_high, 1) end as both_share_high,
    source_url
from periods
join abreast using (period_start, period_end)
order by period_start, period_end
