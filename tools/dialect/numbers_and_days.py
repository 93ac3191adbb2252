"""Rules for numbers, casts and days. Each says what would differ."""

from decimal import Decimal

from sqlglot import exp

from nodes import INTEGERS, call, cast_to, double, is_decimal, number, text, type_of


def literal(node):
    if node.is_string or not ("." in node.this or "e" in node.this.lower()):
        return node
    new = double(Decimal(node.this))
    if "e" not in node.this.lower():
        new.meta["decimal"] = node.this
    return new


def product(node):
    """A product of two constants with a point is exact in DuckDB; one of doubles is rounded, as in Spark."""
    exact = [side.unnest().meta.get("decimal") for side in (node.left, node.right)]
    if None in exact:
        return node
    return double(Decimal(exact[0]) * Decimal(exact[1]))


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


def whole(node):
    """floor and ceil of a double: a double in DuckDB, a whole number in Spark."""
    return cast_to(node.copy(), "double") if type_of(node.this) == "DOUBLE" or is_decimal(node.this) else node


def divided(node):
    return call("duckdb_div", cast_to(node.left, "bigint"), cast_to(node.right, "bigint"))
