"""Rules for texts and patterns. Each says what would differ."""

import functools

import duckdb
from sqlglot import exp

import patterns
import prelude
from nodes import call, cast_to, constant, number, text, type_of

# The blanks of Unicode, which DuckDB's trim cuts.
BLANKS = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


def pattern_of(node):
    found = constant(node)
    if found is None:
        raise ValueError(f"a pattern that is no constant: {node.sql('duckdb')}")
    return patterns.to_java(found)


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


def concatenated(node):
    return call("concat_ws", text(""), *node.expressions)


def joined(node):
    return call("concat_ws", *node.expressions)


def piped(node):
    kinds = {type_of(node.left), type_of(node.right)}
    if any(k.endswith("[]") for k in kinds):
        return call("concat", node.left, node.right)
    return node


def formatted(node):
    """format('{:.0f} of {:.0f}', x, y): only such whole numbers, rounded half to even."""
    pieces = constant(node.this).split("{:.0f}")
    if len(pieces) != len(node.expressions) + 1 or any("{" in p for p in pieces):
        raise ValueError(f"format of {node.this.name!r}")
    parts = [text(pieces[0])]
    for value, piece in zip(node.expressions, pieces[1:]):
        parts += [cast_to(cast_to(call("rint", value.copy()), "bigint"), "string"), text(piece)]
    return call("concat", *parts)
