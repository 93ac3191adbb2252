"""From the normal form of a query to Spark's SQL. Each rule says what would differ."""

from sqlglot import exp

from models import RULE_MACROS
from nodes import call, cast_to, constant, number, text, type_of
from numbers_and_days import (
    casted, difference, divided, filtered, fraction, literal, made_date, mean, month_difference, product,
    quotient, rounded, series, total, us_day, whole)
from texts import (
    character, concatenated, extracted, extracted_all, formatted, full_match, joined, lowered, matched,
    piped, replaced, trimmed)


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
        if is_place(window.this):  # of 64 bits in DuckDB, of 32 in Spark, whose products overflow
            window.replace(cast_to(window.copy(), "bigint"))
        elif isinstance(window.parent, exp.Binary):  # "over name - x" would be read as one name
            window.replace(exp.paren(window.copy()))
    for cte in tree.find_all(exp.CTE):
        cte.set("materialized", None)
    return holder.this


def is_place(function):
    if not isinstance(function, exp.Func):  # the name of a window
        return False
    name = function.name if isinstance(function, exp.Anonymous) else function.sql_name()
    return name.lower() in ("row_number", "rank", "dense_rank", "ntile")


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


def counted_letters(node):
    return call("size" if type_of(node.this).endswith("[]") else "length", node.this)


def element(node):
    index = node.expressions[0]
    if type_of(node.this).startswith("MAP"):
        return call("try_element_at", node.this, index.copy())
    if not isinstance(index, exp.Literal):
        raise ValueError("an index that is no constant")
    return call("get", node.this, index.copy())  # sqlglot counts from 0, as get does


def distinct_list(node):
    return call("array_distinct", call("array_compact", node.this))
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
