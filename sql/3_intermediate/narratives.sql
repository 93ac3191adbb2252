-- One row per distinct description: the part that describes what happened.
--
-- A description says what happened, what data were involved, whom the entity notified, what it did
-- afterwards, and what OCR found. Rules read only what happened: "retrained staff on phishing"
-- after a theft is not phishing. The narrative ends before the first sentence about notification,
-- measures or OCR; sentences that list the data, and words after "no evidence", are left out.
--
-- Key: description_no
--
-- description_no  From intermediate.reports.
-- narrative       The rest as one line: single blanks, and periods only at the end of sentences
--                 (Inc, not Inc.), including the last.

with texts as (
    select
        report_no as description_no,
        description
    from staging.descriptions
    semi join intermediate.reports
        on intermediate.reports.description_no = staging.descriptions.report_no
),

-- What was notified, done or found begins with one of these.
cut as (
    select
        description_no,
        description,
        regexp_extract(
            description,
            '\.\s+(?i:'
            || '(?:following|subsequent to|upon|after) (?:the |this |these |its |OCR|a )?(?:breach'
            || '|incident|theft|discover|learning|becoming|being notified|notif|OCR|investigation'
            || '|event)'
            || '|in response to (?:the|this|these|its|OCR)|in response,'
            || '|in its mitigation|(?:in order )?to (?:mitigate|prevent|avoid)'
            || '|as (?:a|the) (?:direct )?(?:result|consequence) of (?:OCR|the (?:breach|incident'
            || '|investigation|theft)|this|its|these)'
            || '|(?:breach )?notifications? (?:was|were|has|had)'
            || '|OCR.{0,3} (?:obtained|provided|reviewed|verified|confirmed|stated|closed|also|has'
            || '|investigation (?:indicated|revealed|found|uncovered|determined))'
            || '|(?:during|as part of) [^. ]+ (?:course of [^. ]+ )?investigation'
            || '|[^.]*\bnotified (?:HHS|the media|(?:the |all |each )?(?:potentially )?affected)'
            || '|[^.]*\b(?:provided|offered|issued|posted|sent|made) (?:[^ .]+ )?(?:breach'
            || '|notification|substitute|credit|complimentary|free|notice to|identity)'
            || '|(?:the|both) (?:CE|BA|covered entity|business associate|hospital|entity)s?'
            || '(?: \([A-Z]+\))? (?:also |immediately |promptly |has |have |then )*(?:implemented'
            || '|(?:re-?)?train|re-?educated|sanctioned|terminated|counseled|improved|revised'
            || '|updated|strengthened|enhanced|encrypted|established|took|cooperated|filed|hired'
            || '|retained|engaged|contracted|installed|developed|adopted|is expected)'
            || ')'
        ) as afterwards
    from texts
),

incidents as (
    select
        description_no,
        case
            when afterwards = '' then description
            else split_part(description, afterwards, 1)
        end as incident
    from cut
),

-- To replace copies a text letter by letter; few have anything to replace.
lines as (
    select
        description_no,
        case
            when contains(incident, chr(9))
                or contains(incident, chr(10))
                or contains(incident, chr(13))
                then replace(replace(replace(incident, chr(9), ' '), chr(10), ' '), chr(13), ' ')
            else incident
        end || '.' as line
    from incidents
),

-- Periods of abbreviations go, so that a period ends a sentence.
sentences as (
    select
        description_no,
        regexp_replace(
            line,
            '(?i)\b(Inc|Drs?|Mr|Ms|Mrs|Ltd|Corp|Co|St|Jr|Sr|vs|P\.A|P\.C|D\.D\.S|D\.M\.D|L\.L\.C'
            || '|i\.e|e\.g|a\.m|p\.m|[A-Z])\.( |,|$)'
            || '|\s+(\s)',
            '\1\2\3',
            'g'
        ) as sentences
    from lines
),

without_data as (
    select
        description_no,
        regexp_replace(
            sentences,
            '(?i)[.] (?:(?:the )?(?:(?:types?|kinds?) of )?(?:compromised )?(?:e?-?PHI'
            || '|(?:electronic )?protected health information(?: \(e?PHI\))?|information)'
            || '(?: on [^.,]*| in [^.,]*)? (?:potentially |that was )?(?:involved|included'
            || '|consisted|contained|affected|compromised|exposed|disclosed)\b'
            || '|(?:the|this|each) (?:[^. ]+ ){1,3}(?:contained|stored)\b'
            || '|(?:the|this) (?:[^. ]+ ){1,2}(?:potentially )?(?:affected|involved|included)'
            || ' (?:approximately |about |over |up to |the |a total of |patients.? )*(?:[0-9]'
            || '|demographic|clinical|financial|names?|electronic|e?PHI|protected|full|first)'
            || ')[^.]*'
            || '|\bno (?:evidence|indication|reason to believe)\b[^.,;]*',
            '',
            'g'
        ) as sentences
    from sentences
)

-- What ends with the text RE2 looks for from its end, where rtrim reads all of it.
select
    description_no,
    regexp_replace(sentences, '[. ]*$', '.') as narrative
from without_data
