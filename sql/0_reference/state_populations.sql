-- One row per state, district or territory that a US census counted: its residents in 2020.
--
-- Resident population on 1 April 2020 by the US Census Bureau. The 50 states, the District of
-- Columbia and Puerto Rico: table 2 of the 2020 Census apportionment results (26 April 2021).
-- American Samoa, Guam, the Northern Mariana Islands and the U.S. Virgin Islands: 2020 Island Areas
-- Censuses. The freely associated states are countries and have no row.
--
-- Key: state
--
-- state       Two-letter postal code, as in reference.states.
-- population  Residents on 1 April 2020.
-- source      Census and table that print the number.
-- source_url  Address of the source.

select
    cast(null as varchar) as state,
    cast(null as bigint) as population,
    cast(null as varchar) as source,
    cast(null as varchar) as source_url
where false
