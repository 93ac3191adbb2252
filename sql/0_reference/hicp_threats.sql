-- One row per threat of the Health Industry Cybersecurity Practices (HICP, HHS 405(d)).
--
-- Key: hicp_threat
--
-- hicp_threat  The threat in words, joined by hyphens.
-- threat_id    T1 to T5, as HICP numbers them.
-- name         Its name in the edition of 2018, Technical Volume 2.
-- name_2023    Its name in the edition of 2023.

select
    cast(null as varchar) as hicp_threat,
    cast(null as varchar) as threat_id,
    cast(null as varchar) as name,
    cast(null as varchar) as name_2023
where false
