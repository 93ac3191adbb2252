-- One row per named incident at a vendor and phrase by which reports name it.
--
-- One incident leads to reports by many entities. A report belongs to an incident if its
-- description or the name of its reporter contains the phrase and it was submitted within the given
-- days. Most descriptions name no vendor, so an incident always has more reports than are found
-- here.
--
-- Key: incident, words
--
-- incident    The vendor and the year.
-- words       Phrase in lower case that the report must contain.
-- also_words  Further phrase that it must contain; null if none.
-- first_on    First day on which a report of the incident can have been submitted.
-- last_on     Last such day; a later report that names the vendor may mean something else.
-- said_by     Who stated that it was one incident.
-- source_url  Address of that statement.
-- note        What happened, or what the phrase means.

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
