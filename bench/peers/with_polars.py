"""Yearly tables and a chart of the portal's exports, as a person writes it with polars.

usage: with_polars.py ARCHIVE.csv [UNDER-INVESTIGATION.csv] FOLDER
"""

import io
import pathlib
import platform
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import polars as pl

COLUMNS = [
    "name", "state", "entity_type", "individuals", "submitted_on",
    "breach_types", "locations", "business_associate", "description",
]


def read(path):
    with open(path, "rb") as export:
        opening = export.read(1 << 16)
    source = path
    if b"\n" not in opening:  # lines end as on old Macs, which polars does not read
        source = io.BytesIO(pathlib.Path(path).read_bytes().replace(b"\r", b"\n"))
    # Some captures are not UTF-8. The letters that this damages are in none of these tables.
    return pl.scan_csv(source, has_header=True, new_columns=COLUMNS, infer_schema=False,
                       null_values=["", r"\N"], encoding="utf8-lossy")


def main(*paths):
    *exports, folder = paths
    reports, *others = map(read, exports)
    # A report that is in both views counts once; its description may differ.
    alike = [column for column in COLUMNS if column != "description"]
    for current in others:
        reports = pl.concat([reports, current.join(reports, on=alike, how="anti", nulls_equal=True)])
    year = pl.col("submitted_on").str.strip_chars().str.to_date("%m/%d/%Y").dt.year()
    breaches = (
        reports.select(
            year=pl.when(year < 100).then(year + 2000).otherwise(year),  # some write 10/21/09
            individuals=pl.col("individuals").str.strip_chars().str.replace_all(",", "").cast(pl.Int64),
            entity_type=pl.col("entity_type").str.strip_chars().fill_null("Not stated"),
            breach_types=pl.col("breach_types").fill_null("Not stated"),
        )
        .collect()
    )

    by_year = (
        breaches.group_by("year")
        .agg(
            breaches=pl.len(),
            individuals=pl.when(pl.col("individuals").count() > 0).then(pl.col("individuals").sum()),
        )
        .sort("year")
    )
    by_year.write_csv(f"{folder}/breaches_by_year.csv")

    (
        breaches.with_row_index("report")
        .select("report", "year", breach_type=pl.col("breach_types").str.split(","))
        .explode("breach_type")
        .with_columns(pl.col("breach_type").str.strip_chars())
        .filter(pl.col("breach_type") != "")
        .unique()
        .group_by("year", "breach_type")
        .agg(breaches=pl.len())
        .sort("year", "breach_type")
        .write_csv(f"{folder}/types_by_year.csv")
    )

    (
        breaches.group_by("year", "entity_type")
        .agg(breaches=pl.len())
        .sort("year", "entity_type")
        .write_csv(f"{folder}/entity_types_by_year.csv")
    )

    figure, axes = plt.subplots(figsize=(9.6, 5.4), dpi=200)
    axes.bar(by_year["year"], by_year["breaches"])
    axes.set(title="Breaches reported each year", xlabel="Year of submission", ylabel="Breaches")
    figure.savefig(f"{folder}/breaches_by_year.png")


if __name__ == "__main__":
    if sys.argv[1:] == ["--versions"]:
        print(f"polars {pl.__version__}, matplotlib {matplotlib.__version__}, "
              f"Python {platform.python_version()}")
    else:
        main(*sys.argv[1:])
