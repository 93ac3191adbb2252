-- One row per event that explains what charts over years show.
--
-- Charts draw an event as a thin line with a word and a year, and mark the breach that it names. An
-- event is stated as a fact, not as the cause of what the list shows.
--
-- Key: event
--
-- event        Short name of the event.
-- happened_on  Day on which it happened, took effect, or was reported to OCR.
-- short        The word or two that a chart writes.
-- charts       Figures whose charts draw it as a line, joined by |; null for none.
-- entity       If the event is a breach, its reporting entity as in the list; else null.
-- what         What happened, in a sentence or two.
-- source       Publication that states it.
-- source_url   Address of the source.

select
    cast(null as varchar) as event,
    cast(null as date) as happened_on,
    cast(null as varchar) as short,
    cast(null as varchar) as charts,
    cast(null as varchar) as entity,
    cast(null as varchar) as what,
    cast(null as varchar) as source,
    cast(null as varchar) as source_url
where false
