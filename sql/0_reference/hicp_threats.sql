-- One row per threat of the Health Industry Cybersecurity Practices (HICP, HHS 405(d)).
--
-- Key: hicp_threat
--
-- hicp_threat  Name of the threat: words joined by hyphens.
-- threat_id    T1 to T5, the number in HICP.
-- name         Name in the edition of 2018, Technical Volume 2.
-- name_2023    Name in the edition of 2023.

select
    cast(null as varchar) as hicp_threat,
    cast(null as varchar) as threat_id,
    cast(null as varchar) as name,
    cast(null as varchar) as name_2023
where false
