-- One row per calendar year: totals as somebody published them, with the source.
--
-- They calibrate the synthetic sample and let a reader compare; no figure is computed from them.
--
-- Key: year
--
-- year         Year of submission to OCR.
-- breaches     Breaches of 500 or more individuals, as published.
-- individuals  People affected, as published; null where no total was printed.
-- source       Who published the numbers.
-- source_url   Where.

select
    cast(null as bigint) as year,
    cast(null as bigint) as breaches,
    cast(null as bigint) as individuals,
    cast(null as varchar) as source,
    cast(null as varchar) as source_url
where false
