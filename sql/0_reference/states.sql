-- One row per state, district or territory that a report may name.
--
-- Key: state
--
-- state  Two-letter postal code (US Postal Service, Publication 28, appendix B).
-- name   Name in English.
-- kind   state, district, territory or freely associated state.

select
    cast(null as varchar) as state,
    cast(null as varchar) as name,
    cast(null as varchar) as kind
where false
