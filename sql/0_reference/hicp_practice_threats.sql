-- One row per practice of HICP and threat that it mitigates, as HHS judged in 2018.
--
-- From the chart "Key Mitigated Risks" of each practice in Technical Volume 2. This is a judgment,
-- not a measurement. HHS states neither how much a practice helps nor what it costs.
--
-- Key: practice_no, hicp_threat
--
-- practice_no  The practice in reference.hicp_practices.
-- hicp_threat  The threat in reference.hicp_threats.
-- as_printed   The threat in the words of that chart.
-- source_url   Address of the source.

select
    cast(null as bigint) as practice_no,
    cast(null as varchar) as hicp_threat,
    cast(null as varchar) as as_printed,
    cast(null as varchar) as source_url
where false
