-- One row per period of Australia's Notifiable Data Breaches scheme, of its health sector.
--
-- From the statistics of the Office of the Australian Information Commissioner (OAIC) and from
-- copies of them; attestation and status say how well each row is known. No copy that was read
-- prints malicious attacks or system faults of the health sector apart.
--
-- Key: period_start, period_end
--
-- period_start                First day of the period.
-- period_end                  Last day of it.
-- period                      The period in words.
-- period_kind                 quarter, half-year, part of a quarter, or several where it adds up
--                             other rows.
-- notifications               Of all sectors, as first published; null where not read.
-- health_notifications        Of health service providers; null likewise.
-- health_share                Their share of all, as printed; null likewise.
-- human_errors                Health notifications by human error: printed, or what the printed
--                             share of health_notifications comes to; null where neither is.
-- human_error_share           Share of human error, as printed; null where a count is printed.
-- human_error_as_printed      What is printed of it: a count or a per cent.
-- all_human_error_as_printed  The same of all sectors.
-- all_malicious_as_printed    Malicious or criminal attacks, of all sectors.
-- all_system_fault_as_printed  System faults, of all sectors.
-- attestation                 verified, derived from other printed totals, share only, total only,
--                             or missing.
-- status                      How well the row is known, in words.
-- remark                      What a reader must know of it.
-- source_url                  Where it was read.

select
    cast(null as date) as period_start,
    cast(null as date) as period_end,
    cast(null as varchar) as period,
    cast(null as varchar) as period_kind,
    cast(null as bigint) as notifications,
    cast(null as bigint) as health_notifications,
    cast(null as double) as health_share,
    cast(null as bigint) as human_errors,
    cast(null as double) as human_error_share,
    cast(null as varchar) as human_error_as_printed,
    cast(null as varchar) as all_human_error_as_printed,
    cast(null as varchar) as all_malicious_as_printed,
    cast(null as varchar) as all_system_fault_as_printed,
    cast(null as varchar) as attestation,
    cast(null as varchar) as status,
    cast(null as varchar) as remark,
    cast(null as varchar) as source_url
where false
