-- One row per breach that a second reader labelled.
--
-- Key: case_key
--
-- case_key  Identifies the breach in both files: its id, or its name and day.
-- origin, cause  As in evaluation.labels.

select
    cast(null as varchar) as case_key,
    cast(null as varchar) as origin,
    cast(null as varchar) as cause
where false
