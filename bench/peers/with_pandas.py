"""Yearly tables and a chart of the portal's exports, as a person writes it with pandas.

usage: with_pandas.py ARCHIVE.csv [UNDER-INVESTIGATION.csv] FOLDER
"""

import platform
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd

COLUMNS = [
    "name", "state", "entity_type", "individuals", "submitted_on",
    "breach_types", "locations", "business_associate", "description",
]
BLANKS = ["", r"\N"]


def read(path):
    # Some captures are not UTF-8. The letters that this damages are in none of these tables.
    return pd.read_csv(path, header=0, names=COLUMNS, dtype=str, na_values=BLANKS,
                       keep_default_na=False, encoding_errors="replace")


def main(*paths):
    *exports, folder = paths
    breaches = read(exports[0])
    # A report that is in both views counts once; its description may differ.
    alike = [column for column in COLUMNS if column != "description"]
    for current in map(read, exports[1:]):
        both = current.merge(breaches[alike].drop_duplicates(), on=alike, how="left", indicator=True)
        breaches = pd.concat([breaches, current[(both["_merge"] == "left_only").to_numpy()]])

    day = breaches["submitted_on"].str.strip()
    years = pd.to_datetime(day, format="%m/%d/%Y", errors="coerce")
    breaches["year"] = years.fillna(pd.to_datetime(day[years.isna()], format="%m/%d/%y")).dt.year
    breaches["individuals"] = pd.to_numeric(
        breaches["individuals"].str.strip().str.replace(",", "")).astype("Int64")
    breaches["entity_type"] = breaches["entity_type"].str.strip().fillna("Not stated")

    by_year = breaches.groupby("year").agg(
        breaches=("year", "size"), individuals=("individuals", lambda x: x.sum(min_count=1)))
    by_year.to_csv(f"{folder}/breaches_by_year.csv")

    types = breaches[["year"]].assign(
        breach_type=breaches["breach_types"].fillna("Not stated").str.split(","))
    types["report"] = range(len(types))
    types = types.explode("breach_type")
    types["breach_type"] = types["breach_type"].str.strip()
    types = types[types["breach_type"] != ""].drop_duplicates()
    types.groupby(["year", "breach_type"]).size().rename("breaches").to_csv(
        f"{folder}/types_by_year.csv")

    breaches.groupby(["year", "entity_type"]).size().rename("breaches").to_csv(
        f"{folder}/entity_types_by_year.csv")

    figure, axes = plt.subplots(figsize=(9.6, 5.4), dpi=200)
    axes.bar(by_year.index, by_year["breaches"])
    axes.set(title="Breaches reported each year", xlabel="Year of submission", ylabel="Breaches")
    figure.savefig(f"{folder}/breaches_by_year.png")


if __name__ == "__main__":
    if sys.argv[1:] == ["--versions"]:
        print(f"pandas {pd.__version__}, matplotlib {matplotlib.__version__}, "
              f"Python {platform.python_version()}")
    else:
        main(*sys.argv[1:])
