-- One row per labelled breach in a file of labels.
--
-- Key: source_line
--
-- source_line   Line of the file on which the label starts, counted from 1.
-- name          Name of the entity; null if the file has none.
-- origin        internal or external; null if the label is neither.
-- cause         Cause, or its code, of reference.causes; null if there is none.
-- confidence    How certain the label is, in the file's words; null if not stated.
-- case_key      Identifies the breach: its id, or its name and day; null if there is one reader.
-- submitted_on  Day of submission; null if the file has none.

select
    cast(null as bigint) as source_line,
    cast(null as varchar) as name,
    cast(null as varchar) as origin,
    cast(null as varchar) as cause,
    cast(null as varchar) as confidence,
    cast(null as varchar) as case_key,
    cast(null as date) as submitted_on
where false
