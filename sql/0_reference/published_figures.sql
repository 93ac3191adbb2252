-- One row per number of the breach list that a study printed.
--
-- Key: study, no
--
-- study         The study in reference.studies.
-- no            Number of the figure within its study, from 1.
-- metric        What is counted. share_ is a percentage of the whole period; pct_change_ is from
--               the first year of the period to its last; rank_ is a place among breaches or
--               categories; cumulative_ is a sum from the first year on; mean_log_ is the mean of
--               natural logarithms; coefficient_log_ is the difference of mean logarithms between a
--               category and hacking, which is the coefficient of a regression on categories;
--               breaches_holding_majority is the smallest number of breaches with more than half of
--               all people.
-- period_start  First day of submission that counts; null if the source does not state it.
-- period_end    Last day that counts; null if the source does not state it.
-- breakdown     all, year, half, entity_type, not_entity_type (all other types, blank included),
--               location, breach_type, first_breach_type (the first one listed), size (people,
--               LEAST..MOST), view, business_associate, entity (words of a name), or a breakdown of
--               the study's own, which the portal does not publish.
-- category      Category of the breakdown, in the portal's spelling; "A + B" means their sum.
-- unit          count, records, individuals, patients, percent, log or rank.
-- value         The number.
-- as_printed    The number as it was printed.
-- printed_to    Unit of the last printed digit: 100000 for 176.4 million.
-- rounding      How to read the number, from the words printed with it: nearest; at least; more
--               than (also over); less than; nearly (also close to), which means rounded up.
-- source_url    Address of the source.
-- printed_in    Table, text or press report.
-- remark        What a reader must know about the number; null if nothing.

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
