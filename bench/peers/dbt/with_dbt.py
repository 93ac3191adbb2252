"""Yearly tables of the portal's two exports with dbt and DuckDB, and a chart with matplotlib.

dbt is the program that stands beside this Python; the tables are then written and drawn here.

usage: with_dbt.py ARCHIVE.csv UNDER-INVESTIGATION.csv FOLDER
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


def main(archive, under_investigation, folder):
    project = pathlib.Path(__file__).parent
    environment = os.environ | {
        "BREACHES_ARCHIVE": os.path.abspath(archive),
        "BREACHES_UNDER_INVESTIGATION": os.path.abspath(under_investigation),
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
