-- One row per cause of a breach in the table of Jiang and Bai, JAMA Intern Med 2019;179:265-267.
--
-- Their 1,138 cases were coded by hand and cannot be identified in any later export. Their counts
-- are for comparison only; nothing is computed from them.
--
-- Key: cause
--
-- cause               Name of the cause: words joined by hyphens.
-- cause_order         Order in their table, counted from 1.
-- code                Name in capitals, the form that hand labels use.
-- hhs_category        Type of breach under which they list the cause.
-- name                The cause as printed.
-- origin              internal or external.
-- published_breaches  Breaches with the cause, as printed.
-- published_share     Their share of the 1,138, as printed.
-- source_url          Address of the table.

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
