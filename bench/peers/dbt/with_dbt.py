"""Yearly tables of the portal's exports with dbt and DuckDB, and a chart with matplotlib.

dbt is the program that stands beside this Python; the tables are then written and drawn here.

usage: with_dbt.py ARCHIVE.csv [UNDER-INVESTIGATION.csv] FOLDER
"""

import os
import pathlib
import platform
import subprocess
import sys
from importlib import metadata

import duckdb
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

TABLES = ["breaches_by_year", "types_by_year", "entity_types_by_year"]


def readable(path, folder):
    """The export, or a copy in UTF-8 with line feeds where it is not such a file, which DuckDB refuses."""
    export = pathlib.Path(path).read_bytes()
    text = export.decode("utf-8", errors="replace")
    if b"\n" not in export:  # lines end as on old Macs
        text = text.replace("\r", "\n")
    plain = text.encode("utf-8")
    if plain == export:
        return os.path.abspath(path)
    copy = pathlib.Path(folder).absolute() / pathlib.Path(path).name
    copy.write_bytes(plain)
    return str(copy)


def main(*paths):
    *exports, folder = paths
    archive, under_investigation = [readable(path, folder) for path in exports] + [""] * (2 - len(exports))
    project = pathlib.Path(__file__).parent
    environment = os.environ | {
        "BREACHES_ARCHIVE": archive,
        "BREACHES_UNDER_INVESTIGATION": under_investigation,
        "BREACHES_FOLDER": os.path.abspath(folder),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    subprocess.run(
        [pathlib.Path(sys.executable).parent / "dbt", "run", "--quiet",
         "--project-dir", project, "--profiles-dir", project],
        env=environment, check=True, stdout=sys.stderr)
    with duckdb.connect(f"{folder}/breaches.duckdb", read_only=True) as database:
        for table in TABLES:
            database.sql(f"from {table} order by all").write_csv(f"{folder}/{table}.csv", header=True)
        years, breaches = zip(*database.sql(
            "select year, breaches from breaches_by_year order by year").fetchall())
    figure, axes = plt.subplots(figsize=(9.6, 5.4), dpi=200)
    axes.bar(years, breaches)
    axes.set(title="Breaches reported each year", xlabel="Year of submission", ylabel="Breaches")
    figure.savefig(f"{folder}/breaches_by_year.png")


if __name__ == "__main__":
    if sys.argv[1:] == ["--versions"]:
        print(f"dbt {metadata.version('dbt-core')}, dbt-duckdb {metadata.version('dbt-duckdb')}, "
              f"DuckDB {duckdb.__version__}, matplotlib {matplotlib.__version__}, "
              f"Python {platform.python_version()}")
    else:
        main(*sys.argv[1:])
