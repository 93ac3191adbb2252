"""Writes the rows of a Parquet file into a table "breaches" of SQLite. Usage: sqlite.py FILE.parquet FILE.db"""

import sqlite3
import sys

import pyarrow.parquet

table = pyarrow.parquet.read_table(sys.argv[1])
rows = [
    tuple(", ".join(value) if isinstance(value, list) else value.isoformat() if hasattr(value, "isoformat") else value for value in row.values())
    for row in table.to_pylist()
]
with sqlite3.connect(sys.argv[2]) as database:
    names = ", ".join(f'"{name}"' for name in table.schema.names)
    database.execute(f"create table breaches ({names})")
    database.executemany(f"insert into breaches values ({', '.join('?' * len(table.schema.names))})", rows)
    database.commit()
