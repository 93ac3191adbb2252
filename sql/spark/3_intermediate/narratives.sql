-- generated from sql/3_intermediate/narratives.sql sha256:7cbaef2aaedf37e0eca48335ca361ee94bab43eb767e435fd99bd14929d0d425 by tools/dialect 1; do not edit
select
    cast(`description_no` as bigint) as `description_no`,
    cast(`narrative` as string) as `narrative`
from (
    WITH texts AS (
      SELECT
        report_no AS description_no,
        description
      FROM staging.descriptions
      SEMI JOIN intermediate.reports
        ON intermediate.reports.description_no = staging.descriptions.report_no
    ), cut AS (
      SELECT
        description_no,
        description,
        regexp_extract(
          description,
          '\\.[\\t\\n\\f\\r ]+(?:(?:[fF][oO][lL][lL][oO][wW][iI][nN][gG]|[sSſ][uU][bB][sSſ][eE][qQ][uU][eE][nN][tT] [tT][oO]|[uU][pP][oO][nN]|[aA][fF][tT][eE][rR]) (?:[tT][hH][eE] |[tT][hH][iI][sSſ] |[tT][hH][eE][sSſ][eE] |[iI][tT][sSſ] |[Oo][Cc][Rr]|[aA] )?(?:[bB][rR][eE][aA][cC][hH]|[iI][nN][cC][iI][dD][eE][nN][tT]|[tT][hH][eE][fF][tT]|[dD][iI][sSſ][cC][oO][vV][eE][rR]|[lL][eE][aA][rR][nN][iI][nN][gG]|[bB][eE][cC][oO][mM][iI][nN][gG]|[bB][eE][iI][nN][gG] [nN][oO][tT][iI][fF][iI][eE][dD]|[nN][oO][tT][iI][fF]|[Oo][Cc][Rr]|[iI][nN][vV][eE][sSſ][tT][iI][gG][aA][tT][iI][oO][nN]|[eE][vV][eE][nN][tT])|[iI][nN] [rR][eE][sSſ][pP][oO][nN][sSſ][eE] [tT][oO] (?:[tT][hH][eE]|[tT][hH][iI][sSſ]|[tT][hH][eE][sSſ][eE]|[iI][tT][sSſ]|[Oo][Cc][Rr])|[iI][nN] [rR][eE][sSſ][pP][oO][nN][sSſ][eE],|[iI][nN] [iI][tT][sSſ] [mM][iI][tT][iI][gG][aA][tT][iI][oO][nN]|(?:[iI][nN] [oO][rR][dD][eE][rR] )?[tT][oO] (?:[mM][iI][tT][iI][gG][aA][tT][eE]|[pP][rR][eE][vV][eE][nN][tT]|[aA][vV][oO][iI][dD])|[aA][sSſ] (?:[aA]|[tT][hH][eE]) (?:[dD][iI][rR][eE][cC][tT] )?(?:[rR][eE][sSſ][uU][lL][tT]|[cC][oO][nN][sSſ][eE][qQ][uU][eE][nN][cC][eE]) [oO][fF] (?:[Oo][Cc][Rr]|[tT][hH][eE] (?:[bB][rR][eE][aA][cC][hH]|[iI][nN][cC][iI][dD][eE][nN][tT]|[iI][nN][vV][eE][sSſ][tT][iI][gG][aA][tT][iI][oO][nN]|[tT][hH][eE][fF][tT])|[tT][hH][iI][sSſ]|[iI][tT][sSſ]|[tT][hH][eE][sSſ][eE])|(?:[bB][rR][eE][aA][cC][hH] )?[nN][oO][tT][iI][fF][iI][cC][aA][tT][iI][oO][nN][sSſ]? (?:[wW][aA][sSſ]|[wW][eE][rR][eE]|[hH][aA][sSſ]|[hH][aA][dD])|[Oo][Cc][Rr][^\\n]{0,3} (?:[oO][bB][tT][aA][iI][nN][eE][dD]|[pP][rR][oO][vV][iI][dD][eE][dD]|[rR][eE][vV][iI][eE][wW][eE][dD]|[vV][eE][rR][iI][fF][iI][eE][dD]|[cC][oO][nN][fF][iI][rR][mM][eE][dD]|[sSſ][tT][aA][tT][eE][dD]|[cC][lL][oO][sSſ][eE][dD]|[aA][lL][sSſ][oO]|[hH][aA][sSſ]|[iI][nN][vV][eE][sSſ][tT][iI][gG][aA][tT][iI][oO][nN] (?:[iI][nN][dD][iI][cC][aA][tT][eE][dD]|[rR][eE][vV][eE][aA][lL][eE][dD]|[fF][oO][uU][nN][dD]|[uU][nN][cC][oO][vV][eE][rR][eE][dD]|[dD][eE][tT][eE][rR][mM][iI][nN][eE][dD]))|(?:[dD][uU][rR][iI][nN][gG]|[aA][sSſ] [pP][aA][rR][tT] [oO][fF]) [^. ]+ (?:[cC][oO][uU][rR][sSſ][eE] [oO][fF] [^. ]+ )?[iI][nN][vV][eE][sSſ][tT][iI][gG][aA][tT][iI][oO][nN]|[^.]*(?<!\\w)[nN][oO][tT][iI][fF][iI][eE][dD] (?:[Hh][Hh][Ssſ]|[tT][hH][eE] [mM][eE][dD][iI][aA]|(?:[tT][hH][eE] |[aA][lL][lL] |[eE][aA][cC][hH] )?(?:[pP][oO][tT][eE][nN][tT][iI][aA][lL][lL][yY] )?[aA][fF][fF][eE][cC][tT][eE][dD])|[^.]*(?:(?<!\\w)(?=\\w)|(?<=\\w)(?!\\w))(?:[pP][rR][oO][vV][iI][dD][eE][dD]|[oO][fF][fF][eE][rR][eE][dD]|[iI][sSſ][sSſ][uU][eE][dD]|[pP][oO][sSſ][tT][eE][dD]|[sSſ][eE][nN][tT]|[mM][aA][dD][eE]) (?:[^ .]+ )?(?:[bB][rR][eE][aA][cC][hH]|[nN][oO][tT][iI][fF][iI][cC][aA][tT][iI][oO][nN]|[sSſ][uU][bB][sSſ][tT][iI][tT][uU][tT][eE]|[cC][rR][eE][dD][iI][tT]|[cC][oO][mM][pP][lL][iI][mM][eE][nN][tT][aA][rR][yY]|[fF][rR][eE][eE]|[nN][oO][tT][iI][cC][eE] [tT][oO]|[iI][dD][eE][nN][tT][iI][tT][yY])|(?:[tT][hH][eE]|[bB][oO][tT][hH]) (?:[Cc][Ee]|[Bb][Aa]|[cC][oO][vV][eE][rR][eE][dD] [eE][nN][tT][iI][tT][yY]|[bB][uU][sSſ][iI][nN][eE][sSſ][sSſ] [aA][sSſ][sSſ][oO][cC][iI][aA][tT][eE]|[hH][oO][sSſ][pP][iI][tT][aA][lL]|[eE][nN][tT][iI][tT][yY])[sSſ]?(?: \\([A-ZabcdefghijklmnopqrstuvwxyzſK]+\\))? (?:[aA][lL][sSſ][oO] |[iI][mM][mM][eE][dD][iI][aA][tT][eE][lL][yY] |[pP][rR][oO][mM][pP][tT][lL][yY] |[hH][aA][sSſ] |[hH][aA][vV][eE] |[tT][hH][eE][nN] )*(?:[iI][mM][pP][lL][eE][mM][eE][nN][tT][eE][dD]|(?:[rR][eE]-?)?[tT][rR][aA][iI][nN]|[rR][eE]-?[eE][dD][uU][cC][aA][tT][eE][dD]|[sSſ][aA][nN][cC][tT][iI][oO][nN][eE][dD]|[tT][eE][rR][mM][iI][nN][aA][tT][eE][dD]|[cC][oO][uU][nN][sSſ][eE][lL][eE][dD]|[iI][mM][pP][rR][oO][vV][eE][dD]|[rR][eE][vV][iI][sSſ][eE][dD]|[uU][pP][dD][aA][tT][eE][dD]|[sSſ][tT][rR][eE][nN][gG][tT][hH][eE][nN][eE][dD]|[eE][nN][hH][aA][nN][cC][eE][dD]|[eE][nN][cC][rR][yY][pP][tT][eE][dD]|[eE][sSſ][tT][aA][bB][lL][iI][sSſ][hH][eE][dD]|[tT][oO][oO][kKK]|[cC][oO][oO][pP][eE][rR][aA][tT][eE][dD]|[fF][iI][lL][eE][dD]|[hH][iI][rR][eE][dD]|[rR][eE][tT][aA][iI][nN][eE][dD]|[eE][nN][gG][aA][gG][eE][dD]|[cC][oO][nN][tT][rR][aA][cC][tT][eE][dD]|[iI][nN][sSſ][tT][aA][lL][lL][eE][dD]|[dD][eE][vV][eE][lL][oO][pP][eE][dD]|[aA][dD][oO][pP][tT][eE][dD]|[iI][sSſ] [eE][xX][pP][eE][cC][tT][eE][dD]))',
          0
        ) AS afterwards
      FROM texts
    ), incidents AS (
      SELECT
        description_no,
        CASE
          WHEN afterwards = ''
          THEN description
          ELSE split_part(description, afterwards, 1)
        END AS incident
      FROM cut
    ), lines AS (
      SELECT
        description_no,
        CASE
          WHEN contains(incident, '\t') OR contains(incident, '\n') OR contains(incident, '\r')
          THEN replace(replace(replace(incident, '\t', ' '), '\n', ' '), '\r', ' ')
          ELSE incident
        END || '.' AS line
      FROM incidents
    ), sentences AS (
      SELECT
        description_no,
        regexp_replace(
          line,
          '(?:(?<!\\w)(?=\\w)|(?<=\\w)(?!\\w))([Ii][nN][cC]|[Dd][rR][sSſ]?|[Mm][rR]|[Mm][sSſ]|[Mm][rR][sSſ]|[Ll][tT][dD]|[Cc][oO][rR][pP]|[Cc][oO]|[Ssſ][tT]|[Jj][rR]|[Ssſ][rR]|[vV][sSſ]|[Pp]\\.[Aa]|[Pp]\\.[Cc]|[Dd]\\.[Dd]\\.[Ssſ]|[Dd]\\.[Mm]\\.[Dd]|[Ll]\\.[Ll]\\.[Cc]|[iI]\\.[eE]|[eE]\\.[gG]|[aA]\\.[mM]|[pP]\\.[mM]|[A-ZabcdefghijklmnopqrstuvwxyzſK])\\.( |,|\\z)|[\\t\\n\\f\\r ]+([\\t\\n\\f\\r ])',
          '$1$2$3'
        ) AS sentences
      FROM lines
    ), without_data AS (
      SELECT
        description_no,
        regexp_replace(
          sentences,
          '[.] (?:(?:[tT][hH][eE] )?(?:(?:[tT][yY][pP][eE][sSſ]?|[kKK][iI][nN][dD][sSſ]?) [oO][fF] )?(?:[cC][oO][mM][pP][rR][oO][mM][iI][sSſ][eE][dD] )?(?:[eE]?-?[Pp][Hh][Ii]|(?:[eE][lL][eE][cC][tT][rR][oO][nN][iI][cC] )?[pP][rR][oO][tT][eE][cC][tT][eE][dD] [hH][eE][aA][lL][tT][hH] [iI][nN][fF][oO][rR][mM][aA][tT][iI][oO][nN](?: \\([eE]?[Pp][Hh][Ii]\\))?|[iI][nN][fF][oO][rR][mM][aA][tT][iI][oO][nN])(?: [oO][nN] [^.,]*| [iI][nN] [^.,]*)? (?:[pP][oO][tT][eE][nN][tT][iI][aA][lL][lL][yY] |[tT][hH][aA][tT] [wW][aA][sSſ] )?(?:[iI][nN][vV][oO][lL][vV][eE][dD]|[iI][nN][cC][lL][uU][dD][eE][dD]|[cC][oO][nN][sSſ][iI][sSſ][tT][eE][dD]|[cC][oO][nN][tT][aA][iI][nN][eE][dD]|[aA][fF][fF][eE][cC][tT][eE][dD]|[cC][oO][mM][pP][rR][oO][mM][iI][sSſ][eE][dD]|[eE][xX][pP][oO][sSſ][eE][dD]|[dD][iI][sSſ][cC][lL][oO][sSſ][eE][dD])(?:(?<!\\w)(?=\\w)|(?<=\\w)(?!\\w))|(?:[tT][hH][eE]|[tT][hH][iI][sSſ]|[eE][aA][cC][hH]) (?:[^. ]+ ){1,3}(?:[cC][oO][nN][tT][aA][iI][nN][eE][dD]|[sSſ][tT][oO][rR][eE][dD])(?:(?<!\\w)(?=\\w)|(?<=\\w)(?!\\w))|(?:[tT][hH][eE]|[tT][hH][iI][sSſ]) (?:[^. ]+ ){1,2}(?:[pP][oO][tT][eE][nN][tT][iI][aA][lL][lL][yY] )?(?:[aA][fF][fF][eE][cC][tT][eE][dD]|[iI][nN][vV][oO][lL][vV][eE][dD]|[iI][nN][cC][lL][uU][dD][eE][dD]) (?:[aA][pP][pP][rR][oO][xX][iI][mM][aA][tT][eE][lL][yY] |[aA][bB][oO][uU][tT] |[oO][vV][eE][rR] |[uU][pP] [tT][oO] |[tT][hH][eE] |[aA] [tT][oO][tT][aA][lL] [oO][fF] |[pP][aA][tT][iI][eE][nN][tT][sSſ][^\\n]? )*(?:[0-9]|[dD][eE][mM][oO][gG][rR][aA][pP][hH][iI][cC]|[cC][lL][iI][nN][iI][cC][aA][lL]|[fF][iI][nN][aA][nN][cC][iI][aA][lL]|[nN][aA][mM][eE][sSſ]?|[eE][lL][eE][cC][tT][rR][oO][nN][iI][cC]|[eE]?[Pp][Hh][Ii]|[pP][rR][oO][tT][eE][cC][tT][eE][dD]|[fF][uU][lL][lL]|[fF][iI][rR][sSſ][tT]))[^.]*|(?<!\\w)[nN][oO] (?:[eE][vV][iI][dD][eE][nN][cC][eE]|[iI][nN][dD][iI][cC][aA][tT][iI][oO][nN]|[rR][eE][aA][sSſ][oO][nN] [tT][oO] [bB][eE][lL][iI][eE][vV][eE])(?:(?<!\\w)(?=\\w)|(?<=\\w)(?!\\w))[^.,;]*',
          ''
        ) AS sentences
      FROM sentences
    )
    SELECT
      description_no,
      regexp_replace(sentences, '\\A((?s:.*?))(?:[. ]*\\z)', '$1.') AS narrative
    FROM without_data
)
