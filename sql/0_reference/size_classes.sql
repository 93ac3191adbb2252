-- One row per class of breach size, in steps of about 1, 2, 5: even on a log scale.
--
-- Key: size_order
--
-- size_order  Counts classes from the smallest, 0; the class without a number comes last.
-- size        The class in words: 500–999; "Not stated" for breaches without a number.
-- at_least    Smallest number of individuals in the class; null where not stated.
-- below       Smallest number beyond the class; null in the open class and where not stated.

select
    cast(null as bigint) as size_order,
    cast(null as varchar) as size,
    cast(null as bigint) as at_least,
    cast(null as bigint) as below
where false
