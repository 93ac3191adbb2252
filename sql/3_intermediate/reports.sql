-- One row per distinct report of the HIPAA breach list, with the values for matching.
--
-- Key: report_no
--
-- report_no               From staging.breach_reports.
-- source_file             First snapshot file with the report.
-- source_line             Line of that file on which it begins, counted from 1.
-- report_key              Made from all published values except the description.
-- name_key                Letters and digits of the name, in lower case and without accents:
--                         punctuation and lost characters do not count.
-- description_no          Number of the first report with the same description; 0 where there is
--                         none.
-- types                   Types, locations and business associate as a text, for the rules of
--                         intermediate.typed_origins.
-- entity_name, state, entity_type, individuals, submitted_on, breach_types, locations,
-- has_business_associate  As in staging.breach_reports.

-- Descriptions are distinguished by their MD5.
with hashed as materialized (
    select
        report_no,
        md5(description) as hash
    from staging.descriptions
    where description is not null
),

firsts as (
    select
        hash,
        min(report_no) as description_no
    from hashed
    group by all
),

described as (
    select
        report_no,
        description_no
    from hashed
    join firsts using (hash)
)

select
    report_no,
    source_file,
    source_line,
    md5(concat_ws(
        chr(31),
        coalesce(entity_name, ''),
        coalesce(state, ''),
        coalesce(entity_type, ''),
        coalesce(cast(individuals as varchar), ''),
        coalesce(cast(submitted_on as varchar), ''),
        coalesce(array_to_string(breach_types, ','), ''),
        coalesce(array_to_string(locations, ','), ''),
        coalesce(cast(has_business_associate as varchar), '')
    )) as report_key,
    regexp_replace(lower(strip_accents(entity_name)), '[^a-z0-9]+', '', 'g') as name_key,
    coalesce(description_no, 0) as description_no,
    concat(
        'types: ', array_to_string(breach_types, ', '),
        '; locations: ', array_to_string(locations, ', '),
        '; business associate: ',
        case has_business_associate when true then 'Yes' when false then 'No' end,
        ';'
    ) as types,
    entity_name,
    state,
    entity_type,
    individuals,
    submitted_on,
    breach_types,
    locations,
    has_business_associate
from staging.breach_reports
left join described using (report_no)
