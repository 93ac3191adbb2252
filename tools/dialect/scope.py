"""Normal form: the same query, still in DuckDB's SQL, without what Spark reads otherwise.

DuckDB itself is asked for the columns and types of all that a select reads, so nothing is guessed:
`*` becomes names, `union by name` an order, an alias inside a window or a condition what it stands
for, and nodes whose translation depends on a type are marked with it."""

import duckdb
from sqlglot import exp

from models import columns

TYPED = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.Round, exp.Cast, exp.TryCast,
         exp.Avg, exp.Sum, exp.Median, exp.PercentileCont, exp.Length, exp.ArraySize, exp.Contains,
         exp.Concat, exp.ConcatWs, exp.DPipe, exp.Floor, exp.Ceil, exp.DateFromParts, exp.Bracket,
         exp.Neg, exp.ArrayConcat)


class Normaliser:
    """Brings queries into normal form with the help of a database without rows."""

    def __init__(self, con):
        self.con = con
        self.asked = {}
        self.texts = {}

    def describe(self, query):
        """Columns and types of a query, None where DuckDB does not bind it."""
        if query not in self.asked:
            try:
                self.asked[query] = columns(self.con, query)
            except duckdb.Error:
                self.asked[query] = None
        return self.asked[query]

    def run(self, tree):
        """Changes tree, a query in DuckDB's SQL, in place."""
        self.texts = {}
        # Inner queries first, as they stand in the text: what encloses a query still reads as before.
        for select in list(tree.find_all(exp.Select)):
            self.expand(select, tree)
        for union in list(tree.find_all(exp.SetOperation)):
            if union.args.get("by_name"):
                self.by_name(union)
        for select in list(tree.find_all(exp.Select)):
            self.inline_aliases(select, tree)
        for select in list(tree.find_all(exp.Select)):
            self.mark_types(select, tree)
        return tree

    # What a select reads.

    def around(self, select, tree):
        """The `with` clause of all CTEs that a select of tree sees, as text."""
        lists, node = [], select
        while node is not None:
            for_with = node.args.get("with_") if isinstance(node, exp.Query) else None
            if for_with is not None:
                lists.insert(0, [c for c in for_with.expressions])
            node = node.parent
        inside = {id(c) for c in _ancestors(select) if isinstance(c, exp.CTE)}
        found, is_recursive = [], False
        for one in lists:
            for cte in one:
                if id(cte) in inside:
                    if any(not t.db and t.name == cte.alias for t in cte.find_all(exp.Table)):
                        is_recursive = True
                        found.append(cte)
                    break
                is_recursive |= any(not t.db and t.name == cte.alias for t in cte.find_all(exp.Table))
                found.append(cte)
        if not found:
            return ""
        return ("with recursive " if is_recursive else "with ") + ", ".join(
            self.text(c) for c in found) + " "

    def text(self, cte):
        """A CTE as text. Normal form changes no meaning, so its first text stays right."""
        if id(cte) not in self.texts:
            self.texts[id(cte)] = cte.sql("duckdb", comments=False)
        return self.texts[id(cte)]

    def source(self, select):
        """The from clause and joins of a select, as text."""
        parts = [select.args["from_"].sql("duckdb", comments=False)] if select.args.get("from_") else []
        parts += [join.sql("duckdb", comments=False) for join in select.args.get("joins") or []]
        parts += [lateral.sql("duckdb", comments=False) for lateral in select.args.get("laterals") or []]
        return " ".join(p.strip() for p in parts)

    def source_columns(self, select, tree):
        """Names of the columns that a select reads; none without a from clause, None if unknown."""
        if not select.args.get("from_"):
            return set()
        found = self.describe(f"{self.around(select, tree)}select * {self.source(select)}")
        return None if found is None else {name for name, _ in found}

    # Stars.

    def expand(self, select, tree):
        out = []
        for item in select.expressions:
            star = item if isinstance(item, exp.Star) else item.this if isinstance(item, exp.Column) else None
            if not isinstance(star, exp.Star) or self.is_of_values(select):
                out.append(item)
                continue
            query = f"{self.around(select, tree)}select {item.sql('duckdb', comments=False)} {self.source(select)}"
            found = self.describe(query)
            if found is None:
                columns(self.con, query)  # raises what DuckDB says
            names = [name for name, _ in found]
            if len(set(names)) != len(names):
                raise ValueError(f"a star returns a name twice: {names}")
            table = item.args.get("table") if isinstance(item, exp.Column) else None
            schema = item.args.get("db") if isinstance(item, exp.Column) else None
            for name in names:
                out.append(exp.Column(
                    this=exp.to_identifier(name), table=table.copy() if table else None,
                    db=schema.copy() if schema else None))
        # A column that a star holds already is not named again.
        if len(out) > len(select.expressions):
            seen, kept = set(), []
            for item in out:
                if isinstance(item, exp.Column) and item.name in seen:
                    continue
                seen.add(item.alias_or_name)
                kept.append(item)
            out = kept
        select.set("expressions", out)

    @staticmethod
    def is_of_values(select):
        """Whether a select is values alone, whose columns have no names of their own."""
        source = select.args.get("from_")
        return source is not None and isinstance(source.this, exp.Values) and not source.this.alias_column_names

    # Unions by name.

    def by_name(self, union):
        order = union.left
        while isinstance(order, (exp.SetOperation, exp.Subquery)):
            order = order.left if isinstance(order, exp.SetOperation) else order.this
        right = union.right
        names = [item.alias_or_name for item in order.expressions]
        items = {item.alias_or_name: item for item in right.expressions}
        if set(names) != set(items):
            raise ValueError(f"a union by name of different names: {names}, {sorted(items)}")
        right.set("expressions", [items[name] for name in names])
        union.set("by_name", None)

    # Aliases.

    def inline_aliases(self, select, tree):
        aliases = {i.alias: i.this for i in select.expressions if isinstance(i, exp.Alias)}
        if not aliases:
            return
        known = self.source_columns(select, tree)
        if known is None:
            return

        def inlined(node, depth=0):
            if depth > 8:
                raise ValueError("aliases in a circle")
            for column in list(node.find_all(exp.Column)):
                if column.table or column.name in known or column.name not in aliases:
                    continue
                if column.find_ancestor(exp.Select) is not select or _in_lambda(column, node):
                    continue
                if isinstance(aliases[column.name], (exp.Explode, exp.Unnest)):
                    continue
                meaning = exp.paren(aliases[column.name].copy())
                column.replace(meaning)
                inlined(meaning, depth + 1)

        for window in [w for i in select.expressions for w in i.find_all(exp.Window)]:
            if window.find_ancestor(exp.Select) is select:
                inlined(window)
        for window in select.args.get("windows") or []:
            inlined(window)
        for clause in ("where", "qualify", "having"):
            if select.args.get(clause):
                inlined(select.args[clause])
        for item in select.expressions:
            for window in item.find_all(exp.Window):
                if window.find_ancestor(exp.Select) is select and any(
                        w is not window for w in window.find_all(exp.Window)):
                    raise ValueError(f"a window inside a window: {window.sql('duckdb')[:200]}")

    # Types.

    def mark_types(self, select, tree):
        wanted = [n for n in select.find_all(*TYPED) if n.find_ancestor(exp.Select) is select]
        wanted += [n for n in select.find_all(exp.EQ, exp.NEQ) if n.find_ancestor(exp.Select) is select
                   and isinstance(n.expression, exp.Array)]
        if not wanted:
            return
        around, source = self.around(select, tree), self.source(select)
        aliases = {i.alias: i.this for i in select.expressions if isinstance(i, exp.Alias)}
        windows = select.args.get("windows")
        window = " window " + ", ".join(
            w.sql("duckdb", comments=False).replace(" OVER ", " as ", 1) for w in windows) if windows else ""
        for node in wanted:
            for part in (node, node.this, node.args.get("expression")):
                if not isinstance(part, exp.Expression) or isinstance(part, (exp.Literal, exp.DataType)):
                    continue
                if "duckdb_type" not in part.meta:
                    part.meta["duckdb_type"] = self.type_of(part, aliases, around, source, window)

    def type_of(self, node, aliases, around, source, window):
        text = node.sql("duckdb", comments=False)
        for _ in range(5):
            for group in (" group by all", ""):
                found = self.describe(f"{around}select ({text}) as x {source}{group}{window}")
                if found:
                    return found[0][1]
            copy = exp.maybe_parse(text, dialect="duckdb")
            holder = exp.Paren(this=copy)
            changed = False
            for column in list(holder.find_all(exp.Column)):
                if not column.table and column.name in aliases:
                    column.replace(exp.paren(aliases[column.name].copy()))
                    changed = True
            if not changed:
                return None
            text = holder.sql("duckdb", comments=False)
        return None


def _ancestors(node):
    while node is not None:
        yield node
        node = node.parent


def _in_lambda(column, until):
    """Whether a name is a lambda's own parameter."""
    node = column.parent
    while node is not None and node is not until.parent:
        if isinstance(node, exp.Lambda) and column.name in {e.name for e in node.expressions}:
            return True
        node = node.parent
    return False
