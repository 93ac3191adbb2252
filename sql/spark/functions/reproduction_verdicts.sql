-- generated from sql/4_marts/reproduction_verdicts.sql sha256:4aea5296ba0ead2419e07ec0ddb0ac736c6ddf4828bc1df1b2781064abf4fb06 by tools/dialect 1; do not edit
-- with sql/4_marts/counted_in_studies.sql sha256:1bd9744807ed3ee919fd092906c67eb6fd69f1f7a1a82bb25dbdcec5542948e5
-- with sql/4_marts/lists_as_of.sql sha256:981de6b0c219aa872449c7f464ced6e479ba7128cd9c0d0b567d0bc75ce473b5
-- with sql/4_marts/reproduced_in_studies.sql sha256:9f5799ee1b43cfbec07a6caae7312e30aa1b9b4b1b154036e9cd22e062833d86
-- with sql/4_marts/reproduction.sql sha256:305c77225b5d744a253b2a70b87ac14e13a910aa23eb043c61a836cf4b543b5e
-- with sql/4_marts/reproductions.sql sha256:7f2d2c243650db793b24f8561e0fdbb3768af851edea30a3a2136938605d07a2
select
    cast(`study` as string) as `study`,
    cast(`same` as bigint) as `same`,
    cast(`within_tolerance` as bigint) as `within_tolerance`,
    cast(`differs` as bigint) as `differs`,
    cast(`not_computed` as bigint) as `not_computed`
from (
    WITH reproduced_in_studies_3__asked_studies AS (
      SELECT DISTINCT
        unnested_study AS study
      FROM (
        SELECT
          1 AS one
      ) AS once
      LATERAL VIEW
      explode(array(:study_asked)) unnested AS unnested_study
    ), counted_in_studies_4__asked_studies AS (
      SELECT DISTINCT
        unnested_study AS study
      FROM (
        SELECT
          1 AS one
      ) AS once
      LATERAL VIEW
      explode(array(:study_asked)) unnested AS unnested_study
    ), counted_in_studies_4__readings AS (
      SELECT
        study,
        unnested_reading AS reading,
        unnested_as_of_day AS as_of_day,
        unnested_is_naive AS is_naive,
        unnested_counted_to AS counted_to,
        is_of_described
      FROM counted_in_studies_4__asked_studies AS asked_studies
      JOIN marts.studies
        USING (study)
      JOIN reference.studies
        USING (study)
      LATERAL VIEW
      inline(
        arrays_zip(
          array('then', 'newest', 'naive'),
          array(as_of_on, newest_on, newest_on),
          array(FALSE, FALSE, TRUE),
          array(counted_to, NULL, NULL)
        )
      ) unnested AS unnested_reading, unnested_as_of_day, unnested_is_naive, unnested_counted_to
    ), counted_in_studies_4__asked AS (
      SELECT
        study,
        no,
        metric,
        CASE
          WHEN breakdown IN ('all', 'year', 'half')
          THEN 'all'
          ELSE split_part(breakdown, '|', 1)
        END AS kind,
        CASE WHEN metric = 'coefficient_log_individuals' THEN 'Hacking/IT Incident' END AS base_category,
        split(category, concat('\\Q', ' + ', '\\E')) AS categories,
        CASE
          WHEN breakdown = 'size'
          THEN CAST(nullif(split_part(category, '..', 1), '') AS BIGINT)
        END AS least_individuals,
        CASE
          WHEN breakdown = 'size'
          THEN CAST(nullif(split_part(category, '..', 2), '') AS BIGINT)
        END AS most_individuals,
        period_start,
        period_end,
        make_date(CAST(year(period_start) AS INT), CAST(12 AS INT), CAST(31 AS INT)) AS first_year_end,
        make_date(CAST(year(period_end) AS INT), CAST(1 AS INT), CAST(1 AS INT)) AS last_year_start
      FROM reference.published_figures
      JOIN counted_in_studies_4__asked_studies AS asked_studies
        USING (study)
    ), counted_in_studies_4__parts AS (
      SELECT
        study,
        no,
        'counted' AS part,
        unnested_is_naive AS is_naive,
        kind,
        categories,
        least_individuals,
        most_individuals,
        CASE WHEN metric LIKE 'pct_change_%' THEN last_year_start ELSE period_start END AS from_day,
        period_end AS to_day
      FROM counted_in_studies_4__asked AS asked
      LATERAL VIEW
      explode(array(FALSE, TRUE)) unnested AS unnested_is_naive
      UNION ALL
      SELECT
        study,
        no,
        'base' AS part,
        counted_naively.is_naive,
        CASE
          WHEN metric LIKE 'share_%'
          AND NOT is_naive
          AND kind IN ('origin', 'hhs_category', 'detailed_cause', 'categorisation')
          THEN 'determined'
          WHEN metric LIKE 'share_%' AND kind = 'origin'
          THEN 'determined'
          WHEN metric LIKE 'share_%'
          THEN 'all'
          ELSE kind
        END AS kind,
        CASE
          WHEN NOT base_category IS NULL
          THEN array(base_category)
          WHEN metric LIKE 'pct_change_%'
          THEN categories
        END AS categories,
        CASE WHEN metric LIKE 'pct_change_%' THEN least_individuals END AS least_individuals,
        CASE WHEN metric LIKE 'pct_change_%' THEN most_individuals END AS most_individuals,
        period_start AS from_day,
        CASE WHEN metric LIKE 'pct_change_%' THEN first_year_end ELSE period_end END AS to_day
      FROM counted_in_studies_4__asked AS asked
      CROSS JOIN VALUES
        (FALSE),
        (TRUE) AS counted_naively(is_naive)
      WHERE
        metric LIKE 'share_%'
        OR metric LIKE 'pct_change_%'
        OR metric LIKE 'rank_%'
        OR NOT base_category IS NULL
    ), counted_in_studies_4__spans AS (
      SELECT
        study,
        min(from_day) AS from_day,
        max(to_day) AS to_day
      FROM counted_in_studies_4__parts AS parts
      GROUP BY ALL
    ), lists_as_of_5__days AS (
      SELECT DISTINCT
        unnested_as_of_day AS as_of_day
      FROM (
        SELECT
          1 AS one
      ) AS once
      LATERAL VIEW
      explode(
        CAST((
          SELECT
            collect_set(as_of_day)
          FROM counted_in_studies_4__readings AS readings
        ) AS ARRAY<DATE>)
      ) unnested AS unnested_as_of_day
    ), lists_as_of_5__last_seen AS (
      SELECT
        as_of_day,
        coalesce(max(newest_submitted_on), CAST('0001-01-01' AS DATE)) AS newest_submitted_on
      FROM lists_as_of_5__days AS days
      LEFT JOIN marts.captures
        ON is_complete AND captured_on <= as_of_day
      GROUP BY ALL
    ), lists_as_of_5__posting AS (
      SELECT
        as_of_day,
        CAST(max_by(lag_days, applies_from) FILTER(WHERE
          NOT (
            lag_days
          ) IS NULL) AS INT) AS lag_days
      FROM lists_as_of_5__days AS days
      LEFT JOIN reference.posting_lags
        ON as_of_day BETWEEN applies_from AND applies_to
      GROUP BY ALL
    ), lists_as_of_5__unknown AS (
      SELECT
        as_of_day,
        breach_id,
        unknown_since
      FROM marts.unknown_views
      JOIN lists_as_of_5__days AS days
        ON unknown_since <= as_of_day AND (
          known_on IS NULL OR known_on > as_of_day
        )
    ), counted_in_studies_4__listed AS (
      SELECT
        study,
        reading,
        is_naive,
        NOT description IS NULL AS is_described,
        CASE WHEN NOT origin_by_description IS NULL THEN cause END AS cause,
        CASE WHEN is_naive THEN origin_by_type ELSE origin_by_description END AS origin,
        breach_id,
        submitted_on,
        year,
        entity_name,
        entity_type,
        CASE WHEN is_naive THEN array(array_join(locations, ', ')) ELSE locations END AS locations,
        CASE WHEN is_naive THEN array(array_join(breach_types, ', ')) ELSE breach_types END AS breach_types,
        CASE WHEN is_naive THEN coalesce(individuals, 0) ELSE individuals END AS individuals,
        is_reconstructed,
        has_business_associate,
        view
      FROM (
        SELECT
          as_of_day,
          breach_id,
          entity_name,
          state,
          entity_type,
          individuals,
          submitted_on,
          year(submitted_on) AS year,
          breach_types,
          locations,
          has_business_associate,
          description,
          cause,
          origin,
          origin_basis,
          origin_rule,
          origin_evidence,
          origin_by_description,
          origin_by_type,
          hicp_threat,
          CASE WHEN unknown_since IS NULL AND valid_from <= as_of_day THEN view END AS view,
          unknown_since AS view_unknown_since,
          version,
          valid_from,
          valid_from > as_of_day AS is_reconstructed,
          is_duplicate,
          source_file,
          source_line
        FROM marts.breach_versions
        CROSS JOIN lists_as_of_5__last_seen AS last_seen
        JOIN lists_as_of_5__posting AS posting
          USING (as_of_day)
        LEFT JOIN lists_as_of_5__unknown AS unknown
          USING (as_of_day, breach_id)
        WHERE
          (
            valid_from <= as_of_day AND (
              valid_to IS NULL OR valid_to > as_of_day
            )
          )
          OR (
            valid_from > as_of_day
            AND version = 1
            AND date_add(submitted_on, CAST(lag_days AS INT)) <= as_of_day
            AND submitted_on > newest_submitted_on
          )
      ) AS lists_as_of
      JOIN counted_in_studies_4__readings AS readings
        USING (as_of_day)
      JOIN counted_in_studies_4__spans AS spans
        USING (study)
      WHERE
        submitted_on BETWEEN from_day AND to_day
        AND (
          is_naive OR NOT description IS NULL OR NOT is_of_described
        )
        AND (
          counted_to IS NULL OR submitted_on <= counted_to
        )
    ), counted_in_studies_4__kinds AS (
      SELECT DISTINCT
        study,
        is_naive,
        kind
      FROM counted_in_studies_4__parts AS parts
    ), counted_in_studies_4__named_causes AS (
      SELECT
        cause,
        hhs_category,
        name
      FROM reference.causes
    ), counted_in_studies_4__categorised AS (
      SELECT
        study,
        reading,
        is_naive,
        kind,
        breach_id,
        submitted_on,
        year,
        entity_name,
        individuals,
        is_reconstructed,
        view,
        unnested_category AS category
      FROM counted_in_studies_4__listed AS listed
      JOIN counted_in_studies_4__kinds AS kinds
        USING (study, is_naive)
      LEFT JOIN counted_in_studies_4__named_causes AS named_causes
        USING (cause)
      LATERAL VIEW
      explode(
        CASE
          WHEN kind IN ('all', 'entity', 'size')
          THEN array('')
          WHEN kind = 'entity_type'
          THEN array(entity_type)
          WHEN kind = 'not_entity_type'
          THEN array(coalesce(entity_type, ''))
          WHEN kind = 'location'
          THEN locations
          WHEN kind = 'breach_type'
          THEN breach_types
          WHEN kind = 'first_breach_type'
          THEN array(get(breach_types, 0))
          WHEN kind = 'view'
          THEN array(view)
          WHEN kind = 'business_associate'
          THEN array(CASE WHEN has_business_associate THEN 'Yes' ELSE 'No' END)
          WHEN NOT origin IS NULL AND kind = 'origin'
          THEN array(origin)
          WHEN NOT origin IS NULL AND kind = 'determined'
          THEN array('')
          WHEN is_naive AND kind = 'hhs_category'
          THEN breach_types
          WHEN is_naive OR hhs_category IS NULL
          THEN NULL
          WHEN kind = 'hhs_category'
          THEN array(hhs_category)
          WHEN kind = 'detailed_cause'
          THEN array(hhs_category || ' > ' || name)
          WHEN kind = 'categorisation' AND array_contains(breach_types, hhs_category)
          THEN array('confirmed as self-reported')
          WHEN kind = 'categorisation'
          THEN array('recategorised')
        END
      ) unnested AS unnested_category
    ), reproduced_in_studies_3__counted AS (
      SELECT
        study,
        reading,
        no,
        part,
        breach_id,
        category,
        year,
        individuals,
        is_reconstructed,
        view
      FROM (
        SELECT
          study,
          reading,
          no,
          part,
          breach_id,
          category,
          year,
          individuals,
          is_reconstructed,
          view
        FROM counted_in_studies_4__parts AS parts
        JOIN counted_in_studies_4__categorised AS categorised
          USING (study, kind, is_naive)
        WHERE
          submitted_on BETWEEN from_day AND to_day
          AND (
            kind IN ('all', 'determined')
            OR categories IS NULL
            OR (
              array_contains(categories, category) AND kind <> 'not_entity_type'
            )
            OR (
              kind = 'not_entity_type' AND NOT array_contains(categories, category)
            )
            OR (
              kind = 'size'
              AND individuals >= coalesce(least_individuals, 0)
              AND (
                most_individuals IS NULL OR individuals <= most_individuals
              )
            )
            OR (
              kind = 'entity'
              AND size(
                filter(
                  categories,
                  word -> contains(
                    CASE
                      WHEN regexp_like(entity_name, '\\A[\\x00-\\x7f]*\\z')
                      THEN lower(entity_name)
                      ELSE translate(
                        entity_name,
                        'ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝƟƠƢƤƦƧƩƬƮƯƱƲƳƵƷƸƼǄǅǇǈǊǋǍǏǑǓǕǗǙǛǞǠǢǤǦǨǪǬǮǱǲǴǶǷǸǺǼǾȀȂȄȆȈȊȌȎȐȒȔȖȘȚȜȞȠȢȤȦȨȪȬȮȰȲȺȻȽȾɁɃɄɅɆɈɊɌɎͰͲͶͿΆΈΉΊΌΎΏΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫϏϘϚϜϞϠϢϤϦϨϪϬϮϴϷϹϺϽϾϿЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯѠѢѤѦѨѪѬѮѰѲѴѶѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀӁӃӅӇӉӋӍӐӒӔӖӘӚӜӞӠӢӤӦӨӪӬӮӰӲӴӶӸӺӼӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԨԪԬԮԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖႠႡႢႣႤႥႦႧႨႩႪႫႬႭႮႯႰႱႲႳႴႵႶႷႸႹႺႻႼႽႾႿჀჁჂჃჄჅჇჍᎠᎡᎢᎣᎤᎥᎦᎧᎨᎩᎪᎫᎬᎭᎮᎯᎰᎱᎲᎳᎴᎵᎶᎷᎸᎹᎺᎻᎼᎽᎾᎿᏀᏁᏂᏃᏄᏅᏆᏇᏈᏉᏊᏋᏌᏍᏎᏏᏐᏑᏒᏓᏔᏕᏖᏗᏘᏙᏚᏛᏜᏝᏞᏟᏠᏡᏢᏣᏤᏥᏦᏧᏨᏩᏪᏫᏬᏭᏮᏯᏰᏱᏲᏳᏴᏵᲐᲑᲒᲓᲔᲕᲖᲗᲘᲙᲚᲛᲜᲝᲞᲟᲠᲡᲢᲣᲤᲥᲦᲧᲨᲩᲪᲫᲬᲭᲮᲯᲰᲱᲲᲳᲴᲵᲶᲷᲸᲹᲺᲽᲾᲿḀḂḄḆḈḊḌḎḐḒḔḖḘḚḜḞḠḢḤḦḨḪḬḮḰḲḴḶḸḺḼḾṀṂṄṆṈṊṌṎṐṒṔṖṘṚṜṞṠṢṤṦṨṪṬṮṰṲṴṶṸṺṼṾẀẂẄẆẈẊẌẎẐẒẔẞẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸỺỼỾἈἉἊἋἌἍἎἏἘἙἚἛἜἝἨἩἪἫἬἭἮἯἸἹἺἻἼἽἾἿὈὉὊὋὌὍὙὛὝὟὨὩὪὫὬὭὮὯᾈᾉᾊᾋᾌᾍᾎᾏᾘᾙᾚᾛᾜᾝᾞᾟᾨᾩᾪᾫᾬᾭᾮᾯᾸᾹᾺΆᾼῈΈῊΉῌῘῙῚΊῨῩῪΎῬῸΌῺΏῼΩKÅℲⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅬⅭⅮⅯↃⒶⒷⒸⒹⒺⒻⒼⒽⒾⒿⓀⓁⓂⓃⓄⓅⓆⓇⓈⓉⓊⓋⓌⓍⓎⓏⰀⰁⰂⰃⰄⰅⰆⰇⰈⰉⰊⰋⰌⰍⰎⰏⰐⰑⰒⰓⰔⰕⰖⰗⰘⰙⰚⰛⰜⰝⰞⰟⰠⰡⰢⰣⰤⰥⰦⰧⰨⰩⰪⰫⰬⰭⰮⰯⱠⱢⱣⱤⱧⱩⱫⱭⱮⱯⱰⱲⱵⱾⱿⲀⲂⲄⲆⲈⲊⲌⲎⲐⲒⲔⲖⲘⲚⲜⲞⲠⲢⲤⲦⲨⲪⲬⲮⲰⲲⲴⲶⲸⲺⲼⲾⳀⳂⳄⳆⳈⳊⳌⳎⳐⳒⳔⳖⳘⳚⳜⳞⳠⳢⳫⳭⳲꙀꙂꙄꙆꙈꙊꙌꙎꙐꙒꙔꙖꙘꙚꙜꙞꙠꙢꙤꙦꙨꙪꙬꚀꚂꚄꚆꚈꚊꚌꚎꚐꚒꚔꚖꚘꚚꜢꜤꜦꜨꜪꜬꜮꜲꜴꜶꜸꜺꜼꜾꝀꝂꝄꝆꝈꝊꝌꝎꝐꝒꝔꝖꝘꝚꝜꝞꝠꝢꝤꝦꝨꝪꝬꝮꝹꝻꝽꝾꞀꞂꞄꞆꞋꞍꞐꞒꞖꞘꞚꞜꞞꞠꞢꞤꞦꞨꞪꞫꞬꞭꞮꞰꞱꞲꞳꞴꞶꞸꞺꞼꞾꟀꟂꟄꟅꟆꟇꟉꟐꟖꟘꟵＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ𐐀𐐁𐐂𐐃𐐄𐐅𐐆𐐇𐐈𐐉𐐊𐐋𐐌𐐍𐐎𐐏𐐐𐐑𐐒𐐓𐐔𐐕𐐖𐐗𐐘𐐙𐐚𐐛𐐜𐐝𐐞𐐟𐐠𐐡𐐢𐐣𐐤𐐥𐐦𐐧𐒰𐒱𐒲𐒳𐒴𐒵𐒶𐒷𐒸𐒹𐒺𐒻𐒼𐒽𐒾𐒿𐓀𐓁𐓂𐓃𐓄𐓅𐓆𐓇𐓈𐓉𐓊𐓋𐓌𐓍𐓎𐓏𐓐𐓑𐓒𐓓𐕰𐕱𐕲𐕳𐕴𐕵𐕶𐕷𐕸𐕹𐕺𐕼𐕽𐕾𐕿𐖀𐖁𐖂𐖃𐖄𐖅𐖆𐖇𐖈𐖉𐖊𐖌𐖍𐖎𐖏𐖐𐖑𐖒𐖔𐖕𐲀𐲁𐲂𐲃𐲄𐲅𐲆𐲇𐲈𐲉𐲊𐲋𐲌𐲍𐲎𐲏𐲐𐲑𐲒𐲓𐲔𐲕𐲖𐲗𐲘𐲙𐲚𐲛𐲜𐲝𐲞𐲟𐲠𐲡𐲢𐲣𐲤𐲥𐲦𐲧𐲨𐲩𐲪𐲫𐲬𐲭𐲮𐲯𐲰𐲱𐲲𑢠𑢡𑢢𑢣𑢤𑢥𑢦𑢧𑢨𑢩𑢪𑢫𑢬𑢭𑢮𑢯𑢰𑢱𑢲𑢳𑢴𑢵𑢶𑢷𑢸𑢹𑢺𑢻𑢼𑢽𑢾𑢿𖹀𖹁𖹂𖹃𖹄𖹅𖹆𖹇𖹈𖹉𖹊𖹋𖹌𖹍𖹎𖹏𖹐𖹑𖹒𖹓𖹔𖹕𖹖𖹗𖹘𖹙𖹚𖹛𖹜𖹝𖹞𖹟𞤀𞤁𞤂𞤃𞤄𞤅𞤆𞤇𞤈𞤉𞤊𞤋𞤌𞤍𞤎𞤏𞤐𞤑𞤒𞤓𞤔𞤕𞤖𞤗𞤘𞤙𞤚𞤛𞤜𞤝𞤞𞤟𞤠𞤡',
                        'abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįiĳĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷÿźżžɓƃƅɔƈɖɗƌǝəɛƒɠɣɩɨƙɯɲɵơƣƥʀƨʃƭʈưʊʋƴƶʒƹƽǆǆǉǉǌǌǎǐǒǔǖǘǚǜǟǡǣǥǧǩǫǭǯǳǳǵƕƿǹǻǽǿȁȃȅȇȉȋȍȏȑȓȕȗșțȝȟƞȣȥȧȩȫȭȯȱȳⱥȼƚⱦɂƀʉʌɇɉɋɍɏͱͳͷϳάέήίόύώαβγδεζηθικλμνξοπρστυφχψωϊϋϗϙϛϝϟϡϣϥϧϩϫϭϯθϸϲϻͻͼͽѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюяѡѣѥѧѩѫѭѯѱѳѵѷѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏӂӄӆӈӊӌӎӑӓӕӗәӛӝӟӡӣӥӧөӫӭӯӱӳӵӷӹӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆⴀⴁⴂⴃⴄⴅⴆⴇⴈⴉⴊⴋⴌⴍⴎⴏⴐⴑⴒⴓⴔⴕⴖⴗⴘⴙⴚⴛⴜⴝⴞⴟⴠⴡⴢⴣⴤⴥⴧⴭꭰꭱꭲꭳꭴꭵꭶꭷꭸꭹꭺꭻꭼꭽꭾꭿꮀꮁꮂꮃꮄꮅꮆꮇꮈꮉꮊꮋꮌꮍꮎꮏꮐꮑꮒꮓꮔꮕꮖꮗꮘꮙꮚꮛꮜꮝꮞꮟꮠꮡꮢꮣꮤꮥꮦꮧꮨꮩꮪꮫꮬꮭꮮꮯꮰꮱꮲꮳꮴꮵꮶꮷꮸꮹꮺꮻꮼꮽꮾꮿᏸᏹᏺᏻᏼᏽაბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰჱჲჳჴჵჶჷჸჹჺჽჾჿḁḃḅḇḉḋḍḏḑḓḕḗḙḛḝḟḡḣḥḧḩḫḭḯḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓṕṗṙṛṝṟṡṣṥṧṩṫṭṯṱṳṵṷṹṻṽṿẁẃẅẇẉẋẍẏẑẓẕßạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹỻỽỿἀἁἂἃἄἅἆἇἐἑἒἓἔἕἠἡἢἣἤἥἦἧἰἱἲἳἴἵἶἷὀὁὂὃὄὅὑὓὕὗὠὡὢὣὤὥὦὧᾀᾁᾂᾃᾄᾅᾆᾇᾐᾑᾒᾓᾔᾕᾖᾗᾠᾡᾢᾣᾤᾥᾦᾧᾰᾱὰάᾳὲέὴήῃῐῑὶίῠῡὺύῥὸόὼώῳωkåⅎⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻⅼⅽⅾⅿↄⓐⓑⓒⓓⓔⓕⓖⓗⓘⓙⓚⓛⓜⓝⓞⓟⓠⓡⓢⓣⓤⓥⓦⓧⓨⓩⰰⰱⰲⰳⰴⰵⰶⰷⰸⰹⰺⰻⰼⰽⰾⰿⱀⱁⱂⱃⱄⱅⱆⱇⱈⱉⱊⱋⱌⱍⱎⱏⱐⱑⱒⱓⱔⱕⱖⱗⱘⱙⱚⱛⱜⱝⱞⱟⱡɫᵽɽⱨⱪⱬɑɱɐɒⱳⱶȿɀⲁⲃⲅⲇⲉⲋⲍⲏⲑⲓⲕⲗⲙⲛⲝⲟⲡⲣⲥⲧⲩⲫⲭⲯⲱⲳⲵⲷⲹⲻⲽⲿⳁⳃⳅⳇⳉⳋⳍⳏⳑⳓⳕⳗⳙⳛⳝⳟⳡⳣⳬⳮⳳꙁꙃꙅꙇꙉꙋꙍꙏꙑꙓꙕꙗꙙꙛꙝꙟꙡꙣꙥꙧꙩꙫꙭꚁꚃꚅꚇꚉꚋꚍꚏꚑꚓꚕꚗꚙꚛꜣꜥꜧꜩꜫꜭꜯꜳꜵꜷꜹꜻꜽꜿꝁꝃꝅꝇꝉꝋꝍꝏꝑꝓꝕꝗꝙꝛꝝꝟꝡꝣꝥꝧꝩꝫꝭꝯꝺꝼᵹꝿꞁꞃꞅꞇꞌɥꞑꞓꞗꞙꞛꞝꞟꞡꞣꞥꞧꞩɦɜɡɬɪʞʇʝꭓꞵꞷꞹꞻꞽꞿꟁꟃꞔʂᶎꟈꟊꟑꟗꟙꟶａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ𐐨𐐩𐐪𐐫𐐬𐐭𐐮𐐯𐐰𐐱𐐲𐐳𐐴𐐵𐐶𐐷𐐸𐐹𐐺𐐻𐐼𐐽𐐾𐐿𐑀𐑁𐑂𐑃𐑄𐑅𐑆𐑇𐑈𐑉𐑊𐑋𐑌𐑍𐑎𐑏𐓘𐓙𐓚𐓛𐓜𐓝𐓞𐓟𐓠𐓡𐓢𐓣𐓤𐓥𐓦𐓧𐓨𐓩𐓪𐓫𐓬𐓭𐓮𐓯𐓰𐓱𐓲𐓳𐓴𐓵𐓶𐓷𐓸𐓹𐓺𐓻𐖗𐖘𐖙𐖚𐖛𐖜𐖝𐖞𐖟𐖠𐖡𐖣𐖤𐖥𐖦𐖧𐖨𐖩𐖪𐖫𐖬𐖭𐖮𐖯𐖰𐖱𐖳𐖴𐖵𐖶𐖷𐖸𐖹𐖻𐖼𐳀𐳁𐳂𐳃𐳄𐳅𐳆𐳇𐳈𐳉𐳊𐳋𐳌𐳍𐳎𐳏𐳐𐳑𐳒𐳓𐳔𐳕𐳖𐳗𐳘𐳙𐳚𐳛𐳜𐳝𐳞𐳟𐳠𐳡𐳢𐳣𐳤𐳥𐳦𐳧𐳨𐳩𐳪𐳫𐳬𐳭𐳮𐳯𐳰𐳱𐳲𑣀𑣁𑣂𑣃𑣄𑣅𑣆𑣇𑣈𑣉𑣊𑣋𑣌𑣍𑣎𑣏𑣐𑣑𑣒𑣓𑣔𑣕𑣖𑣗𑣘𑣙𑣚𑣛𑣜𑣝𑣞𑣟𖹠𖹡𖹢𖹣𖹤𖹥𖹦𖹧𖹨𖹩𖹪𖹫𖹬𖹭𖹮𖹯𖹰𖹱𖹲𖹳𖹴𖹵𖹶𖹷𖹸𖹹𖹺𖹻𖹼𖹽𖹾𖹿𞤢𞤣𞤤𞤥𞤦𞤧𞤨𞤩𞤪𞤫𞤬𞤭𞤮𞤯𞤰𞤱𞤲𞤳𞤴𞤵𞤶𞤷𞤸𞤹𞤺𞤻𞤼𞤽𞤾𞤿𞥀𞥁𞥂𞥃'
                      )
                    END,
                    CASE
                      WHEN regexp_like(word, '\\A[\\x00-\\x7f]*\\z')
                      THEN lower(word)
                      ELSE translate(
                        word,
                        'ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝƟƠƢƤƦƧƩƬƮƯƱƲƳƵƷƸƼǄǅǇǈǊǋǍǏǑǓǕǗǙǛǞǠǢǤǦǨǪǬǮǱǲǴǶǷǸǺǼǾȀȂȄȆȈȊȌȎȐȒȔȖȘȚȜȞȠȢȤȦȨȪȬȮȰȲȺȻȽȾɁɃɄɅɆɈɊɌɎͰͲͶͿΆΈΉΊΌΎΏΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫϏϘϚϜϞϠϢϤϦϨϪϬϮϴϷϹϺϽϾϿЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯѠѢѤѦѨѪѬѮѰѲѴѶѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀӁӃӅӇӉӋӍӐӒӔӖӘӚӜӞӠӢӤӦӨӪӬӮӰӲӴӶӸӺӼӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԨԪԬԮԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖႠႡႢႣႤႥႦႧႨႩႪႫႬႭႮႯႰႱႲႳႴႵႶႷႸႹႺႻႼႽႾႿჀჁჂჃჄჅჇჍᎠᎡᎢᎣᎤᎥᎦᎧᎨᎩᎪᎫᎬᎭᎮᎯᎰᎱᎲᎳᎴᎵᎶᎷᎸᎹᎺᎻᎼᎽᎾᎿᏀᏁᏂᏃᏄᏅᏆᏇᏈᏉᏊᏋᏌᏍᏎᏏᏐᏑᏒᏓᏔᏕᏖᏗᏘᏙᏚᏛᏜᏝᏞᏟᏠᏡᏢᏣᏤᏥᏦᏧᏨᏩᏪᏫᏬᏭᏮᏯᏰᏱᏲᏳᏴᏵᲐᲑᲒᲓᲔᲕᲖᲗᲘᲙᲚᲛᲜᲝᲞᲟᲠᲡᲢᲣᲤᲥᲦᲧᲨᲩᲪᲫᲬᲭᲮᲯᲰᲱᲲᲳᲴᲵᲶᲷᲸᲹᲺᲽᲾᲿḀḂḄḆḈḊḌḎḐḒḔḖḘḚḜḞḠḢḤḦḨḪḬḮḰḲḴḶḸḺḼḾṀṂṄṆṈṊṌṎṐṒṔṖṘṚṜṞṠṢṤṦṨṪṬṮṰṲṴṶṸṺṼṾẀẂẄẆẈẊẌẎẐẒẔẞẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸỺỼỾἈἉἊἋἌἍἎἏἘἙἚἛἜἝἨἩἪἫἬἭἮἯἸἹἺἻἼἽἾἿὈὉὊὋὌὍὙὛὝὟὨὩὪὫὬὭὮὯᾈᾉᾊᾋᾌᾍᾎᾏᾘᾙᾚᾛᾜᾝᾞᾟᾨᾩᾪᾫᾬᾭᾮᾯᾸᾹᾺΆᾼῈΈῊΉῌῘῙῚΊῨῩῪΎῬῸΌῺΏῼΩKÅℲⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅬⅭⅮⅯↃⒶⒷⒸⒹⒺⒻⒼⒽⒾⒿⓀⓁⓂⓃⓄⓅⓆⓇⓈⓉⓊⓋⓌⓍⓎⓏⰀⰁⰂⰃⰄⰅⰆⰇⰈⰉⰊⰋⰌⰍⰎⰏⰐⰑⰒⰓⰔⰕⰖⰗⰘⰙⰚⰛⰜⰝⰞⰟⰠⰡⰢⰣⰤⰥⰦⰧⰨⰩⰪⰫⰬⰭⰮⰯⱠⱢⱣⱤⱧⱩⱫⱭⱮⱯⱰⱲⱵⱾⱿⲀⲂⲄⲆⲈⲊⲌⲎⲐⲒⲔⲖⲘⲚⲜⲞⲠⲢⲤⲦⲨⲪⲬⲮⲰⲲⲴⲶⲸⲺⲼⲾⳀⳂⳄⳆⳈⳊⳌⳎⳐⳒⳔⳖⳘⳚⳜⳞⳠⳢⳫⳭⳲꙀꙂꙄꙆꙈꙊꙌꙎꙐꙒꙔꙖꙘꙚꙜꙞꙠꙢꙤꙦꙨꙪꙬꚀꚂꚄꚆꚈꚊꚌꚎꚐꚒꚔꚖꚘꚚꜢꜤꜦꜨꜪꜬꜮꜲꜴꜶꜸꜺꜼꜾꝀꝂꝄꝆꝈꝊꝌꝎꝐꝒꝔꝖꝘꝚꝜꝞꝠꝢꝤꝦꝨꝪꝬꝮꝹꝻꝽꝾꞀꞂꞄꞆꞋꞍꞐꞒꞖꞘꞚꞜꞞꞠꞢꞤꞦꞨꞪꞫꞬꞭꞮꞰꞱꞲꞳꞴꞶꞸꞺꞼꞾꟀꟂꟄꟅꟆꟇꟉꟐꟖꟘꟵＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ𐐀𐐁𐐂𐐃𐐄𐐅𐐆𐐇𐐈𐐉𐐊𐐋𐐌𐐍𐐎𐐏𐐐𐐑𐐒𐐓𐐔𐐕𐐖𐐗𐐘𐐙𐐚𐐛𐐜𐐝𐐞𐐟𐐠𐐡𐐢𐐣𐐤𐐥𐐦𐐧𐒰𐒱𐒲𐒳𐒴𐒵𐒶𐒷𐒸𐒹𐒺𐒻𐒼𐒽𐒾𐒿𐓀𐓁𐓂𐓃𐓄𐓅𐓆𐓇𐓈𐓉𐓊𐓋𐓌𐓍𐓎𐓏𐓐𐓑𐓒𐓓𐕰𐕱𐕲𐕳𐕴𐕵𐕶𐕷𐕸𐕹𐕺𐕼𐕽𐕾𐕿𐖀𐖁𐖂𐖃𐖄𐖅𐖆𐖇𐖈𐖉𐖊𐖌𐖍𐖎𐖏𐖐𐖑𐖒𐖔𐖕𐲀𐲁𐲂𐲃𐲄𐲅𐲆𐲇𐲈𐲉𐲊𐲋𐲌𐲍𐲎𐲏𐲐𐲑𐲒𐲓𐲔𐲕𐲖𐲗𐲘𐲙𐲚𐲛𐲜𐲝𐲞𐲟𐲠𐲡𐲢𐲣𐲤𐲥𐲦𐲧𐲨𐲩𐲪𐲫𐲬𐲭𐲮𐲯𐲰𐲱𐲲𑢠𑢡𑢢𑢣𑢤𑢥𑢦𑢧𑢨𑢩𑢪𑢫𑢬𑢭𑢮𑢯𑢰𑢱𑢲𑢳𑢴𑢵𑢶𑢷𑢸𑢹𑢺𑢻𑢼𑢽𑢾𑢿𖹀𖹁𖹂𖹃𖹄𖹅𖹆𖹇𖹈𖹉𖹊𖹋𖹌𖹍𖹎𖹏𖹐𖹑𖹒𖹓𖹔𖹕𖹖𖹗𖹘𖹙𖹚𖹛𖹜𖹝𖹞𖹟𞤀𞤁𞤂𞤃𞤄𞤅𞤆𞤇𞤈𞤉𞤊𞤋𞤌𞤍𞤎𞤏𞤐𞤑𞤒𞤓𞤔𞤕𞤖𞤗𞤘𞤙𞤚𞤛𞤜𞤝𞤞𞤟𞤠𞤡',
                        'abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįiĳĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷÿźżžɓƃƅɔƈɖɗƌǝəɛƒɠɣɩɨƙɯɲɵơƣƥʀƨʃƭʈưʊʋƴƶʒƹƽǆǆǉǉǌǌǎǐǒǔǖǘǚǜǟǡǣǥǧǩǫǭǯǳǳǵƕƿǹǻǽǿȁȃȅȇȉȋȍȏȑȓȕȗșțȝȟƞȣȥȧȩȫȭȯȱȳⱥȼƚⱦɂƀʉʌɇɉɋɍɏͱͳͷϳάέήίόύώαβγδεζηθικλμνξοπρστυφχψωϊϋϗϙϛϝϟϡϣϥϧϩϫϭϯθϸϲϻͻͼͽѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюяѡѣѥѧѩѫѭѯѱѳѵѷѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏӂӄӆӈӊӌӎӑӓӕӗәӛӝӟӡӣӥӧөӫӭӯӱӳӵӷӹӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆⴀⴁⴂⴃⴄⴅⴆⴇⴈⴉⴊⴋⴌⴍⴎⴏⴐⴑⴒⴓⴔⴕⴖⴗⴘⴙⴚⴛⴜⴝⴞⴟⴠⴡⴢⴣⴤⴥⴧⴭꭰꭱꭲꭳꭴꭵꭶꭷꭸꭹꭺꭻꭼꭽꭾꭿꮀꮁꮂꮃꮄꮅꮆꮇꮈꮉꮊꮋꮌꮍꮎꮏꮐꮑꮒꮓꮔꮕꮖꮗꮘꮙꮚꮛꮜꮝꮞꮟꮠꮡꮢꮣꮤꮥꮦꮧꮨꮩꮪꮫꮬꮭꮮꮯꮰꮱꮲꮳꮴꮵꮶꮷꮸꮹꮺꮻꮼꮽꮾꮿᏸᏹᏺᏻᏼᏽაბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰჱჲჳჴჵჶჷჸჹჺჽჾჿḁḃḅḇḉḋḍḏḑḓḕḗḙḛḝḟḡḣḥḧḩḫḭḯḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓṕṗṙṛṝṟṡṣṥṧṩṫṭṯṱṳṵṷṹṻṽṿẁẃẅẇẉẋẍẏẑẓẕßạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹỻỽỿἀἁἂἃἄἅἆἇἐἑἒἓἔἕἠἡἢἣἤἥἦἧἰἱἲἳἴἵἶἷὀὁὂὃὄὅὑὓὕὗὠὡὢὣὤὥὦὧᾀᾁᾂᾃᾄᾅᾆᾇᾐᾑᾒᾓᾔᾕᾖᾗᾠᾡᾢᾣᾤᾥᾦᾧᾰᾱὰάᾳὲέὴήῃῐῑὶίῠῡὺύῥὸόὼώῳωkåⅎⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻⅼⅽⅾⅿↄⓐⓑⓒⓓⓔⓕⓖⓗⓘⓙⓚⓛⓜⓝⓞⓟⓠⓡⓢⓣⓤⓥⓦⓧⓨⓩⰰⰱⰲⰳⰴⰵⰶⰷⰸⰹⰺⰻⰼⰽⰾⰿⱀⱁⱂⱃⱄⱅⱆⱇⱈⱉⱊⱋⱌⱍⱎⱏⱐⱑⱒⱓⱔⱕⱖⱗⱘⱙⱚⱛⱜⱝⱞⱟⱡɫᵽɽⱨⱪⱬɑɱɐɒⱳⱶȿɀⲁⲃⲅⲇⲉⲋⲍⲏⲑⲓⲕⲗⲙⲛⲝⲟⲡⲣⲥⲧⲩⲫⲭⲯⲱⲳⲵⲷⲹⲻⲽⲿⳁⳃⳅⳇⳉⳋⳍⳏⳑⳓⳕⳗⳙⳛⳝⳟⳡⳣⳬⳮⳳꙁꙃꙅꙇꙉꙋꙍꙏꙑꙓꙕꙗꙙꙛꙝꙟꙡꙣꙥꙧꙩꙫꙭꚁꚃꚅꚇꚉꚋꚍꚏꚑꚓꚕꚗꚙꚛꜣꜥꜧꜩꜫꜭꜯꜳꜵꜷꜹꜻꜽꜿꝁꝃꝅꝇꝉꝋꝍꝏꝑꝓꝕꝗꝙꝛꝝꝟꝡꝣꝥꝧꝩꝫꝭꝯꝺꝼᵹꝿꞁꞃꞅꞇꞌɥꞑꞓꞗꞙꞛꞝꞟꞡꞣꞥꞧꞩɦɜɡɬɪʞʇʝꭓꞵꞷꞹꞻꞽꞿꟁꟃꞔʂᶎꟈꟊꟑꟗꟙꟶａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ𐐨𐐩𐐪𐐫𐐬𐐭𐐮𐐯𐐰𐐱𐐲𐐳𐐴𐐵𐐶𐐷𐐸𐐹𐐺𐐻𐐼𐐽𐐾𐐿𐑀𐑁𐑂𐑃𐑄𐑅𐑆𐑇𐑈𐑉𐑊𐑋𐑌𐑍𐑎𐑏𐓘𐓙𐓚𐓛𐓜𐓝𐓞𐓟𐓠𐓡𐓢𐓣𐓤𐓥𐓦𐓧𐓨𐓩𐓪𐓫𐓬𐓭𐓮𐓯𐓰𐓱𐓲𐓳𐓴𐓵𐓶𐓷𐓸𐓹𐓺𐓻𐖗𐖘𐖙𐖚𐖛𐖜𐖝𐖞𐖟𐖠𐖡𐖣𐖤𐖥𐖦𐖧𐖨𐖩𐖪𐖫𐖬𐖭𐖮𐖯𐖰𐖱𐖳𐖴𐖵𐖶𐖷𐖸𐖹𐖻𐖼𐳀𐳁𐳂𐳃𐳄𐳅𐳆𐳇𐳈𐳉𐳊𐳋𐳌𐳍𐳎𐳏𐳐𐳑𐳒𐳓𐳔𐳕𐳖𐳗𐳘𐳙𐳚𐳛𐳜𐳝𐳞𐳟𐳠𐳡𐳢𐳣𐳤𐳥𐳦𐳧𐳨𐳩𐳪𐳫𐳬𐳭𐳮𐳯𐳰𐳱𐳲𑣀𑣁𑣂𑣃𑣄𑣅𑣆𑣇𑣈𑣉𑣊𑣋𑣌𑣍𑣎𑣏𑣐𑣑𑣒𑣓𑣔𑣕𑣖𑣗𑣘𑣙𑣚𑣛𑣜𑣝𑣞𑣟𖹠𖹡𖹢𖹣𖹤𖹥𖹦𖹧𖹨𖹩𖹪𖹫𖹬𖹭𖹮𖹯𖹰𖹱𖹲𖹳𖹴𖹵𖹶𖹷𖹸𖹹𖹺𖹻𖹼𖹽𖹾𖹿𞤢𞤣𞤤𞤥𞤦𞤧𞤨𞤩𞤪𞤫𞤬𞤭𞤮𞤯𞤰𞤱𞤲𞤳𞤴𞤵𞤶𞤷𞤸𞤹𞤺𞤻𞤼𞤽𞤾𞤿𞥀𞥁𞥂𞥃'
                      )
                    END
                  )
                )
              ) > 0
            )
          )
      ) AS counted_in_studies
    ), reproduced_in_studies_3__metrics AS (
      SELECT
        study,
        no,
        metric
      FROM reference.published_figures
      JOIN reproduced_in_studies_3__asked_studies AS asked_studies
        USING (study)
    ), reproduced_in_studies_3__sums AS (
      SELECT
        study,
        reading,
        no,
        count(*) FILTER(WHERE
          part = 'counted') AS breaches,
        count(*) FILTER(WHERE
          part = 'counted' AND individuals IS NULL) AS without_count,
        count(*) FILTER(WHERE
          part = 'counted' AND is_reconstructed) AS reconstructed,
        count(*) FILTER(WHERE
          part = 'base') AS base_breaches,
        CAST(sum(individuals) FILTER(WHERE
          part = 'counted') AS BIGINT) AS individuals,
        CAST(sum(individuals) FILTER(WHERE
          part = 'base') AS BIGINT) AS base_individuals,
        min(individuals) FILTER(WHERE
          part = 'counted') AS least,
        max(individuals) FILTER(WHERE
          part = 'counted') AS most,
        percentile(CAST(individuals AS DOUBLE), 0.5e0) FILTER(WHERE
          part = 'counted') AS middle,
        (
          CAST(sum(CAST(individuals AS DECIMAL(38, 0))) FILTER(WHERE
            part = 'counted') AS DOUBLE) / count(individuals) FILTER(WHERE
            part = 'counted')
        ) AS mean,
        avg(CASE WHEN individuals > 0 THEN ln(individuals) END) FILTER(WHERE
          part = 'counted') AS mean_log,
        avg(CASE WHEN individuals > 0 THEN ln(individuals) END) FILTER(WHERE
          part = 'base') AS base_mean_log,
        count(*) FILTER(WHERE
          part = 'counted' AND view = 'archive') AS archive_breaches,
        count(*) FILTER(WHERE
          part = 'counted' AND view = 'under-investigation') AS open_breaches,
        CAST(sum(individuals) FILTER(WHERE
          part = 'counted' AND view = 'archive') AS BIGINT) AS archive_individuals,
        CAST(sum(individuals) FILTER(WHERE
          part = 'counted' AND view = 'under-investigation') AS BIGINT) AS open_individuals
      FROM reproduced_in_studies_3__counted AS counted
      GROUP BY ALL
    ), reproduced_in_studies_3__by_year AS (
      SELECT
        study,
        reading,
        no,
        year,
        count(*) AS breaches
      FROM reproduced_in_studies_3__counted AS counted
      JOIN reproduced_in_studies_3__metrics AS metrics
        USING (study, no)
      WHERE
        part = 'counted' AND metric = 'years_with_decrease'
      GROUP BY ALL
    ), reproduced_in_studies_3__beside_before AS (
      SELECT
        study,
        reading,
        no,
        breaches,
        lag(breaches) OVER (PARTITION BY study, reading, no ORDER BY year NULLS LAST) AS breaches_before
      FROM reproduced_in_studies_3__by_year AS by_year
    ), reproduced_in_studies_3__decreases AS (
      SELECT
        study,
        reading,
        no,
        count(*) FILTER(WHERE
          breaches < breaches_before) AS years
      FROM reproduced_in_studies_3__beside_before AS beside_before
      GROUP BY ALL
    ), reproduced_in_studies_3__by_category AS (
      SELECT
        study,
        reading,
        no,
        category,
        count(*) AS breaches
      FROM reproduced_in_studies_3__counted AS counted
      JOIN reproduced_in_studies_3__metrics AS metrics
        USING (study, no)
      WHERE
        part = 'base' AND metric = 'rank_breaches'
      GROUP BY ALL
    ), reproduced_in_studies_3__places AS (
      SELECT
        study,
        reading,
        no,
        category,
        rank() OVER (PARTITION BY study, reading, no ORDER BY breaches DESC) AS place
      FROM reproduced_in_studies_3__by_category AS by_category
    ), reproduced_in_studies_3__running AS (
      SELECT
        study,
        reading,
        no,
        (
          sum(individuals) OVER (PARTITION BY study, reading, no ORDER BY individuals DESC, breach_id NULLS LAST)
        ) - individuals AS in_larger,
        sum(individuals) OVER (PARTITION BY study, reading, no) AS in_all
      FROM reproduced_in_studies_3__counted AS counted
      JOIN reproduced_in_studies_3__metrics AS metrics
        USING (study, no)
      WHERE
        part = 'counted'
        AND metric = 'breaches_holding_majority'
        AND NOT individuals IS NULL
    ), reproduced_in_studies_3__majorities AS (
      SELECT
        study,
        reading,
        no,
        count(*) FILTER(WHERE
          2 * in_larger <= in_all) AS breaches
      FROM reproduced_in_studies_3__running AS running
      GROUP BY ALL
    ), reproduced_in_studies_3__reach AS (
      SELECT
        max(captured_on) AS captured_on,
        min(captured_on) AS first_captured_on,
        collect_list(captured_on) AS complete_days
      FROM marts.captures
      WHERE
        is_complete
    ), reproduced_in_studies_3__readings AS (
      SELECT
        study,
        unnested_reading AS reading,
        unnested_as_of_day AS as_of_day
      FROM marts.studies
      JOIN reproduced_in_studies_3__asked_studies AS asked_studies
        USING (study)
      LATERAL VIEW
      inline(
        arrays_zip(array('then', 'newest', 'naive'), array(as_of_on, newest_on, newest_on))
      ) unnested AS unnested_reading, unnested_as_of_day
    ), reproduced_in_studies_3__reasons AS (
      SELECT
        study,
        reading,
        no,
        CASE
          WHEN NOT is_followed
          THEN reference.studies.why_not
          WHEN NOT breakdown IN (
            'all',
            'year',
            'half',
            'entity_type',
            'location',
            'breach_type',
            'entity',
            'origin',
            'hhs_category',
            'detailed_cause|internal',
            'detailed_cause|external',
            'categorisation',
            'size',
            'not_entity_type',
            'view',
            'business_associate',
            'first_breach_type'
          )
          THEN 'the portal does not publish this kind: ' || breakdown
          WHEN reading = 'naive'
          AND (
            breakdown LIKE 'detailed_cause%' OR breakdown = 'categorisation'
          )
          THEN 'no pivot has it: ' || breakdown
          WHEN NOT metric IN (
            'breaches',
            'individuals',
            'cumulative_individuals',
            'min_individuals',
            'max_individuals',
            'median_individuals',
            'mean_individuals',
            'share_breaches',
            'share_individuals',
            'pct_change_breaches',
            'pct_change_individuals',
            'rank_breaches',
            'years_with_decrease',
            'breaches_holding_majority',
            'mean_log_individuals',
            'coefficient_log_individuals'
          )
          THEN 'the portal does not list what is counted: ' || metric
          WHEN breakdown = 'view' AND NOT array_contains(complete_days, as_of_day)
          THEN 'no complete capture of that day says in which view a report stood'
          WHEN breakdown = 'view' AND reading = 'then' AND as_of_day <> published.period_end
          THEN 'the views are known of the day read alone, and the number is of ' || published.period_end
          WHEN first_captured_on IS NULL OR first_captured_on > as_of_day
          THEN 'no complete capture is of ' || as_of_day || ' or before'
          WHEN least(published.period_end, read_on) > captured_on
          THEN 'no complete capture is of ' || least(published.period_end, read_on) || ' or after'
        END AS why_not
      FROM reference.published_figures AS published
      JOIN reference.studies
        USING (study)
      JOIN reproduced_in_studies_3__readings AS readings
        USING (study)
      CROSS JOIN reproduced_in_studies_3__reach AS reach
    ), reproductions_2__reproduced AS (
      SELECT
        study,
        reading,
        no,
        value,
        counted,
        without_count,
        reconstructed,
        archive_value,
        open_value,
        why_not
      FROM (
        SELECT
          study,
          reading,
          no,
          CASE
            WHEN NOT reasons.why_not IS NULL
            THEN NULL
            WHEN metric = 'breaches'
            THEN coalesce(sums.breaches, 0)
            WHEN metric IN ('individuals', 'cumulative_individuals')
            THEN coalesce(individuals, 0)
            WHEN metric = 'min_individuals'
            THEN least
            WHEN metric = 'max_individuals'
            THEN most
            WHEN metric = 'median_individuals'
            THEN middle
            WHEN metric = 'mean_individuals'
            THEN mean
            WHEN metric = 'mean_log_individuals'
            THEN mean_log
            WHEN metric = 'coefficient_log_individuals'
            THEN mean_log - base_mean_log
            WHEN metric = 'share_breaches'
            THEN CAST((
              100.0e0 * sums.breaches
            ) AS DOUBLE) / CAST((
              nullif(base_breaches, 0)
            ) AS DOUBLE)
            WHEN metric = 'share_individuals'
            THEN CAST((
              100.0e0 * individuals
            ) AS DOUBLE) / CAST((
              nullif(base_individuals, 0)
            ) AS DOUBLE)
            WHEN metric = 'pct_change_breaches'
            THEN CAST((
              100.0e0 * sums.breaches
            ) AS DOUBLE) / CAST((
              nullif(base_breaches, 0)
            ) AS DOUBLE) - 100
            WHEN metric = 'pct_change_individuals'
            THEN CAST((
              100.0e0 * individuals
            ) AS DOUBLE) / CAST((
              nullif(base_individuals, 0)
            ) AS DOUBLE) - 100
            WHEN metric = 'rank_breaches'
            THEN place
            WHEN metric = 'years_with_decrease'
            THEN decreases.years
            WHEN metric = 'breaches_holding_majority'
            THEN majorities.breaches
          END AS value,
          coalesce(sums.breaches, 0) AS counted,
          coalesce(without_count, 0) AS without_count,
          coalesce(reconstructed, 0) AS reconstructed,
          CASE
            WHEN NOT reasons.why_not IS NULL
            THEN NULL
            WHEN metric = 'breaches'
            THEN archive_breaches
            WHEN metric = 'individuals'
            THEN archive_individuals
          END AS archive_value,
          CASE
            WHEN NOT reasons.why_not IS NULL
            THEN NULL
            WHEN metric = 'breaches'
            THEN open_breaches
            WHEN metric = 'individuals'
            THEN open_individuals
          END AS open_value,
          reasons.why_not
        FROM reference.published_figures
        JOIN reproduced_in_studies_3__reasons AS reasons
          USING (study, no)
        LEFT JOIN reproduced_in_studies_3__sums AS sums
          USING (study, reading, no)
        LEFT JOIN reproduced_in_studies_3__decreases AS decreases
          USING (study, reading, no)
        LEFT JOIN reproduced_in_studies_3__majorities AS majorities
          USING (study, reading, no)
        LEFT JOIN reproduced_in_studies_3__places AS places
          USING (study, reading, no, category)
      ) AS reproduced_in_studies
    ), reproductions_2__as_of AS (
      SELECT
        study,
        reading,
        no,
        value,
        counted,
        without_count,
        reconstructed,
        archive_value,
        open_value,
        why_not
      FROM reproductions_2__reproduced AS reproduced
      WHERE
        reading = 'then'
    ), reproductions_2__newest AS (
      SELECT
        study,
        reading,
        no,
        value,
        counted,
        without_count,
        reconstructed,
        archive_value,
        open_value,
        why_not
      FROM reproductions_2__reproduced AS reproduced
      WHERE
        reading = 'newest'
    ), reproductions_2__naive AS (
      SELECT
        study,
        reading,
        no,
        value,
        counted,
        without_count,
        reconstructed,
        archive_value,
        open_value,
        why_not
      FROM reproductions_2__reproduced AS reproduced
      WHERE
        reading = 'naive'
    ), reproductions_2__compared AS (
      SELECT
        study,
        no,
        as_of.value AS reproduced,
        newest.value AS newest,
        naive.value AS naive,
        greatest(
          printed_to / 2,
          CASE
            WHEN metric IN ('breaches', 'mean_individuals')
            THEN count_tolerance * abs(published.value)
            WHEN metric IN ('individuals', 'cumulative_individuals')
            THEN individuals_tolerance * abs(published.value)
            ELSE 0
          END
        ) AS tolerance,
        as_of.counted,
        as_of.without_count,
        as_of.reconstructed,
        as_of.archive_value,
        as_of.open_value,
        as_of.why_not
      FROM reference.published_figures AS published
      JOIN reference.studies
        USING (study)
      JOIN reproductions_2__as_of AS as_of
        USING (study, no)
      JOIN reproductions_2__newest AS newest
        USING (study, no)
      JOIN reproductions_2__naive AS naive
        USING (study, no)
    ), reproductions_2__judged AS (
      SELECT
        compared.study,
        compared.no,
        compared.reproduced,
        compared.newest,
        compared.naive,
        compared.tolerance,
        compared.counted,
        compared.without_count,
        compared.reconstructed,
        compared.archive_value,
        compared.open_value,
        compared.why_not,
        CASE
          WHEN reproduced IS NULL
          THEN 'not computed'
          WHEN CASE rounding
            WHEN 'at least'
            THEN reproduced >= published.value
            WHEN 'more than'
            THEN reproduced > published.value
            WHEN 'less than'
            THEN reproduced < published.value
            WHEN 'nearly'
            THEN abs(
              CAST(ceil(duckdb_quotient(CAST(reproduced AS DOUBLE), CAST(printed_to AS DOUBLE))) AS DOUBLE) - duckdb_quotient(CAST(published.value AS DOUBLE), CAST(printed_to AS DOUBLE))
            ) < 1e-06
            ELSE abs(
              duckdb_round(
                CAST(duckdb_quotient(CAST(reproduced AS DOUBLE), CAST(printed_to AS DOUBLE)) AS DOUBLE),
                0
              ) - duckdb_quotient(CAST(published.value AS DOUBLE), CAST(printed_to AS DOUBLE))
            ) < 1e-06
          END
          THEN 'same'
          WHEN abs(reproduced - published.value) <= tolerance
          THEN 'within tolerance'
          ELSE 'differs'
        END AS verdict
      FROM reference.published_figures AS published
      JOIN reproductions_2__compared AS compared
        USING (study, no)
    )
    SELECT
      study,
      count(*) FILTER(WHERE
        verdict = 'same') AS same,
      count(*) FILTER(WHERE
        verdict = 'within tolerance') AS within_tolerance,
      count(*) FILTER(WHERE
        verdict = 'differs') AS differs,
      count(*) FILTER(WHERE
        verdict = 'not computed') AS not_computed
    FROM (
      SELECT
        study,
        no,
        metric,
        period_start,
        period_end,
        breakdown,
        category,
        unit,
        as_printed,
        printed,
        reproduced,
        newest,
        naive,
        difference,
        tolerance,
        verdict,
        counted,
        without_count,
        reconstructed,
        fits_view,
        why_not,
        remark,
        source_url
      FROM (
        SELECT
          study,
          no,
          metric,
          period_start,
          period_end,
          breakdown,
          category,
          unit,
          as_printed,
          published.value AS printed,
          reproduced,
          newest,
          naive,
          reproduced - published.value AS difference,
          tolerance,
          verdict,
          counted,
          without_count,
          reconstructed,
          CASE
            WHEN verdict IN ('same', 'not computed')
            THEN NULL
            WHEN abs(archive_value - published.value) < printed_to / 2
            THEN 'archive'
            WHEN abs(open_value - published.value) < printed_to / 2
            THEN 'under-investigation'
          END AS fits_view,
          CASE
            WHEN reproduced IS NULL
            THEN coalesce(why_not, 'the list holds nothing to count')
          END AS why_not,
          remark,
          source_url
        FROM reference.published_figures AS published
        JOIN reproductions_2__judged AS judged
          USING (study, no)
      ) AS reproductions
    ) AS reproduction
    GROUP BY ALL
)
