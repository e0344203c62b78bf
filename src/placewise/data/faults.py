"""What is wrong with rows before they are loaded: every fault with its row, nothing guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from placewise.data.readers import ROW
from placewise.data.recipe import TableMap

MOST = 1_000
"""Faults listed of one table; the message says how many there are in all."""

FAULT_TYPES: dict[str, type[pl.DataType]] = {
    "table": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "rule": pl.String,
    "value": pl.String,
    "what_to_do": pl.String,
}


def no_faults() -> pl.DataFrame:
    """Return an empty table of faults."""
    return pl.DataFrame(schema=FAULT_TYPES)


def row_faults(rows: pl.DataFrame, table: str) -> pl.DataFrame:
    """Return the rows that break the schema of their table.

    Args:
        rows: rows in the columns of the table, with the column ``ROW``.
        table: its name.
    """
    from placewise.model.schemas import TABLES

    schema = TABLES[table]
    keys = [key for key in schema.primary_key() if key != "dataset"]
    found = []
    for name, column in schema.columns().items():
        if name == "dataset":
            continue
        if not column.nullable:
            found.append(
                _listed(
                    rows.filter(pl.col(name).is_null()), table, name, "is missing",
                    "Fill it in, or leave the row out with where.",
                )
            )  # fmt: skip
        least = getattr(column, "min", None)
        if least is not None and rows.schema[name].is_numeric():
            found.append(
                _listed(
                    rows.filter(pl.col(name) < least), table, name, f"is below {least:g}",
                    "Correct the figure, or map the mark that stands for a missing one.",
                )
            )  # fmt: skip
    found.append(_doubled(rows, table, keys))
    if table in {"industry_values"}:
        found.append(
            _listed(
                rows.filter((pl.col("value") < 0) & ~pl.col("measure").str.starts_with("gva")),
                table, "value", "is negative", "Only GVA may be negative: correct the figure.",
            )
        )  # fmt: skip
    return pl.concat(found)


def _doubled(rows: pl.DataFrame, table: str, keys: list[str]) -> pl.DataFrame:
    again = rows.filter(pl.struct(keys).is_duplicated()) if keys else rows.head(0)
    shown = again.with_columns(pl.concat_str(keys, separator=" / ", ignore_nulls=True).alias(":k"))
    return _listed(
        shown, table, ":k", f"has the same {', '.join(keys)} as another row",
        "Keep one of them, add them up with sum = true, or filter with where.",
        label=", ".join(keys),
    )  # fmt: skip


def unknown_codes(
    rows: pl.DataFrame, table: str, column: str, known: Iterable[str], what: str
) -> pl.DataFrame:
    """Return the rows whose code is not known to the workspace or the same load.

    Args:
        rows: rows of the table with the column ``ROW``.
        table: its name.
        column: the column that holds the code.
        known: the codes that are known.
        what: what they are codes of, such as ``area``.
    """
    return _listed(
        rows.filter(~pl.col(column).is_in(list(known)) & pl.col(column).is_not_null()),
        table, column, f"is no known {what}",
        f"Load a table of {what} codes that has it first, or correct the code.",
    )  # fmt: skip


def total_faults(rows: pl.DataFrame, table: TableMap) -> pl.DataFrame:
    """Return the totals of a recipe that the rows do not add up to."""
    from placewise.data.mapping import condition_of

    records = []
    for total in table.totals:
        column = total.get("column", "plants" if table.into == "plants" else "value")
        part = rows
        for test in total.get("where", []):
            part = part.filter(condition_of(test))
        found = float(part[column].sum()) if part.height else float("nan")
        if not abs(found - total["expect"]) <= total["within"]:
            records.append(
                (table.into, None, column, "does not add up to the known total",
                 f"{found:,.0f} against {total['expect']:,.0f} ± {total['within']:,.0f}",
                 "Check that the file is whole and of the vintage that the recipe was written for.")
            )  # fmt: skip
    return pl.DataFrame(records, schema=FAULT_TYPES, orient="row")


def mixed_vintages(rows: pl.DataFrame, table: str, changes: Mapping[str, str]) -> pl.DataFrame:
    """Return the rows that report an area under its old code beside its code in force.

    The same area twice would be counted twice: a table must keep to one of them for a year.
    """
    return _listed(
        replaced_rows(rows, changes), table, "area",
        "is an old code whose code in force stands in the table as well",
        'Keep one of them: replaced_codes = "drop" leaves out the old one.',
    ) if "area" in rows.columns else no_faults()  # fmt: skip


def replaced_rows(rows: pl.DataFrame, changes: Mapping[str, str]) -> pl.DataFrame:
    """Return the rows under an old code that the code in force reports too.

    Args:
        rows: rows of a table with the columns ``area`` and ``ROW``.
        changes: the code in force of every old code.
    """
    keys = [n for n in ("measure", "indicator", "classification", "industry", "year", "period",
                        "unit_kind", "size_from") if n in rows.columns]  # fmt: skip
    pairs = pl.DataFrame(
        {"area": list(changes), ":now": list(changes.values())},
        schema={"area": pl.String, ":now": pl.String},
    ).filter(pl.col("area") != pl.col(":now"))
    # A merged district may keep its code: only codes with one predecessor mean the same area.
    single = pairs.filter(pl.len().over(":now") == 1)
    told = rows.filter(pl.col("value").is_not_null()) if "value" in rows.columns else rows
    now = told.select(*keys, pl.col("area").alias(":now")).unique()
    return told.join(single, on="area").join(now, on=[":now", *keys], how="semi")


def _listed(
    rows: pl.DataFrame, table: str, column: str, rule: str, action: str, label: str | None = None
) -> pl.DataFrame:
    return rows.select(
        pl.lit(table).alias("table"),
        pl.col(ROW).cast(pl.Int64).alias("row"),
        pl.lit(label or column).alias("column"),
        pl.lit(rule).alias("rule"),
        pl.col(column).cast(pl.String).alias("value"),
        pl.lit(action).alias("what_to_do"),
    ).select(pl.col(name).cast(kind) for name, kind in FAULT_TYPES.items())
