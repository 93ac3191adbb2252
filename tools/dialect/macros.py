"""Macros are written out where they are called, with their CTEs renamed."""

import sqlglot
from sqlglot import exp

from models import PARAMETERS


def parse(text):
    return sqlglot.parse_one(text, read="duckdb")


def parameter(name):
    """What stands for a macro's parameter in DuckDB's SQL; the translation writes :name."""
    node = exp.cast(exp.null(), exp.DataType.build(PARAMETERS[name], dialect="duckdb"))
    node.meta["parameter"] = name
    return node


class Inliner:
    """Writes out the macros that a query calls."""

    def __init__(self, models):
        self.macros = {m.table: m for m in models if m.given}
        self.calls = 0
        self.used = set()

    def body(self, model):
        """The query of a macro, with marks for its parameters."""
        return self.inline(self.filled(parse(model.text), {p: parameter(p) for p in model.given}))

    def filled(self, tree, arguments):
        for column in list(tree.find_all(exp.Column)):
            if not column.table and column.name in arguments and not column.find_ancestor(exp.Star):
                given = arguments[column.name].copy()
                column.replace(given if isinstance(given, (exp.Literal, exp.Cast, exp.Subquery, exp.Array, exp.Column))
                               else exp.paren(given))
        return tree

    def inline(self, tree):
        """Replaces calls in tree, those in macros too."""
        for table in list(tree.find_all(exp.Table)):
            call = table.this
            if not table.db or not isinstance(call, (exp.Anonymous, exp.Func)):
                continue
            name = f"{table.db}.{call.name}".lower()
            model = self.macros.get(name)
            if model is None:
                raise ValueError(f"no macro {name}")
            self.calls += 1
            self.used.add(model)
            body = self.renamed(parse(model.text), f"{model.name}_{self.calls}")
            body = self.inline(self.filled(body, dict(zip(model.given, call.expressions))))
            if body.args.get("order") and not body.args.get("limit"):
                body.set("order", None)
            alias = table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(model.name))
            subquery = exp.Subquery(this=body, alias=alias.copy())
            if table.args.get("joins"):
                subquery.set("joins", [j.copy() for j in table.args["joins"]])
            table.replace(subquery)
        return tree

    def renamed(self, body, prefix):
        names = {cte.alias: f"{prefix}__{cte.alias}" for cte in body.find_all(exp.CTE)}
        for cte in body.find_all(exp.CTE):
            cte.args["alias"].set("this", exp.to_identifier(names[cte.alias]))
        for table in body.find_all(exp.Table):
            if not table.db and isinstance(table.this, exp.Identifier) and table.name in names:
                if not table.args.get("alias"):
                    table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
                table.set("this", exp.to_identifier(names[table.name]))
        return body
