-- One row per word that counts for nothing, or stands for others, in the name of a reporter.
--
-- intermediate.entity_keys applies them to names in lower case, without accents and punctuation.
--
-- Key: words
--
-- words        A word in lower case; of the kind no name, a whole name.
-- kind         legal form, title, filler: left out, but not after "of" or "in", where CO is
--              Colorado; cut: left out with all that follows, unless it comes first; abbreviation:
--              replaced; no name: such a name is none.
-- replaced_by  What an abbreviation stands for; null for the other kinds.
-- note         What the word means, or what else it may mean; null where it speaks for itself.

select
    cast(null as varchar) as words,
    cast(null as varchar) as kind,
    cast(null as varchar) as replaced_by,
    cast(null as varchar) as note
where false
