-- One row per calendar year: who reported, and who had reported before.
--
-- A reporter is an entity_key of marts.breaches, which joins the spellings of one name. Namesakes
-- count as one reporter; a subsidiary, a new name and a misspelt name as another. The first years
-- have few repeat reporters, because the list begins in 2009. Breaches without a name are left out.
--
-- Key: year
--
-- year                  Year of submission to OCR.
-- breaches              Breaches whose reporter has a name.
-- reporters             Reporters of the year, each once.
-- repeat_reporters      Those of them that have a breach of an earlier year in the list.
-- repeat_share          repeat_reporters as a share of reporters; null in a year without one.
-- breaches_of_repeat    Breaches of the year that repeat_reporters reported.
-- reporters_of_several  Reporters of more than one breach in the year, such as a business associate
--                       that reports one event for each client.
-- most_breaches         Breaches of the reporter with the most in the year; null without one.
-- most_entity_key       That reporter; of several the first by alphabet; null likewise.
-- is_partial_year       True where the list cannot cover the year.

with reported as (
    select
        entity_key,
        year,
        count(*) as breaches
    from marts.breaches
    where vanished_on is null
        and entity_key is not null
    group by all
),

begun as (
    select
        entity_key,
        min(year) as first_year
    from reported
    group by all
),

judged as (
    select
        *,
        first_year < year as is_repeat
    from reported
    join begun using (entity_key)
)

select
    marts.years.year,
    cast(coalesce(sum(breaches), 0) as bigint) as breaches,
    count(entity_key) as reporters,
    count(case when is_repeat then 1 end) as repeat_reporters,
    count(case when is_repeat then 1 end) / nullif(cast(count(entity_key) as double), 0)
        as repeat_share,
    cast(coalesce(sum(case when is_repeat then breaches end), 0) as bigint) as breaches_of_repeat,
    count(case when breaches > 1 then 1 end) as reporters_of_several,
    max(breaches) as most_breaches,
    min_by(entity_key, (-breaches, entity_key)) as most_entity_key,
    is_partial_year
from marts.years
left join judged using (year)
group by all
order by marts.years.year
