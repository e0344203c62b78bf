"""Do the parts add up to the whole: known totals, industries to all industries, areas to a nation.

A sum with a part that is suppressed or absent cannot be checked, and is counted as such. What can
be told even then: counts that are known may not already exceed their whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from placewise.data.faults import FAULT_SCHEMA, MOST, Faults
from placewise.data.mapping import condition_of
from placewise.data.readers import ROW
from placewise.data.recipe import TableMap

SUM_SCHEMA = pl.Schema(
    {
        "dataset": pl.String(),
        "table": pl.String(),
        "check": pl.String(),
        "agree": pl.Int64(),
        "unchecked": pl.Int64(),
        "largest_difference": pl.Float64(),
        "sentence": pl.String(),
    }
)

WHOLE_FILE = "Check that the file is whole and of the vintage that the recipe was written for."


def known_totals(table: TableMap, rows: pl.LazyFrame) -> list[Faults]:
    """Return the totals of a recipe that the rows do not add up to."""
    found = []
    for total in table.totals:
        column = str(total.get("column", value_of(table)))
        part = _where(rows, total).select(pl.col(column).sum(), rows=pl.len())
        value, count = part.collect(engine="streaming").row(0)
        if not (count and abs(value - total["expect"]) <= total["within"]):
            shown = f"{value:,.0f}" if count else "no row"
            found.append(
                (table.into, None, column, "does not add up to the known total",
                 f"{shown} against {total['expect']:,.0f} ± {total['within']:,.0f}", WHOLE_FILE)
            )  # fmt: skip
    faults = pl.DataFrame(found, schema=FAULT_SCHEMA, orient="row")
    return [Faults(faults, faults.height)] if found else []


@dataclass(frozen=True, slots=True)
class SumsChecked:
    """What came of the ``adds_up`` checks of one table.

    Attributes:
        faults: sums that differ from their whole by more than the tolerance.
        summary: one row a check, in the columns of ``SUM_SCHEMA``.
    """

    faults: list[Faults]
    summary: pl.DataFrame

    @classmethod
    def of(
        cls, table: TableMap, rows: pl.LazyFrame, tree: pl.LazyFrame, members: pl.LazyFrame
    ) -> SumsChecked:
        """Check every ``adds_up`` of a table.

        Args:
            table: the table as the recipe maps it.
            rows: its rows, with the column ``ROW``.
            tree: classification, code and parent of every industry.
            members: whole and member of every area that is made up of others.
        """
        faults, records = [], []
        for check in table.adds_up:
            compared = parts_and_wholes(table, rows, check, tree, members)
            differ = compared.filter(pl.col("differs"))
            if differ.height:
                faults.append(Faults(_as_faults(differ.head(MOST), table), differ.height))
            records.append(_summary(compared, table, check))
        return cls(faults, pl.DataFrame(records, schema=SUM_SCHEMA, orient="row"))


def value_of(table: TableMap) -> str:
    """Return the column that a table counts or measures in."""
    return "plants" if table.into == "plants" else "value"


def parts_and_wholes(
    table: TableMap,
    rows: pl.LazyFrame,
    check: Mapping[str, Any],
    tree: pl.LazyFrame,
    members: pl.LazyFrame,
) -> pl.DataFrame:
    """Compare every whole with the sum of its parts.

    Returns:
        One row a whole. Columns: ``ROW`` of the whole, the key of the table, ``whole`` (value),
        ``sum`` of the known parts, ``complete`` (every part is known), ``within`` (tolerance),
        ``differs``.
    """
    from placewise.model.schemas import TABLES

    column, value = str(check["column"]), value_of(table)
    keys = [key for key in TABLES[table.into].primary_key() if key not in {"dataset", column}]
    rows = _where(rows, check).select(ROW, column, *keys, value)
    pairs = _pairs(rows, check, tree, members)
    expected = pairs.group_by(":whole").agg(expected=pl.len())
    sums = (
        rows.join(pairs, left_on=column, right_on=":part")
        .group_by(":whole", *keys)
        .agg(
            sum=pl.col(value).sum(),
            known=pl.col(value).is_not_null().sum(),
            parts=pl.len(),
            lowest=pl.col(value).min(),
        )
    )
    wanted = {
        "missing": pl.col("expected"),
        "zero": pl.col("parts"),
        "unknown": pl.lit(None, pl.UInt32),  # never known to be complete
    }[check.get("absent", "missing")]
    share = float(check.get("within_share", 0))
    room = float(check.get("within", 0)) + share * pl.col("whole").abs()
    excess = pl.col("sum") - pl.col("whole")
    compared = (
        rows.rename({value: "whole"})
        .join(expected, left_on=column, right_on=":whole")
        .join(sums, left_on=[column, *keys], right_on=[":whole", *keys], how="left")
        .with_columns(
            complete=(pl.col("known") == wanted).fill_null(False) & pl.col("whole").is_not_null(),
            within=room,
        )
        .with_columns(
            differs=pl.col("whole").is_not_null()
            & pl.when("complete")
            .then(excess.abs() > pl.col("within"))
            .otherwise((excess > pl.col("within")) & (pl.col("lowest") >= 0) & _is_count(keys))
            .fill_null(False)
        )
    )
    return compared.sort(ROW).collect(engine="streaming")


def _is_count(keys: list[str]) -> pl.Expr:
    """Say whether a missing part can only add: GVA and income may be negative."""
    return ~pl.col("measure").str.starts_with("gva") if "measure" in keys else pl.lit(True)


def _pairs(
    rows: pl.LazyFrame, check: Mapping[str, Any], tree: pl.LazyFrame, members: pl.LazyFrame
) -> pl.LazyFrame:
    """Return which part belongs to which whole: columns ``:whole`` and ``:part``."""
    column = str(check["column"])
    codes = rows.select(column).unique()
    if check["whole"] != "parent":
        parts = codes.filter(pl.col(column).str.contains(check["parts"]))
        return parts.select(pl.lit(check["whole"]).alias(":whole"), pl.col(column).alias(":part"))
    if column == "industry":
        classes = rows.select("classification").unique()
        pairs = tree.join(classes, on="classification", how="semi").filter(
            pl.col("parent").is_not_null()
        )
        pairs = pairs.select(pl.col("parent").alias(":whole"), pl.col("code").alias(":part"))
    else:
        pairs = members.select(pl.col("whole").alias(":whole"), pl.col("member").alias(":part"))
    if "parts" in check:
        pairs = pairs.filter(pl.col(":part").str.contains(check["parts"]))
    return pairs.unique().join(codes, left_on=":whole", right_on=column, how="semi")


def _where(rows: pl.LazyFrame, check: Mapping[str, Any]) -> pl.LazyFrame:
    for test in check.get("where", []):
        rows = rows.filter(condition_of(test))
    return rows


def _as_faults(differ: pl.DataFrame, table: TableMap) -> pl.DataFrame:
    """Return sums that differ as faults, with the numbers and the row of the whole."""
    left_out = {ROW, "whole", "sum", "known", "parts", "lowest", "expected", "complete", "within",
                "differs"}  # fmt: skip
    keys = [name for name in differ.columns if name not in left_out]
    key = pl.concat_str([pl.col(name).cast(pl.String) for name in keys], separator=" / ")
    rule = (
        pl.when("complete")
        .then(pl.lit("is not the sum of its parts"))
        .otherwise(pl.lit("is less than the parts of it that are known"))
    )
    return differ.select(
        pl.lit(table.into).alias("table"),
        pl.col(ROW).cast(pl.Int64).alias("row"),
        pl.lit(value_of(table)).alias("column"),
        rule.alias("rule"),
        pl.format(
            "{} against {} in {} parts, tolerance {}: {}",
            pl.col("whole").round(3), pl.col("sum").round(3), "parts", pl.col("within").round(3),
            key,
        ).alias("value"),
        pl.lit(
            "Correct the figures, or state the rounding of the source with within or within_share."
        ).alias("what_to_do"),
    ).cast(FAULT_SCHEMA)  # fmt: skip


def _summary(
    compared: pl.DataFrame, table: TableMap, check: Mapping[str, Any]
) -> tuple[str | None, str, str, int, int, float | None, str]:
    """Return one check in numbers and as a sentence."""
    complete = compared.filter(pl.col("complete"))
    agree = complete.filter(~pl.col("differs")).height
    unchecked = compared.height - complete.height
    difference = complete.select((pl.col("sum") - pl.col("whole")).abs().max()).item()
    whole = "each whole" if check["whole"] == "parent" else f'"{check["whole"]}"'
    of = f" ({check['parts']})" if "parts" in check else ""
    rooms = [f"{check['within']:g}"] if "within" in check else []
    rooms += [f"{check['within_share']:.3%} of the whole"] if "within_share" in check else []
    name = f"{check['column']}{of} adds up to {whole}"
    if check.get("absent") == "unknown":
        told = f"{name}: in {unchecked:,} sums the parts that are known do not exceed the whole"
        return None, table.into, name, agree, unchecked, difference, told
    counted = f"{name} in {agree:,} sums within {' and '.join(rooms) or '0'}"
    if difference is not None:
        counted += f", {difference:,.4g} at most"
    if unchecked:
        counted += f"; {unchecked:,} sums have parts that are missing and could not be checked"
    return None, table.into, name, agree, unchecked, difference, counted
