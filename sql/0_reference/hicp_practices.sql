-- One row per practice of the Health Industry Cybersecurity Practices (HICP, HHS 405(d)), 2018.
--
-- Key: practice_no
--
-- practice_no  1 to 10, the number in HICP.
-- name         Name in the edition of 2018, Technical Volume 2.
-- source_url   Address of the source.

select
    cast(null as bigint) as practice_no,
    cast(null as varchar) as name,
    cast(null as varchar) as source_url
where false
