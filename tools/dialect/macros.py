"""Macros are written out where they are called, with their CTEs renamed.

A macro that calls another one with constants or with its own parameters keeps the call: the engine
keeps the rows of such a call as a table, because Spark plans a text of thousands of lines for minutes."""

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
    """Writes out the macros that a query calls; where it keeps calls, only those whose arguments read something."""

    def __init__(self, models, keeps_calls):
        self.macros = {m.table: m for m in models if m.given}
        self.keeps_calls = keeps_calls
        self.calls = 0
        self.used = set()

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
            if self.keeps_calls and not any(a.find(exp.Query, exp.Column) for a in call.expressions):
                self.keep(model)
                if not table.args.get("alias"):
                    table.set("alias", exp.TableAlias(this=exp.to_identifier(model.name)))
                continue
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

    def keep(self, model):
        """Notes a macro that stays called, and all that it calls: their columns are those of a star."""
        self.used.add(model)
        for table in parse(model.text).find_all(exp.Table):
            called = self.macros.get(f"{table.db}.{table.this.name}".lower())
            if called and called not in self.used:
                self.keep(called)

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
