"""The models as files: which there are, what their headers say, and a DuckDB that holds their
tables without a row, which knows the names and types of all that a query reads."""

import hashlib
import pathlib
import re

import duckdb

# The types of the macros' parameters. DuckDB's macros have none, and Spark wants them.
PARAMETERS = {
    "as_of_day": "date",
    "days_asked": "date[]",
    "study_asked": "varchar",
    "studies_asked": "varchar[]",
    "breach_asked": "varchar",
    "one_capture": "varchar",
    "other_capture": "varchar",
    "half_asked": "varchar",
    "sample_size": "bigint",
    "seed": "varchar",
}


def rule_macros():
    """The macros of the rules by name, with their parameters. All take and give text."""
    text = (pathlib.Path(__file__).parents[2] / "sql" / "macros.go").read_text()
    found = re.findall(r'\{\w*RulesTable, "(\w+)", \[\]string\{([^}]*)\}', text)
    return {name: re.findall(r'"(\w+)"', given) for name, given in found}


RULE_MACROS = rule_macros()


class Model:
    """One file, one select, one table, view or macro."""

    def __init__(self, root, path):
        self.path = path.relative_to(root).as_posix()
        self.layer, self.name = path.parent.name[2:], path.stem
        self.text = path.read_text()
        self.table = f"{self.layer}.{self.name}"
        given = re.search(r"^-- Given: (.+)$", self.text, re.M)
        self.given = [name.strip() for name in given[1].split(",")] if given else []

    @property
    def is_test(self):
        return self.name.endswith("_test")

    @property
    def sha256(self):
        return hashlib.sha256(self.text.encode()).hexdigest()

    def queries(self):
        """The queries of a test file, in order: each ends with a line that ends in a semicolon."""
        found, lines = [], []
        for line in self.text.splitlines():
            if not lines and (line.startswith("--") or not line.strip()):
                continue
            lines.append(line)
            if line.rstrip().endswith(";"):
                found.append("\n".join(lines).rstrip()[:-1])
                lines = []
        return found


def read(root):
    """All models and tests under the folder root, ordered by path."""
    root = pathlib.Path(root)
    return [Model(root, path) for path in sorted(root.glob("[0-9]_*/*.sql"))]


def empty_database(models):
    """A DuckDB with every table and macro of models, and no row."""
    con = duckdb.connect()
    for layer in dict.fromkeys(model.layer for model in models):
        con.execute(f"create schema {layer}")
    for name, parameters in RULE_MACROS.items():
        text = "||".join(f"cast({p} as varchar)" for p in parameters)
        con.execute(f"create macro reference.{name}({', '.join(parameters)}) as ({text})")
    todo = [model for model in models if not model.is_test]
    while todo:
        left, fault = [], None
        for model in todo:
            given = f"({', '.join(model.given)})" if model.given else ""
            kind = f"macro {model.table}{given} as table " if given else f"table {model.table} as "
            try:
                con.execute(f"create {kind}{model.text}")
                if model.given:  # binds only when it is called
                    nulls = ", ".join(f"cast(null as {PARAMETERS[p]})" for p in model.given)
                    con.execute(f"describe from {model.table}({nulls})")
            except duckdb.Error as error:
                con.execute(f"drop macro table if exists {model.table}") if given else None
                left.append(model)
                fault = f"{model.path}: {error}"
        if len(left) == len(todo):
            raise SystemExit(fault)
        todo = left
    return con


def columns(con, query):
    """The names and types of what a query returns."""
    return [(row[0], row[1]) for row in con.execute("describe " + query).fetchall()]
