"""Small parts of trees, which every rule builds."""

from sqlglot import exp

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


def double(value):
    """A double: Spark takes 1.5 for a decimal, and calculates with it otherwise."""
    return number(repr(float(value)) + ("" if "e" in repr(float(value)) else "e0"))


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
