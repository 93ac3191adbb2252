-- One row per breach whose description a person read and gave a cause and an origin.
--
-- These are development labels: the rules of origins were written with them in view, by readers who
-- knew the scheme of Jiang and Bai. The descriptions are those of the list, and are not repeated.
--
-- Key: label_no
--
-- label_no          Counts the labels from 1, by day of submission.
-- name, submitted_on, individuals  As in reference.kind_labels.
-- cause             The cause in reference.causes.
-- origin            internal or external.
-- confidence        How sure the reader was of the origin: high, medium or low.
-- cause_confidence  The same of the cause.
-- reason            Why, in the reader's words.

select
    cast(null as bigint) as label_no,
    cast(null as varchar) as name,
    cast(null as date) as submitted_on,
    cast(null as bigint) as individuals,
    cast(null as varchar) as cause,
    cast(null as varchar) as origin,
    cast(null as varchar) as confidence,
    cast(null as varchar) as cause_confidence,
    cast(null as varchar) as reason
where false
