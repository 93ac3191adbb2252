-- One row per breach that a second reader labelled.
--
-- Key: case_key
--
-- case_key  What names the breach in both files: its id, or its name and day.
-- origin    internal or external; null where the label is neither.
-- cause     Cause, or its code, of reference.causes; null where there is none.

select
    cast(null as varchar) as case_key,
    cast(null as varchar) as origin,
    cast(null as varchar) as cause
where false
