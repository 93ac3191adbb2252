-- One row per named incident at a vendor and words by which a report names it.
--
-- Many reporters, one event. A report names an incident where its description, or the name of its
-- reporter, holds the words, and it was submitted within the days. Most descriptions name no
-- vendor, so an event of this table is never all of an incident.
--
-- Key: incident, words
--
-- incident    The vendor, and the year in which it happened.
-- words       Lower-case words that the report must hold.
-- also_words  Lower-case words that it must hold besides; null where none are needed.
-- first_on    First day on which a report of it can have been submitted.
-- last_on     Last such day: a later report that names the vendor may mean something else.
-- said_by     Who said that it is one incident.
-- source_url  Where they said so.
-- note        What happened, or what the words stand for.

select
    cast(null as varchar) as incident,
    cast(null as varchar) as words,
    cast(null as varchar) as also_words,
    cast(null as date) as first_on,
    cast(null as date) as last_on,
    cast(null as varchar) as said_by,
    cast(null as varchar) as source_url,
    cast(null as varchar) as note
where false
