-- One row per calendar year: totals that others published, with their source.
--
-- They calibrate the synthetic sample and allow comparison; no figure is computed from them.
--
-- Key: year
--
-- year         Year of submission to OCR.
-- breaches     Breaches of 500 or more individuals, as published.
-- individuals  People affected, as published; null if no total was printed.
-- source       Who published the numbers.
-- source_url   Address of the source.

select
    cast(null as bigint) as year,
    cast(null as bigint) as breaches,
    cast(null as bigint) as individuals,
    cast(null as varchar) as source,
    cast(null as varchar) as source_url
where false
