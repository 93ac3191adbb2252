-- One row per period of Australia's Notifiable Data Breaches scheme, for its health sector.
--
-- From the statistics of the Office of the Australian Information Commissioner (OAIC) and copies of
-- them; attestation and status state how reliable each row is. No copy that was read prints the
-- malicious attacks or system faults of the health sector separately.
--
-- Key: period_start, period_end
--
-- period_start                First day of the period.
-- period_end                  Last day of the period.
-- period                      Name of the period.
-- period_kind                 quarter, half-year, part of a quarter, or several for a sum of other
--                             rows.
-- notifications               All sectors, as first published; null if not read.
-- health_notifications        Health service providers; null if not read.
-- health_share                Their share of all, as printed; null if not read.
-- human_errors                Health notifications caused by human error: as printed, or computed
--                             from the printed share of health_notifications; null if neither is
--                             printed.
-- human_error_share           Share of human error, as printed; null if a count is printed.
-- human_error_as_printed      The printed count or percentage of human error.
-- all_human_error_as_printed  The same for all sectors.
-- all_malicious_as_printed    Malicious or criminal attacks, all sectors.
-- all_system_fault_as_printed  System faults, all sectors.
-- attestation                 verified, derived from other printed totals, share only, total only,
--                             or missing.
-- status                      How reliable the row is, in words.
-- remark                      What a reader must know about the row.
-- source_url                  Address of the source.

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
