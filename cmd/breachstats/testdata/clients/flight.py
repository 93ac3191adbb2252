"""Asks a server as notebooks do: ADBC, pyarrow, pandas and polars. Ends with an error where an answer is another.

Usage: flight.py ADDRESS ANSWER.parquet TLS_ADDRESS CERTIFICATE TOKEN HTTP_ADDRESS, where the file holds "from marts.breaches order by breach_id" as
`breachstats query --format parquet` answers it, and the second server wants the token over TLS.
"""

import datetime
import sys
import threading
import time

import adbc_driver_flightsql.dbapi as adbc
import pandas
import polars
import pyarrow
import pyarrow.flight
import pyarrow.parquet
from adbc_driver_flightsql import DatabaseOptions

address, answer, secure, certificate, token, web = sys.argv[1:]
QUESTION = "from marts.breaches order by breach_id"
ENDLESS = "select count(*) from range(1000000000000) a, range(1000000) b"
passed = 0


def check(name, got, want):
    global passed
    if got != want:
        sys.exit(f"{name}: want {want!r}, got {got!r}")
    passed += 1


def refused(name, word, call):
    global passed
    try:
        call()
    except Exception as error:  # each client has errors of its own
        if word not in str(error):
            sys.exit(f"{name}: want {word!r} in the error, got {error}")
        passed += 1
        return
    sys.exit(f"{name}: want an error")


whole = pyarrow.parquet.read_table(answer)


def bare(kind):
    """The name of a type, whatever the elements of a list are called."""
    return str(kind).replace("element: ", "item: ")


with adbc.connect(address, autocommit=True) as connection, connection.cursor() as cursor:

    def asked(sql, parameters=None):
        cursor.execute(sql, parameters)
        return cursor.fetch_arrow_table()

    table = asked(QUESTION)
    check("the whole table", table.to_pylist() == whole.to_pylist(), True)
    check("its types", [bare(field.type) for field in table.schema], [bare(field.type) for field in whole.schema])
    types = asked(
        "select true as b, 1 as i, 1.5 as dc, 1.5e0 as f, 'x' as t, date '2024-02-29' as d, timestamp '2024-02-29 01:02:03.004005' as ts, "
        "timestamptz '2024-02-29 01:02:03+00' as tz, ['a', null] as l, null as n, cast(1 as hugeint) as h, cast('a' as blob) as bl, interval 1 day as iv, {'a': 1} as st"
    )
    check(
        "types",
        [str(field.type) for field in types.schema],
        ["bool", "int64", "decimal128(2, 1)", "double", "string", "date32[day]", "timestamp[us]", "timestamp[us, tz=UTC]", "list<item: string>", "int64", "decimal128(38, 0)", "binary", "string", "string"],
    )
    check("a time", types["ts"][0].as_py(), datetime.datetime(2024, 2, 29, 1, 2, 3, 4005))
    check("no row", asked("select 1 as a where false").num_rows, 0)
    for name, sql, value in [
        ("a number", "select cast(? as bigint) as v", 42),
        ("a text with a quote", "select cast(? as varchar) as v", "o'n\"e"),
        ("a day", "select cast(? as date) as v", datetime.date(2024, 2, 29)),
        ("a time", "select cast(? as timestamp) as v", datetime.datetime(2024, 2, 29, 1, 2, 3, 4005)),
        ("a fraction", "select cast(? as double) as v", 0.1),
        ("a truth", "select cast(? as boolean) as v", True),
        ("null", "select cast(? as bigint) as v", None),
    ]:
        check("parameter: " + name, asked(sql, (value,))["v"][0].as_py(), value)
    state = whole["state"].drop_null()[0].as_py()
    check(
        "a filter by parameters",
        asked("select count(*) as n from marts.breaches where state = ? and individuals >= ?", (state, 1000))["n"][0].as_py(),
        sum(1 for row in whole.select(["state", "individuals"]).to_pylist() if row["state"] == state and (row["individuals"] or 0) >= 1000),
    )
    refused("a write", "nothing here can be changed", lambda: cursor.execute("delete from marts.breaches"))
    refused("a table of one's own", "can be changed", lambda: cursor.adbc_ingest("mine", whole.slice(0, 1)))
    refused("a mistake", "line 2", lambda: cursor.execute("select\nbogus from marts.breaches"))
    objects = connection.adbc_get_objects(depth="columns", db_schema_filter="marts", table_name_filter="breaches").read_all().to_pylist()
    tables = objects[0]["catalog_db_schemas"][0]["db_schema_tables"]
    check("the catalogue", [column["column_name"] for column in tables[0]["table_columns"]], whole.schema.names)
    schema = connection.adbc_get_table_schema("breaches", db_schema_filter="marts")
    check("types of the catalogue", [field.type for field in schema], [field.type for field in table.schema])
    check("a comment", bool(schema.field("state").metadata[b"ARROW:FLIGHT:SQL:REMARKS"]), True)
    check("who answers", connection.adbc_get_info()["vendor_name"], "breachstats")

    began = time.monotonic()
    threading.Timer(1, cursor.adbc_cancel).start()
    refused("cancel", "cancel", lambda: (cursor.execute(ENDLESS), cursor.fetchall()))
    check("cancelled soon", time.monotonic() - began < 20, True)

with adbc.connect(address, autocommit=True) as connection:
    frame = pandas.read_sql("select year, count(*) as n from marts.breaches group by year order by year", connection)
    check("pandas", int(frame["n"].sum()), whole.num_rows)
    frame = polars.read_database(QUESTION, connection)
    check("polars", frame.equals(polars.from_arrow(table)), True)

scanned = polars.scan_parquet(web + "marts/breaches.parquet")
check("polars reads Parquet in parts", scanned.filter(polars.col("state") == state).select("breach_id").sort("breach_id").collect()["breach_id"].to_list(),
      sorted(row["breach_id"] for row in whole.select(["breach_id", "state"]).to_pylist() if row["state"] == state))
check("its columns", scanned.collect_schema().names(), whole.schema.names)

place = pyarrow.flight.FlightClient(address)
kind = b"type.googleapis.com/arrow.flight.protocol.sql.TicketStatementQuery"
ticket = pyarrow.flight.Ticket(b"\x0a" + bytes([len(kind)]) + kind + b"\x12\x03\x0a\x01x")
refused("a ticket of our own", "handle", lambda: place.do_get(ticket).read_all())

with open(certificate) as file:
    trusted = {DatabaseOptions.TLS_ROOT_CERTS.value: file.read()}
for name, given in [
    ("Bearer", {DatabaseOptions.AUTHORIZATION_HEADER.value: "Bearer " + token}),
    ("Basic", {"username": "newsroom", "password": token}),
]:
    with adbc.connect(secure, db_kwargs=trusted | given, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("select 42")
        check("TLS and " + name, cursor.fetchone(), (42,))


def ask(given):
    with adbc.connect(secure, db_kwargs=given, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("select 42")


refused("no token", "want a token", lambda: ask(trusted))
refused("a wrong token", "want a token", lambda: ask(trusted | {DatabaseOptions.AUTHORIZATION_HEADER.value: "Bearer " + token[::-1]}))
refused("an unknown certificate", "certificate", lambda: ask({DatabaseOptions.AUTHORIZATION_HEADER.value: "Bearer " + token}))
print(passed, "checks passed")
