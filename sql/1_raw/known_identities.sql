-- One row per form of a breach in the database that this one replaces, with the id it had.
--
-- Empty where there was none. A published id is kept, whatever captures are added later.
--
-- Key: report_key, place
--
-- report_key  Made from all published values but the description.
-- place       Which of the reports alike it is.
-- breach_id   The id that was published.

select
    cast(null as varchar) as report_key,
    cast(null as bigint) as place,
    cast(null as varchar) as breach_id
where false
