-- One row per word that is dropped or replaced when names of reporters are compared.
--
-- intermediate.entity_keys applies them to names in lower case, without accents and punctuation.
--
-- Key: words
--
-- words        A word in lower case; for kind "no name", a whole name.
-- kind         legal form, title, filler: dropped, but not after "of" or "in", where CO is
--              Colorado; cut: dropped with everything after it, unless it comes first;
--              abbreviation: replaced; no name: text that is not a name.
-- replaced_by  Full form of an abbreviation; null for other kinds.
-- note         What the word means, or what else it may mean; null if it is obvious.

select
    cast(null as varchar) as words,
    cast(null as varchar) as kind,
    cast(null as varchar) as replaced_by,
    cast(null as varchar) as note
where false
