-- One row per number that a study printed of the breach list.
--
-- Key: study, no
--
-- study         The study in reference.studies.
-- no            Counts its numbers from 1.
-- metric        What is counted. share_ is a percentage of the whole period, pct_change_ from the
--               first year of the period to its last, rank_ the place among its kind, cumulative_
--               a sum from the first year on; mean_log_ the mean of natural logarithms, and
--               coefficient_log_ how far that of a category is from that of hacking, which is the
--               coefficient of a regression on categories; breaches_holding_majority are the
--               fewest that hold more than half of all people.
-- period_start  First day of submission counted; null where the source tells none.
-- period_end    Last day counted; likewise.
-- breakdown     all, year, half, entity_type, not_entity_type (all others, blanks among them),
--               location, breach_type, first_breach_type (the first that is listed), size (people,
--               LEAST..MOST), view, business_associate, entity (words of a name), or a kind of the
--               study's own, which the portal does not publish.
-- category      Which of its kind, as the portal writes it; "A + B" adds them up.
-- unit          count, records, individuals, patients, percent, log or rank.
-- value         The number.
-- as_printed    The number as it was printed.
-- printed_to    Unit of the last digit printed: 100000 for 176.4 million.
-- rounding      How the number is read, by the words printed with it: nearest; at least; more than
--               (also over); less than; nearly (also close to), which is rounded up.
-- source_url    Where it was read.
-- printed_in    Table, text or press report.
-- remark        What a reader must know of it; null where nothing.

select
    cast(null as varchar) as study,
    cast(null as bigint) as no,
    cast(null as varchar) as metric,
    cast(null as date) as period_start,
    cast(null as date) as period_end,
    cast(null as varchar) as breakdown,
    cast(null as varchar) as category,
    cast(null as varchar) as unit,
    cast(null as double) as value,
    cast(null as varchar) as as_printed,
    cast(null as double) as printed_to,
    cast(null as varchar) as rounding,
    cast(null as varchar) as source_url,
    cast(null as varchar) as printed_in,
    cast(null as varchar) as remark
where false
