-- One row per form of a breach in the database that this one replaces, with its published id.
--
-- Empty if there was no such database. Published ids never change, whatever captures are added
-- later.
--
-- Key: report_key, place
--
-- report_key  Made from all published values except the description.
-- place       Number of the report among those with the same report_key.
-- breach_id   The published id.

select
    cast(null as varchar) as report_key,
    cast(null as bigint) as place,
    cast(null as varchar) as breach_id
where false
