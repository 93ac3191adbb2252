-- One row per distinct report of the HIPAA breach list: OCR's description of the case.
--
-- View: the texts are stored only in raw.breach_reports; other tables refer to them by number.
--
-- Key: report_no
--
-- report_no    Of staging.breach_reports.
-- description  Trimmed of blanks; null if none was published.

with trimmed as (
    select
        rowid + 1 as report_no,
        -- A pattern that must end with the text is looked for from its end: right and rtrim read
        -- all of it.
        case
            when web_description < '!' or regexp_matches(web_description, '[ \t\n\r]$')
                then nullif(
                    regexp_replace(ltrim(web_description, E' \t\n\r'), '[ \t\n\r]+$', ''), ''
                )
            else web_description
        end as description
    from raw.breach_reports
)

select
    report_no,
    nullif(description, '\N') as description
from trimmed
