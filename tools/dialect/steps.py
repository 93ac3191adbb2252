"""Steps: CTEs whose result is kept as a table, because Spark computes a CTE again at each use.

How often a table is read in the end is counted. As long as a query reads more than LIMIT times,
the CTE whose keeping saves most readings becomes a step."""

from sqlglot import exp

LIMIT = 10


def split(tree, model):
    """Steps of a query in Spark's SQL: pairs of a table's name and its query, then the rest of tree."""
    steps = []
    while True:
        with_ = tree.args.get("with_")
        if with_ is None:
            return steps, tree
        chosen = choose(tree)
        if chosen is None:
            return steps, tree
        name = f"{model.name}__{chosen.alias}"
        steps.append((name, cut(tree, chosen)))
        for table in list(tree.find_all(exp.Table)):
            if not table.db and table.name == chosen.alias:
                if not table.args.get("alias"):
                    table.set("alias", exp.TableAlias(this=exp.to_identifier(chosen.alias)))
                table.set("db", exp.to_identifier("steps"))
                table.set("this", exp.to_identifier(name))


def inside_with(table, tree):
    """Whether a table stands in a CTE of tree itself, and not in its own text."""
    node = table
    while node is not None and node is not tree:
        if isinstance(node, exp.With) and node.parent is tree:
            return True
        node = node.parent
    return False


def choose(tree):
    """The CTE to keep next; None where the query is small enough."""
    with_ = tree.args["with_"]
    ctes = with_.expressions
    cost, uses = {}, {}
    for cte in ctes:
        cost[cte.alias] = sum(cost.get(t.name, 1) if not t.db else 1 for t in cte.find_all(exp.Table)) or 1
        uses[cte.alias] = 0
    for table in tree.find_all(exp.Table):
        if not table.db and table.name in uses:
            owner = table.find_ancestor(exp.CTE)
            while owner is not None and owner.parent is not with_:
                owner = owner.find_ancestor(exp.CTE)
            if owner is None or owner.alias != table.name:
                uses[table.name] += 1
    for cte in ctes:  # recursion is computed once
        if is_recursive(cte):
            return cte
    final = sum(cost.get(t.name, 1) if not t.db else 1 for t in tree.find_all(exp.Table)
                if not inside_with(t, tree))
    if final <= LIMIT:
        return None
    saving = {c.alias: (uses[c.alias] - 1) * (cost[c.alias] - 1) for c in ctes}
    best = max(ctes, key=lambda c: saving[c.alias])
    return best if saving[best.alias] > 1 else None


def is_recursive(cte):
    return any(not t.db and t.name == cte.alias for t in cte.this.find_all(exp.Table))


def cut(tree, chosen):
    """Takes a CTE out of tree; returns its query with the CTEs that it needs."""
    with_ = tree.args["with_"]
    query = chosen.this.copy()
    prior = with_.expressions[:with_.expressions.index(chosen)]
    recursive = is_recursive(chosen)
    needed, names = [], {t.name for t in query.find_all(exp.Table) if not t.db}
    for cte in reversed(prior):
        if cte.alias in names:
            needed.insert(0, cte.copy())
            names |= {t.name for t in cte.find_all(exp.Table) if not t.db}
    if recursive:
        needed.append(chosen.copy())
        query = exp.select(*[exp.column(n) for n in names_of(chosen.this)]).from_(chosen.alias)
    if needed:
        inner = query.args.get("with_")
        query.set("with_", exp.With(expressions=needed + (inner.expressions if inner else []), recursive=recursive))
    rest = [c for c in with_.expressions if c is not chosen]
    rest = used(tree, rest)
    if rest:
        with_.set("expressions", rest)
        if recursive:
            with_.set("recursive", False)
    else:
        tree.set("with_", None)
    return query


def used(tree, ctes):
    """The CTEs that are still read once one became a step."""
    kept, names = [], {t.name for t in tree.find_all(exp.Table) if not t.db and not inside_with(t, tree)}
    for cte in reversed(ctes):
        if cte.alias in names:
            kept.insert(0, cte)
            names |= {t.name for t in cte.find_all(exp.Table) if not t.db}
    return kept


def names_of(query):
    while isinstance(query, exp.SetOperation):
        query = query.left
    return [item.alias_or_name for item in query.expressions]
