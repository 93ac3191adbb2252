"""The functions that Spark lacks, as SQL. Tables of letters come from DuckDB itself."""

import duckdb

CREATE = "create or replace temporary function "


# No letter above these is changed by any of the functions.
LETTERS = [chr(code) for code in range(1, 0x30000) if not 0xD800 <= code <= 0xDFFF]


def letters(con, function):
    """Every letter that a function of DuckDB changes, and what it makes of it, by code point."""
    return con.execute(f"""
        select letter, {function}(letter) from (select unnest(?) as letter)
        where {function}(letter) <> letter order by letter""", [LETTERS]).fetchall()


def translated(con, function):
    """A call of translate, and of replace where one letter becomes several, that does the same."""
    rows = letters(con, function)
    plain = [(a, b) for a, b in rows if len(b) == 1]
    if len(plain) != len(rows):
        raise ValueError(f"{function} makes several letters of one: {[r for r in rows if len(r[1]) != 1][:9]}")
    return f"translate(s, '{''.join(a for a, _ in plain)}', '{''.join(b for _, b in plain)}')"


def ascii_first(fast, slow):
    """Nearly all texts are ASCII, and need no table."""
    return f"case when regexp_like(s, '\\\\A[\\\\x00-\\\\x7f]*\\\\z') then {fast} else {slow} end"


def functions():
    """Statements that make the functions, in the order in which they use each other."""
    con = duckdb.connect()
    one = lambda name, given, returns, body: f"{CREATE}{name}({given}) returns {returns} return\n{body}"
    return [
        one("duckdb_lower", "s string", "string", ascii_first("lower(s)", translated(con, "lower"))),
        one("duckdb_upper", "s string", "string", ascii_first("upper(s)", translated(con, "upper"))),
        one("strip_accents", "s string", "string", ascii_first("s", accents(con))),
        *NUMBERS,
        *JARO_WINKLER,
    ]


def accents(con):
    """strip_accents: letters become their base, and marks that stand alone go."""
    rows = letters(con, "strip_accents")
    changed = [(a, b) for a, b in rows if len(b) == 1]
    gone = "".join(a for a, b in rows if b == "")
    more = [r for r in rows if len(r[1]) > 1]
    if more:
        raise ValueError(f"strip_accents makes several letters of one: {more[:9]}")
    # translate drops the letters of the first list that have no partner in the second
    return (f"translate(s, '{''.join(a for a, _ in changed)}{gone}', "
            f"'{''.join(b for _, b in changed)}')")


NUMBERS = [
    # half away from zero, on the double itself; Spark's round looks at its shortest decimal form
    CREATE + """duckdb_whole(x double) returns double return
signum(x) * (floor(abs(x)) + case when abs(x) - floor(abs(x)) >= 0.5D then 1 else 0 end)""",
    CREATE + """duckdb_round(x double, places int) returns double return
case
    when x is null or isnan(x) or abs(x) >= 4503599627370496D then x
    when places = 0 then duckdb_whole(x)
    else duckdb_whole(x * power(10D, places)) / power(10D, places)
end""",
    # as DuckDB writes a double: shortest digits, .0 for whole ones, e from 1e16 up and below 1e-4
    CREATE + """duckdb_text(x double) returns string return
case
    when x is null then null
    when x = floor(x) and abs(x) < 1e15D then concat(cast(cast(x as bigint) as string), '.0')
    else cast(x as string)
end""",
    CREATE + """duckdb_quotient(a double, b double) returns double return
case
    when b <> 0D then a / b
    when b is null or a is null then null
    when a = 0D or isnan(a) then double('NaN')
    when (a < 0D) = (cast(b as string) = '-0.0') then double('Infinity')
    else double('-Infinity')
end""",
    CREATE + """duckdb_div(a bigint, b bigint) returns bigint return
case when b = 0 then null else a div b end""",
    CREATE + """duckdb_us_day(s string) returns date return
case when regexp_like(s, '\\\\A[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}\\\\z') then try_cast(concat(
    split_part(s, '/', 3), '-', lpad(split_part(s, '/', 1), 2, '0'), '-',
    lpad(split_part(s, '/', 2), 2, '0')
) as date) end""",
    # two digits of a year: 69 to 99 are of the twentieth century
    CREATE + """duckdb_us_day_of_two_digits(s string) returns date return
case when regexp_like(s, '\\\\A[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}\\\\z') then try_cast(concat(
    case when split_part(s, '/', 3) < '69' then '20' else '19' end, split_part(s, '/', 3), '-',
    lpad(split_part(s, '/', 1), 2, '0'), '-', lpad(split_part(s, '/', 2), 2, '0')
) as date) end""",
]

# The similarity of Jaro and Winkler over bytes, as DuckDB has it. Each byte of a takes the first byte
# of b alike, not farther away than reach, that none before it took; U+0100, which is no byte, marks
# what is taken. A lambda over an array of one binds a value, so that it is computed once.
JARO_WINKLER = [
    CREATE + """jaro_winkler_of(a string, b string) returns double return
get(transform(
    array(named_struct(
        'a', decode(encode(a, 'UTF-8'), 'ISO-8859-1'), 'b', decode(encode(b, 'UTF-8'), 'ISO-8859-1')
    )),
    x -> get(transform(
        array(greatest(greatest(length(x.a), length(x.b)) div 2 - 1, 0)),
        reach -> get(transform(
            array(aggregate(
                case when length(x.a) > 0 then sequence(1, length(x.a)) else cast(array() as array<int>) end,
                named_struct('a', '', 'b', x.b),
                (taken, i) -> case
                    when locate(substr(x.a, i, 1), taken.b, cast(greatest(1, i - reach) as int))
                        between 1 and i + reach
                        then named_struct(
                            'a', concat(taken.a, substr(x.a, i, 1)),
                            'b', overlay(taken.b placing '\\u0100' from
                                locate(substr(x.a, i, 1), taken.b, cast(greatest(1, i - reach) as int)) for 1)
                        )
                    else taken
                end
            )),
            taken -> get(transform(
                array(array_join(transform(
                    filter(
                        sequence(1, greatest(length(x.b), 1)), i -> substr(taken.b, i, 1) = '\\u0100'
                    ),
                    i -> substr(x.b, i, 1)
                ), '')),
                of_b -> get(transform(
                    array(case
                        when taken.a = '' then 0D
                        else (
                            cast(length(taken.a) as double) / length(x.a)
                            + cast(length(taken.a) as double) / length(x.b)
                            + cast(length(taken.a) - size(filter(
                                sequence(1, length(taken.a)),
                                i -> substr(taken.a, i, 1) <> substr(of_b, i, 1)
                            )) div 2 as double) / length(taken.a)
                        ) / 3D
                    end),
                    jaro -> case
                        when jaro > 0.7D then jaro + size(filter(
                            sequence(1, 4),
                            i -> least(length(x.a), length(x.b)) >= i and left(x.a, i) = left(x.b, i)
                        )) * 0.1D * (1D - jaro)
                        else jaro
                    end
                ), 0)
            ), 0)
        ), 0)
    ), 0)
), 0)""",
    CREATE + """jaro_winkler_similarity(a string, b string) returns double return
case when a = b and a <> '' then 1D else jaro_winkler_of(a, b) end""",
]
