-- One row per thing that happened and that a reader of a chart over the years should know.
--
-- Charts draw an event as a thin line with a word and a year, and mark the breach that it names. It
-- says what happened, and not that it caused what the list shows.
--
-- Key: event
--
-- event        Short name of the event.
-- happened_on  Day on which it happened, took effect, or was reported to OCR.
-- short        The word or two that a chart has room for.
-- charts       Figures whose charts draw it as a line, joined by |; null for none.
-- entity       The reporting entity as the list names it, of an event that is a breach; null for
--              others.
-- what         What happened, in a sentence or two.
-- source       Where that is written.
-- source_url   Its address.

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
