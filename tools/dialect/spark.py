"""From the normal form of a query to Spark's SQL. Each rule says what would differ."""

import functools
from decimal import Decimal

import duckdb
from sqlglot import exp

import patterns
import prelude
from models import RULE_MACROS

# The blanks of Unicode, which DuckDB's trim cuts.
BLANKS = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
INTEGERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UBIGINT", "UINTEGER"}


def type_of(node):
    return node.meta.get("duckdb_type") or ""


def is_decimal(node):
    return type_of(node).startswith("DECIMAL")


def call(name, *arguments):
    return exp.Anonymous(this=name, expressions=[a for a in arguments if a is not None])


def text(value):
    return exp.Literal.string(value)


def number(value):
    return exp.Literal.number(value)


def cast_to(node, spark_type):
    return exp.Cast(this=node, to=exp.DataType.build(spark_type, dialect="spark"))


def spark_type(duckdb_type):
    """The type of a column in Spark's words."""
    if duckdb_type.endswith("[]"):
        return f"array<{spark_type(duckdb_type[:-2])}>"
    if duckdb_type.startswith("DECIMAL"):
        return duckdb_type.lower()
    return {
        "VARCHAR": "string", "BIGINT": "bigint", "INTEGER": "int", "DOUBLE": "double",
        "BOOLEAN": "boolean", "DATE": "date", "TIMESTAMP": "timestamp_ntz",
        "HUGEINT": "decimal(38,0)", "SMALLINT": "smallint", "TINYINT": "tinyint", '"NULL"': "string",
    }[duckdb_type]


def constant(node):
    """The text of a constant of letters, of several with || between too; None for anything else."""
    node = node.unnest()
    if isinstance(node, exp.ByteString) or (isinstance(node, exp.Literal) and node.is_string):
        return node.this
    if isinstance(node, exp.DPipe):
        left, right = constant(node.this), constant(node.expression)
        return None if left is None or right is None else left + right
    return None


def pattern_of(node):
    found = constant(node)
    if found is None:
        raise ValueError(f"a pattern that is no constant: {node.sql('duckdb')}")
    return patterns.to_java(found)


def translate(tree):
    """Spark's form of a query in normal form, in place."""
    for select in list(tree.find_all(exp.Select)):
        unnested(select)
    holder = exp.Paren(this=tree)
    for node in reversed(list(tree.walk(bfs=True))):  # what is inside first
        if node is tree and not isinstance(node, exp.Query):
            continue
        new = leaf(node)
        if new is not node:
            if "duckdb_type" in node.meta:
                new.meta["duckdb_type"] = node.meta["duckdb_type"]
            if node.parent is not None:
                node.replace(new)
    for window in list(tree.find_all(exp.Window)):
        filtered_window(window)
        if isinstance(window.parent, exp.Binary):  # "over name - x" would be read as one name
            window.replace(exp.paren(window.copy()))
    for cte in tree.find_all(exp.CTE):
        cte.set("materialized", None)
    return holder.this


# unnest in a select: Spark wants a lateral view.

def unnested(select):
    def found(item):
        """The node that makes rows in an item of the select itself, not of a select inside it."""
        for node in item.find_all(exp.Explode, exp.Unnest, exp.Anonymous):
            if isinstance(node, exp.Anonymous) and node.name.lower() != "generate_subscripts":
                continue
            if node.find_ancestor(exp.Select) is select:
                return node
        return None

    items = [(i, found(i)) for i in select.expressions if found(i) is not None]
    if not items:
        return
    lists, names = [], []
    for item, value in items:
        if isinstance(value, exp.Anonymous):
            value = call("sequence", number(1), call("size", value.expressions[0].copy()))
        else:
            value = value.this if isinstance(value, exp.Explode) else value.expressions[0]
        lists.append(value.copy())
        names.append(f"unnested_{item.alias_or_name}")
    if not select.args.get("from_"):
        select.set("from_", exp.From(this=exp.Subquery(
            this=exp.select(exp.alias_(number(1), "one")), alias=exp.TableAlias(this=exp.to_identifier("once")))))
    if len(lists) == 1:
        view = call("explode", lists[0])
    else:
        view = call("inline", call("arrays_zip", *lists))
    lateral = exp.Lateral(this=view, view=True, alias=exp.TableAlias(
        this=exp.to_identifier("unnested"), columns=[exp.to_identifier(n) for n in names]))
    select.set("laterals", [*(select.args.get("laterals") or []), lateral])
    for (item, value), name in zip(items, names):
        if value is item:
            item.replace(exp.alias_(exp.column(name), item.alias_or_name))
        else:
            value.replace(exp.column(name))


# Nodes.

def leaf(node):
    if node.meta.get("parameter"):
        return exp.Placeholder(this=node.meta["parameter"])
    rule = RULES.get(type(node))
    return rule(node) if rule else node


def anonymous(node):
    name = node.name.lower()
    arguments = node.expressions
    if name == "concat":
        return concatenated(node)
    if name in RULE_MACROS:
        return call("reference__" + name, *arguments)
    if name in ("arg_max_null", "arg_min_null"):
        return call("max_by" if "max" in name else "min_by", *arguments)
    if name == "try_strptime":
        return us_day(node)
    if name == "array_length":
        return call("size", *arguments)
    if name == "list_has_any":
        return call("arrays_overlap", *arguments)
    if name == "regexp_full_match":
        return full_match(*arguments)
    if name == "generate_subscripts":
        raise ValueError("generate_subscripts outside of a select list")
    return node


def dot(node):
    """reference.winning_rule(x): functions that are made for a session have no schema."""
    if isinstance(node.expression, exp.Anonymous) and node.expression.name.lower().startswith("reference__"):
        return node.expression
    if isinstance(node.expression, exp.Anonymous) and node.expression.name.lower() in RULE_MACROS:
        return anonymous(node.expression)
    return node


def full_match(value, pattern):
    return call("regexp_like", value, text("\\A(?:" + pattern_of(pattern) + ")\\z"))


def matched(node):
    if constant(node.expression) is None and constant(node.this) == "":
        # a rule's own pattern on no text: only a brace that is no count would be refused
        return call("regexp_like", node.this, call(
            "regexp_replace", node.expression, text("\\{(?![0-9])"), text("\\\\{")))
    return call("regexp_like", node.this, text(pattern_of(node.expression)))


@functools.cache
def lower_letters():
    """The letters that lower changes, and what it makes of them."""
    pairs = prelude.letters(duckdb.connect(), "lower")
    return "".join(a for a, _ in pairs), "".join(b for _, b in pairs)


def lowered(node):
    """lower, by DuckDB's table. Spark has no functions of its own making inside a lambda."""
    if not node.find_ancestor(exp.Lambda):
        return call("duckdb_lower", node.this)
    value = node.this
    return exp.Case(
        ifs=[exp.If(this=call("regexp_like", value.copy(), text("\\A[\\x00-\\x7f]*\\z")), true=call("lower", value.copy()))],
        default=call("translate", value.copy(), *[text(letters) for letters in lower_letters()]))


def replaced(node):
    pattern = pattern_of(node.expression)
    new = constant(node.args["replacement"])
    if new is None:
        raise ValueError("a replacement that is no constant")
    modifiers = node.args.get("modifiers")
    if modifiers is None or "g" not in modifiers.name:  # Spark replaces all
        return call("regexp_replace", node.this, text(patterns.once(pattern)),
                    text("$1" + patterns.replacement(new, shift=1)))
    return call("regexp_replace", node.this, text(pattern), text(patterns.replacement(new)))


def extracted(node):
    if node.args.get("parameters"):
        raise ValueError("flags of regexp_extract: write (?i) into the pattern")
    group = node.args.get("group") or number(0)
    return call("regexp_extract", node.this, text(pattern_of(node.expression)), group.copy())


def extracted_all(node):
    return call("regexp_extract_all", node.this, text(pattern_of(node.expression)), number(0))


def literal(node):
    if not node.is_string and ("." in node.this or "e" in node.this.lower()):
        return double(Decimal(node.this))
    return node


def double(value):
    """A double: Spark takes 1.5 for a decimal, and calculates with it otherwise."""
    return number(repr(float(value)) + ("" if "e" in repr(float(value)) else "e0"))


def product(node):
    left, right = node.left.unnest(), node.right.unnest()
    if all(isinstance(n, exp.Literal) and not n.is_string and "e" in n.this for n in (left, right)):
        return double(Decimal(left.this) * Decimal(right.this))
    return node


def difference(node):
    if type_of(node.left) == "DATE" and type_of(node.right) == "DATE":
        return exp.paren(cast_to(call("datediff", node.left, node.right), "bigint"))
    if type_of(node.left) == "DATE":
        return call("date_sub", node.left, cast_to(node.right, "int"))
    return node


def total(node):
    if "DATE" in (type_of(node.left), type_of(node.right)):
        day, days = (node.left, node.right) if type_of(node.left) == "DATE" else (node.right, node.left)
        return call("date_add", day, cast_to(days, "int"))
    return node


def quotient(node):
    """A quotient of doubles. By 0 it is infinite or no number in DuckDB, and an error in Spark."""
    if not is_never_zero(node.right):
        left, right = cast_to(node.left, "double"), cast_to(node.right, "double")
        if node.find(exp.Query) or node.find_ancestor(exp.Lambda):
            return written_out(left, right)  # Spark takes no function of its own making there
        return call("duckdb_quotient", left, right)
    if is_decimal(node.left) or is_decimal(node.right):  # a double in DuckDB, a decimal in Spark
        return exp.Div(this=cast_to(exp.paren(node.left), "double"), expression=cast_to(exp.paren(node.right), "double"))
    return node


def written_out(left, right):
    """A quotient whose divisor may be 0, but is never -0, without a function."""
    zero, infinite = number("0e0"), lambda sign: cast_to(text(sign + "Infinity"), "double")
    return exp.Case(ifs=[
        exp.If(this=exp.NEQ(this=right.copy(), expression=zero), true=exp.Div(this=left.copy(), expression=right.copy())),
        exp.If(this=exp.Is(this=right.copy(), expression=exp.null()), true=exp.null()),
        exp.If(this=exp.or_(exp.EQ(this=left.copy(), expression=zero.copy()), call("isnan", left.copy())),
               true=cast_to(text("NaN"), "double")),
        exp.If(this=exp.GT(this=left.copy(), expression=zero.copy()), true=infinite("")),
        exp.If(this=exp.LT(this=left.copy(), expression=zero.copy()), true=infinite("-")),
    ])


def is_never_zero(divisor):
    value = divisor.unnest()
    if isinstance(value, exp.Literal):
        return float(value.this) != 0
    if isinstance(value, exp.Nullif):
        return isinstance(value.expression, exp.Literal) and float(value.expression.this) == 0
    return False


def rounded(node):
    kind = type_of(node.this)
    if kind in INTEGERS:
        return node
    places = node.args.get("decimals")
    if not kind.startswith(("DOUBLE", "FLOAT")) and not is_decimal(node.this):
        raise ValueError(f"round of {kind or 'an unknown type'}: {node.sql('duckdb')}")
    return call("duckdb_round", cast_to(node.this, "double"), places.copy() if places else number(0))


def casted(node):
    to = node.to.sql("duckdb")
    kind = type_of(node.this)
    if node.args.get("safe") or isinstance(node, exp.TryCast):
        if kind == "VARCHAR" and to in ("BIGINT", "INT", "DOUBLE", "DATE"):
            return exp.TryCast(this=node.this, to=node.to, safe=True)  # without safe a cast is written, which fails
        raise ValueError(f"try_cast from {kind} to {to}")
    if to in ("TEXT", "VARCHAR") and kind.startswith(("DOUBLE", "FLOAT", "DECIMAL", "TIMESTAMP")):
        if kind == "DOUBLE":
            return call("duckdb_text", node.this)
        raise ValueError(f"cast from {kind} to text")
    if to in INTEGERS | {"INT", "INT128"}:
        if kind == "DOUBLE":  # Spark cuts, DuckDB rounds half to even
            node.set("this", call("rint", node.this))
        elif is_decimal(node.this) and not kind.endswith(",0)"):
            raise ValueError(f"cast from {kind} to a whole number: {node.sql('duckdb')}")
    if to == "TIMESTAMP":
        node.set("to", exp.DataType.build("timestamp_ntz", dialect="spark"))
    if to == "INT128":
        node.set("to", exp.DataType.build("decimal(38,0)", dialect="spark"))
    return node


def mean(node):
    kind = type_of(node.this)
    if kind in INTEGERS:  # exact sum, one division
        new = quotient_of(node.this, lambda aggregate: aggregate)
        new.meta["mean"] = node.this.copy()
        return new
    return node


def quotient_of(value, kept):
    """The mean of whole numbers; kept puts a filter on its two aggregates."""
    return exp.paren(exp.Div(
        this=cast_to(kept(exp.Sum(this=cast_to(value.copy(), "decimal(38,0)"))), "double"),
        expression=kept(exp.Count(this=value.copy()))))


def filtered(node):
    value = node.this.meta.get("mean")
    if value is None:
        return node
    return quotient_of(value, lambda aggregate: exp.Filter(this=aggregate, expression=node.expression.copy()))


def fraction(node):
    """Spark's percentile weighs its two neighbours as quantile_cont does."""
    which = node.expression if isinstance(node, exp.PercentileCont) else double("0.5")
    return call("percentile", cast_to(node.this, "double"), which)


def mapped(node):
    parts = []
    for item in node.this.expressions:
        parts += [text(item.name), item.expression.copy()]
    return call("map", *parts)


def by_extreme(node):
    name = "max_by" if isinstance(node, exp.ArgMax) else "min_by"
    stated = exp.Not(this=exp.Is(this=exp.paren(node.this.copy()), expression=exp.null()))
    new = call(name, node.this.copy(), node.expression.copy())
    if isinstance(node.parent, exp.Filter):
        where = node.parent.expression
        where.set("this", exp.and_(exp.paren(where.this.copy()), stated))
        return new
    return exp.Filter(this=new, expression=exp.Where(this=stated))


def filtered_window(window):
    """An aggregate's filter inside a window: a case inside the aggregate."""
    inside = window.this
    if not isinstance(inside, exp.Filter):
        return
    aggregate, condition = inside.this, inside.expression.this
    value = aggregate.this
    if isinstance(aggregate, exp.Count) and isinstance(value, exp.Star):
        value = number(1)
    if not isinstance(aggregate, (exp.Count, exp.Min, exp.Max, exp.Sum, exp.LogicalOr, exp.LogicalAnd)):
        raise ValueError(f"a filter in a window of {aggregate.sql('duckdb')}")
    aggregate.set("this", exp.Case(ifs=[exp.If(this=condition, true=value)]))
    window.set("this", aggregate)


def collected(node):
    """list(x order by y): Spark's collect_list has no order and leaves out nulls."""
    value, order = node.this, None
    if isinstance(value, exp.Order):
        order, value = value.expressions, value.this
    if isinstance(value, exp.Distinct):
        return call("collect_set", value.expressions[0])
    if order:
        if len(order) == 1 and not order[0].args.get("desc") and order[0].this == value:
            return call("sort_array", call("collect_list", value))
        raise ValueError("list(x order by y)")
    return call("collect_list", value)


def trimmed(node):
    """DuckDB's trim without letters cuts all blanks of Unicode."""
    position = node.args.get("position")
    side = {"LEADING": "ltrim", "TRAILING": "rtrim"}.get(str(position or "").upper(), "trim")
    letters = node.expression
    value = BLANKS if letters is None else constant(letters)
    if value is None:
        raise ValueError("trim of letters that are no constant")
    side = {"ltrim": "LEADING ", "rtrim": "TRAILING ", "trim": "BOTH "}[side]
    return exp.Trim(this=node.this, expression=text(value), position=side.strip())


def character(node):
    value = node.expressions[0]
    if not isinstance(value, exp.Literal):
        raise ValueError("chr of no constant")
    return text(chr(int(value.this)))


def counted_letters(node):
    return call("size" if type_of(node.this).endswith("[]") else "length", node.this)


def element(node):
    index = node.expressions[0]
    if type_of(node.this).startswith("MAP"):
        return call("try_element_at", node.this, index.copy())
    if not isinstance(index, exp.Literal):
        raise ValueError("an index that is no constant")
    return call("get", node.this, index.copy())  # sqlglot counts from 0, as get does


def concatenated(node):
    return call("concat_ws", text(""), *node.expressions)


def joined(node):
    return call("concat_ws", *node.expressions)


def piped(node):
    kinds = {type_of(node.left), type_of(node.right)}
    if any(k.endswith("[]") for k in kinds):
        return call("concat", node.left, node.right)
    return node


def month_difference(node):
    unit = (node.args.get("unit") or exp.Var(this="DAY")).name.upper()
    if unit == "DAY":
        return cast_to(call("datediff", node.this, node.expression), "bigint")
    later, earlier = node.this, node.expression
    years = exp.Sub(this=call("year", later.copy()), expression=call("year", earlier.copy()))
    if unit == "YEAR":
        return exp.paren(cast_to(exp.paren(years), "bigint"))
    if unit == "MONTH":
        months = exp.Sub(this=call("month", later.copy()), expression=call("month", earlier.copy()))
        return exp.paren(cast_to(exp.paren(exp.Add(
            this=exp.Mul(this=exp.paren(years), expression=number(12)), expression=months)), "bigint"))
    raise ValueError(f"date_diff of {unit}")


def made_date(node):
    return call("make_date", *[cast_to(node.args[p], "int") for p in ("year", "month", "day")])


def us_day(node):
    found = node.expressions[1].name
    name = {"%m/%d/%Y": "duckdb_us_day", "%m/%d/%y": "duckdb_us_day_of_two_digits"}.get(found)
    if not name:
        raise ValueError(f"try_strptime with {found!r}")
    return call(name, node.expressions[0])


def series(node):
    if not node.args.get("is_end_exclusive"):
        raise ValueError("generate_series: write range")
    start, end, step = (node.args.get(p) for p in ("start", "end", "step"))
    first, until = cast_to(start or number(0), "bigint"), cast_to(end, "bigint")
    sequence = call("sequence", first, exp.Sub(this=until.copy(), expression=number(1)),
                    cast_to(step, "bigint") if step else None)
    if all(isinstance(n, (exp.Literal, type(None))) for n in (start, end)):
        return sequence  # not empty
    none = exp.Cast(this=call("array"), to=exp.DataType.build("array<bigint>", dialect="spark"))
    return exp.Case(ifs=[exp.If(this=exp.LT(this=first.copy(), expression=until), true=sequence)], default=none)


def formatted(node):
    """format('{:.0f} of {:.0f}', x, y): only such whole numbers, rounded half to even."""
    pieces = constant(node.this).split("{:.0f}")
    if len(pieces) != len(node.expressions) + 1 or any("{" in p for p in pieces):
        raise ValueError(f"format of {node.this.name!r}")
    parts = [text(pieces[0])]
    for value, piece in zip(node.expressions, pieces[1:]):
        parts += [cast_to(cast_to(call("rint", value.copy()), "bigint"), "string"), text(piece)]
    return call("concat", *parts)


def distinct_list(node):
    return call("array_distinct", call("array_compact", node.this))


def whole(node):
    """floor and ceil of a double: a double in DuckDB, a whole number in Spark."""
    return cast_to(node.copy(), "double") if type_of(node.this) == "DOUBLE" or is_decimal(node.this) else node


def divided(node):
    return call("duckdb_div", cast_to(node.left, "bigint"), cast_to(node.right, "bigint"))


RULES = {
    exp.Anonymous: anonymous, exp.Dot: dot,
    exp.RegexpReplace: replaced, exp.RegexpExtract: extracted, exp.RegexpExtractAll: extracted_all,
    exp.RegexpLike: matched,
    exp.RegexpFullMatch: lambda n: full_match(n.this, n.expression),
    exp.Lower: lowered,
    exp.Upper: lambda n: call("duckdb_upper", n.this),
    exp.Trim: trimmed, exp.Chr: character,
    exp.JarowinklerSimilarity: lambda n: call("jaro_winkler_similarity", n.this, n.expression),
    exp.Literal: literal, exp.Mul: product, exp.Sub: difference, exp.Add: total, exp.Div: quotient,
    exp.IntDiv: divided,
    exp.Round: rounded, exp.Cast: casted, exp.TryCast: casted, exp.Avg: mean,
    exp.Filter: filtered, exp.ToMap: mapped, exp.Median: fraction, exp.PercentileCont: fraction,
    exp.ArgMax: by_extreme, exp.ArgMin: by_extreme,
    exp.ArrayAgg: collected, exp.ByteString: lambda n: text(n.this),
    exp.Length: counted_letters, exp.ArraySize: lambda n: call("size", n.this), exp.Bracket: element,
    exp.Concat: concatenated, exp.ConcatWs: joined, exp.DPipe: piped,
    exp.DateDiff: month_difference, exp.DateFromParts: made_date, 
    exp.GenerateSeries: series,
    exp.ArrayDistinct: distinct_list, exp.Floor: whole, exp.Format: formatted, exp.Ceil: whole,
    exp.ArrayOverlaps: lambda n: call("arrays_overlap", n.this, n.expression),
    exp.DayOfWeekIso: lambda n: exp.paren(exp.Add(this=call("weekday", n.this), expression=number(1))),
    exp.Dayname: lambda n: call("date_format", n.this, text("EEEE")),
}
