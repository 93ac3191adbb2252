-- One row per labelled breach, as a file of labels has it.
--
-- Key: source_line
--
-- source_line   Line of the file on which it begins, counted from 1.
-- name          Name of the entity; null where the file has none.
-- origin        internal or external; null where the label is neither.
-- cause         Cause, or its code, of reference.causes; null where there is none.
-- confidence    How sure the label is, in the file's words; null where it does not say.
-- case_key      What names the breach: its id, or its name and day; null with one reader.
-- submitted_on  Day of submission; null where the file has none.

select
    cast(null as bigint) as source_line,
    cast(null as varchar) as name,
    cast(null as varchar) as origin,
    cast(null as varchar) as cause,
    cast(null as varchar) as confidence,
    cast(null as varchar) as case_key,
    cast(null as date) as submitted_on
where false
