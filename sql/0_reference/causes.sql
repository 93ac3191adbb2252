-- One row per cause of a breach in the table of Jiang and Bai, JAMA Intern Med 2019;179:265-267.
--
-- Their 1,138 cases were coded by hand and cannot be selected from any later export: their
-- counts are for comparison, and nothing is computed from them.
--
-- Key: cause
--
-- cause               The cause in words, joined by hyphens.
-- cause_order         Order of the table, counted from 1.
-- code                The same in capitals, as hand labels write it.
-- hhs_category        The type of breach under which they put it.
-- name                As they print it.
-- origin              internal or external.
-- published_breaches  Their count.
-- published_share     Its share of the 1,138, as printed.
-- source_url          Where the table is.

select
    cast(null as varchar) as cause,
    cast(null as bigint) as cause_order,
    cast(null as varchar) as code,
    cast(null as varchar) as hhs_category,
    cast(null as varchar) as name,
    cast(null as varchar) as origin,
    cast(null as bigint) as published_breaches,
    cast(null as double) as published_share,
    cast(null as varchar) as source_url
where false
