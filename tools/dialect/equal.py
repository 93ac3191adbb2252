"""Compares the tables that Spark makes from sql/spark with those of a DuckDB database, bit for bit.

python equal.py SQL_FOLDER DATABASE WORK_FOLDER [--remote sc://HOST:PORT] [--partitions N]
    [--tests [--only PATTERN]] [--no-build]

The raw and reference tables of DATABASE are written as Parquet into WORK_FOLDER, which the server
must see, pyspark 4.1.4 and pyarrow are needed; the generated statements run in order; each table is compared both ways."""

import argparse
import concurrent.futures
import pathlib
import re
import shutil
import sys
import time

import duckdb
import pyarrow as pa
from pyspark.sql import SparkSession

import models as model_files
from macros import parse
from nodes import spark_type
from spark import translate

SIDE_BY_SIDE = 3
STATEMENTS = re.compile(r"^;$\n?", re.M)
NAMED = re.compile(r"\b(raw|reference|staging|intermediate|marts|figures|evaluation|files)\.([a-z0-9_]+)\b")


def bits(table):
    """An Arrow table with doubles as their bits, so that equal means equal."""
    columns = []
    for column in table.columns:
        if pa.types.is_floating(column.type):
            column = pa.chunked_array([
                pa.Array.from_buffers(pa.int64(), len(c), [c.buffers()[0], c.buffers()[1]], c.null_count, c.offset)
                for c in column.chunks], type=pa.int64())
        columns.append(column)
    return pa.table(columns, names=[f"c{i}" for i in range(len(columns))])


def plain(kind):
    """A type of Arrow without what does not matter: large and view forms."""
    return str(kind).replace("large_", "").replace("_view", "").replace("not null", "").replace("element", "item") \
        .replace("l: ", "item: ").replace("child", "item").replace(" ", "")


class Run:
    def __init__(self, args):
        self.args = args
        self.sql = pathlib.Path(args.sql)
        self.models = model_files.read(self.sql)
        self.con = duckdb.connect()
        self.con.execute("set timezone='UTC'")
        self.con.execute(f"attach '{args.database}' as built (read_only)")
        self.con.execute("use built")
        self.spark = SparkSession.builder.remote(args.remote).create()
        for setting in (f"spark.sql.shuffle.partitions={args.partitions}", "spark.sql.ansi.enabled=true",
                        "spark.sql.codegen.wholeStage=false", "spark.sql.variable.substitute=false",
                        "spark.sql.cteRecursionRowLimit=-1", "spark.sql.adaptive.coalescePartitions.enabled=false",
                        "spark.sql.session.timeZone=UTC", "spark.sql.timestampType=TIMESTAMP_NTZ"):
            self.spark.conf.set(*setting.split("=", 1))
        self.bad = 0
        self.equal = 0

    def text(self, place):
        return (self.sql / "spark" / place).read_text()

    def prepare(self):
        work = pathlib.Path(self.args.work).absolute()
        shutil.rmtree(work, ignore_errors=True)
        for schema in ("raw", "reference", "staging", "intermediate", "marts", "figures", "evaluation", "files", "steps"):
            self.spark.sql(f"drop schema if exists {schema} cascade")
            self.spark.sql(f"create schema {schema}")
        rows = self.con.execute("""select schema_name, table_name from duckdb_tables()
            where database_name = 'built' and schema_name in ('raw', 'reference')""").fetchall()
        for schema, name in rows:
            (work / schema).mkdir(parents=True, exist_ok=True)
            more = ", rowid" if schema == "raw" else ""
            self.con.execute(f"copy (select *{more} from {schema}.{name}) to '{work}/{schema}/{name}.parquet' (format parquet)")
            self.spark.sql(f"create table {schema}.{name} using parquet location '{work}/{schema}/{name}.parquet'")
        for statement in STATEMENTS.split(self.text("prelude.sql")):
            self.spark.sql(statement)
        for name, parameters in model_files.RULE_MACROS.items():
            body = self.con.execute("select macro_definition from duckdb_functions() where schema_name = 'reference' and function_name = ?", [name]).fetchone()[0]
            tree = translate(parse("select " + body))
            given = ", ".join(f"{p} string" for p in parameters)
            self.spark.sql(f"create or replace temporary function reference__{name}({given}) returns string return "
                           + tree.expressions[0].sql("spark", comments=False))

    def build(self):
        done = set(NAMED.findall("")) | {(s, t) for s, t in self.con.execute(
            "select schema_name, table_name from duckdb_tables() where database_name='built' and schema_name in ('raw','reference')").fetchall()}
        built = {(s, t) for s, t in self.con.execute(
            "select schema_name, table_name from duckdb_tables() where database_name='built' union all select schema_name, view_name from duckdb_views() where database_name='built' and not internal").fetchall()}
        todo = [m for m in self.models if not m.is_test and not m.given and (m.layer, m.name) in built
                and m.layer not in ("raw", "reference")]
        with concurrent.futures.ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            running = {}
            while todo or running:
                for model in list(todo):
                    text = self.text(model.path)
                    needs = set(NAMED.findall(text.split("\n", 1)[1])) & built
                    if needs <= done | {(model.layer, model.name)}:
                        todo.remove(model)
                        running[pool.submit(self.one, model, text)] = model
                if not running:
                    sys.exit(f"not built: {[m.path for m in todo]}")
                for ended in concurrent.futures.wait(running, return_when="FIRST_COMPLETED").done:
                    ended.result()
                    model = running.pop(ended)
                    done.add((model.layer, model.name))

    def one(self, model, text):
        began = time.time()
        try:
            for statement in STATEMENTS.split(text):
                step = re.search(r"^-- step (\S+)$", statement, re.M)
                table = step[1] if step else model.table
                self.spark.sql(f"drop table if exists {table}")
                self.spark.sql(f"create table {table} using parquet as\n{statement}")
            got = self.spark.sql(f"select * from {model.table}").toArrow()
        except Exception as error:
            self.bad += 1
            print(f"FAILS {model.path}: {str(error).strip()[:500]!r}", flush=True)
            # what reads it goes on with the right table
            self.supply(model)
            return
        fault = self.compare(got, f"select * from {model.table}")
        took = time.time() - began
        if fault:
            self.bad += 1
            print(f"DIFFERS {model.path}: {fault}", flush=True)
            self.supply(model)
        else:
            self.equal += 1
            print(f"equal {model.path}: {got.num_rows} rows, {took:.1f} s", flush=True)

    def supply(self, model):
        place = pathlib.Path(self.args.work).absolute() / f"{model.layer}.{model.name}.parquet"
        self.con.cursor().execute(f"copy (select * from built.{model.table}) to '{place}' (format parquet)")
        self.spark.sql(f"drop table if exists {model.table}")
        self.spark.sql(f"create table {model.table} using parquet location '{place}'")

    def compare(self, got, query, in_order=False):
        local = self.con.cursor()
        local.execute("use built")
        want = local.execute(query).to_arrow_table()
        if want.column_names != got.column_names:
            return f"columns {got.column_names}, want {want.column_names}"
        kinds = [(n, plain(a), plain(b)) for n, a, b in zip(want.column_names, want.schema.types, got.schema.types) if plain(a) != plain(b)]
        if kinds:
            return f"types {kinds}"
        want_bits, got_bits = bits(want), bits(got)
        if in_order and want_bits.to_pylist() == got_bits.to_pylist():
            return None
        local.register("want_rows", want_bits)
        local.register("got_rows", got_bits)
        lost = local.execute("select count(*) from (select * from want_rows except all select * from got_rows)").fetchone()[0]
        more = local.execute("select count(*) from (select * from got_rows except all select * from want_rows)").fetchone()[0]
        if not lost and not more:
            return "another order" if in_order else None
        shown = []
        for a, b in (("want_rows", "got_rows"), ("got_rows", "want_rows")):
            shown.append(str(local.execute(f"select * from {a} except all select * from {b} order by all limit 2").fetchall())[:900])
        columns = []
        for i, name in enumerate(want.column_names):
            n = local.execute(f"select count(*) from (select c{i} from want_rows except all select c{i} from got_rows)").fetchone()[0]
            if n:
                columns.append(f"{name} {n}")
        return f"{lost} rows lost, {more} more of {got.num_rows}; {columns}; {shown}"

    def tests(self):
        for model in self.models:
            if not model.is_test or (self.args.only and not re.search(self.args.only, model.path)):
                continue
            statements = STATEMENTS.split(self.text(model.path))
            for number, (ours, theirs) in enumerate(zip(model.queries(), statements, strict=True)):
                try:
                    fault = self.compare(self.spark.sql(theirs).toArrow(), ours, in_order=True)
                except Exception as error:
                    fault = repr(str(error).strip()[:500])
                if fault:
                    self.bad += 1
                    print(f"TEST {model.path} {number + 1}: {fault}", flush=True)
                else:
                    self.equal += 1


def main():
    parser = argparse.ArgumentParser()
    for name in ("sql", "database", "work"):
        parser.add_argument(name)
    parser.add_argument("--remote", default="sc://127.0.0.1:15002")
    parser.add_argument("--partitions", default="1")
    parser.add_argument("--only")
    parser.add_argument("--tests", action="store_true")
    parser.add_argument("--no-build", action="store_true")
    run = Run(parser.parse_args())
    if not run.args.no_build:
        run.prepare()
        run.build()
        print(f"tables: {run.equal} equal, {run.bad} not")
    if run.args.tests:
        run.equal = run.bad = 0
        run.tests()
        print(f"test queries: {run.equal} equal, {run.bad} not")
    sys.exit(run.bad > 0)


if __name__ == "__main__":
    main()
