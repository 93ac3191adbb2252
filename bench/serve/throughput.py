"""Reads a large answer through ADBC, and the same with Python's duckdb on the file. Usage: throughput.py ADDRESS DATABASE"""

import sys
import time

import adbc_driver_flightsql.dbapi
import duckdb

QUESTION = "select b.* from marts.breaches b, range(50)"
address, database = sys.argv[1:]


def timed(read):
    best, size, rows = None, 0, 0
    for _ in range(3):
        began = time.perf_counter()
        table = read()
        took = time.perf_counter() - began
        best = took if best is None else min(best, took)
        size, rows = table.nbytes, table.num_rows
    return best, size / best / 1e6, rows


with adbc_driver_flightsql.dbapi.connect(address, autocommit=True) as connection, connection.cursor() as cursor:

    def over_flight():
        cursor.execute(QUESTION)
        return cursor.fetch_arrow_table()

    ours = timed(over_flight)
with duckdb.connect(database, read_only=True) as connection:
    theirs = timed(lambda: connection.sql(QUESTION).to_arrow_table())
print("| `marts.breaches` x 50 | seconds | MB/s | rows |\n| --- | ---: | ---: | ---: |")
for name, (seconds, rate, rows) in [("ADBC through serve", ours), ("Python's duckdb on the file", theirs)]:
    print(f"| {name} | {seconds:.2f} | {rate:.0f} | {rows} |")
print(f"\nThrough serve it has {ours[1] / theirs[1]:.2f} of the speed on the file.")
