-- the breaches beside each Australian period are those submitted in its days
with wanted as (
    select
        period_start,
        period_end,
        count(*) filter (where origin_by_description = 'internal') as described_internal,
        count(origin_by_description) as described_determined,
        count(*) filter (where origin = 'internal') as both_internal,
        count(origin) as both_determined
    from reference.oaic_health_sector
    join marts.breaches on submitted_on between period_start and period_end
    where vanished_on is null
        and period_kind <> 'several'
        and human_errors is not null
    group by all
)

select period, oaic_comparison.both_internal, wanted.both_internal as both_wanted
from figures.oaic_comparison
full join wanted using (period_start, period_end)
where (
    oaic_comparison.described_internal,
    oaic_comparison.described_determined,
    oaic_comparison.both_internal,
    oaic_comparison.both_determined
) is distinct from (
    wanted.described_internal,
    wanted.described_determined,
    wanted.both_internal,
    wanted.both_determined
);

-- a share beside Australia's is between 0 and 1 and inside its interval
select period, reading, share, low, high
from (
    select period, 'oaic' as reading, oaic_share as share, oaic_share_low as low,
        oaic_share_high as high
    from figures.oaic_comparison
    union all
    select period, 'descriptions only', described_share, described_share_low, described_share_high
    from figures.oaic_comparison
    union all
    select period, 'both', both_share, both_share_low, both_share_high
    from figures.oaic_comparison
)
where low not between 0 and 1
    or high not between 0 and 1
    or high <= low
    or share + 0.000001 < low
    or share - 0.000001 > high
    or (reading = 'oaic' and share is null);
