"""What is wrong with rows before they are loaded: every fault with its row, nothing guessed.

Rows are looked at as a stream, so that they need not all be in memory at once: faults are
counted, and the first of each kind are listed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from placewise.data.mapping import UNREADABLE
from placewise.data.readers import ROW

MOST = 1_000
"""Faults listed of one rule of one table; the message says how many there are in all."""

ROWS_AT_ONCE = 2_000_000
"""Rows whose keys are held at once when looking for keys that stand twice."""

FAULT_SCHEMA = pl.Schema(
    {
        "table": pl.String(),
        "row": pl.Int64(),
        "column": pl.String(),
        "rule": pl.String(),
        "value": pl.String(),
        "what_to_do": pl.String(),
    }
)


@dataclass(frozen=True, slots=True)
class Faults:
    """Faults of one rule in one table.

    Attributes:
        listed: the first of them, in the columns of ``FAULT_SCHEMA``.
        count: how many there are in all.
    """

    listed: pl.DataFrame
    count: int


@dataclass(frozen=True, slots=True)
class RowRule:
    """A rule that one row keeps or breaks by itself.

    Attributes:
        column: the column it concerns, as a person names it.
        rule: what is wrong with a row that breaks it, such as ``is missing``.
        broken: true for rows that break it.
        action: what to do about it.
        shown: the value to show; the column itself unless said.
    """

    column: str
    rule: str
    broken: pl.Expr
    action: str
    shown: pl.Expr | None = None


def row_faults(rows: pl.LazyFrame, table: str, rules: Sequence[RowRule]) -> list[Faults]:
    """Return the faults of rows that break a rule: one pass counts, one lists each rule broken.

    Args:
        rows: rows in the columns of the table, with the column ``ROW``.
        table: its name.
        rules: the rules.
    """
    tests = [rule.broken.sum().alias(str(number)) for number, rule in enumerate(rules)]
    counts = rows.select(tests).collect(engine="streaming").row(0)
    return [
        Faults(_listed(rows.filter(rule.broken), table, rule), int(count))
        for rule, count in zip(rules, counts, strict=True)
        if count
    ]


def schema_rules(rows: pl.LazyFrame, table: str) -> Iterator[RowRule]:
    """Give the rules that the schema of a table makes for its rows."""
    from placewise.model.schemas import TABLES

    have = rows.collect_schema().names()
    for name in have:
        if name.startswith(UNREADABLE):
            yield RowRule(
                name.removeprefix(UNREADABLE), "is no number that can be read",
                pl.col(name).is_not_null(),
                "Write a number such as 1234.5 or 1,234.5 (whole where a year or a size is meant), "
                "or name the mark under missing in the recipe.",
                pl.col(name),
            )  # fmt: skip
    for name, column in TABLES[table].columns().items():
        if name == "dataset":
            continue
        if not column.nullable:
            unreadable = UNREADABLE + name
            told = pl.col(unreadable).is_not_null() if unreadable in have else pl.lit(False)
            yield RowRule(
                name, "is missing", pl.col(name).is_null() & ~told,
                "Fill it in, or leave the row out with where.",
            )  # fmt: skip
        for bound, word in (("min", "below"), ("max", "above")):
            limit = getattr(column, bound, None)
            if limit is not None:
                outside = pl.col(name) < limit if bound == "min" else pl.col(name) > limit
                yield RowRule(
                    name, f"is {word} {limit:g}", outside,
                    "Correct the figure, or map the mark that stands for a missing one.",
                )  # fmt: skip
    yield from _further_rules(table)


def _further_rules(table: str) -> Iterator[RowRule]:
    """Give the rules of a table that concern more than the bounds of one column."""
    from placewise.model.schemas import FLAGS

    if table == "industry_values":
        yield RowRule(
            "value", "is negative",
            (pl.col("value") < 0) & ~pl.col("measure").str.starts_with("gva"),
            "Only GVA may be negative: correct the figure.",
        )  # fmt: skip
    if table in {"industry_values", "indicators"}:
        yield RowRule(
            "flag", "is no known flag", ~pl.col("flag").is_in(FLAGS),
            f"Map the marks of the file to {', '.join(FLAGS)}.",
        )  # fmt: skip
    if table == "indicator_definitions":
        yield RowRule(
            "additive", "is true of an indicator with a numerator",
            pl.col("additive") & pl.col("numerator").is_not_null(),
            "Only a rate has a numerator: set additive = false.",
        )  # fmt: skip


def unknown_codes(column: str, known: Collection[str], what: str) -> RowRule:
    """Return the rule that a code is known to the workspace or the same load.

    Args:
        column: the column that holds the code.
        known: the codes that are known.
        what: what they are codes of, such as ``area``.
    """
    return RowRule(
        column, f"is no known {what}",
        ~pl.col(column).is_in(list(known)) & pl.col(column).is_not_null(),
        f"Load a table of {what} codes that has it first, or correct the code.",
    )  # fmt: skip


def doubled_rows(rows: pl.LazyFrame, table: str) -> list[Faults]:
    """Return the rows whose key another row has as well.

    Keys are compared by a hash of 64 bits, part by part; where few rows share one, the keys
    themselves are compared, so that two keys of one hash are no fault.
    """
    from placewise.model.schemas import TABLES

    keys = [key for key in TABLES[table].primary_key() if key != "dataset"]
    hashed = rows.with_columns(pl.struct(keys).hash().alias(":hash"))
    parts = 1 + rows.select(pl.len()).collect(engine="streaming").item() // ROWS_AT_ONCE
    again, count = [], 0
    for part in range(parts):
        found = (
            hashed.select(":hash")
            .filter(pl.col(":hash") % parts == part)
            .group_by(":hash")
            .len()
            .filter(pl.col("len") > 1)
            .collect(engine="streaming")
        )
        count += int(found["len"].sum())
        again.append(found.head(MOST))
    if not count:
        return []
    few = pl.concat(again).head(MOST)
    shared = hashed.filter(pl.col(":hash").is_in(few[":hash"].implode())).head(2 * MOST)
    twice = shared.collect(engine="streaming").filter(pl.struct(keys).is_duplicated())
    rule = RowRule(
        ", ".join(keys), f"has the same {', '.join(keys)} as another row", pl.lit(True),
        "Keep one of them, add them up with sum = true, or filter with where.",
        pl.concat_str(keys, separator=" / ", ignore_nulls=True),
    )  # fmt: skip
    if twice.is_empty():
        return []
    exact = twice.height if count <= MOST else count
    return [Faults(_listed(twice.lazy(), table, rule), exact)]


def mixed_vintages(rows: pl.LazyFrame, table: str, changes: Mapping[str, str]) -> list[Faults]:
    """Return the rows that report an area under its old code beside its code in force.

    The same area twice would be counted twice: a table must keep to one of them for a year.
    """
    if not changes or "area" not in rows.collect_schema().names():
        return []
    rule = RowRule(
        "area", "is an old code whose code in force stands in the table as well", pl.lit(True),
        'Keep one of them: replaced_codes = "drop" leaves out the old one.',
    )  # fmt: skip
    found = replaced_rows(rows, changes)
    count = found.select(pl.len()).collect(engine="streaming").item()
    return [Faults(_listed(found, table, rule), count)] if count else []


def replaced_rows(rows: pl.LazyFrame, changes: Mapping[str, str]) -> pl.LazyFrame:
    """Return the rows under an old code that the code in force reports too.

    Args:
        rows: rows of a table with the columns ``area`` and ``ROW``.
        changes: the code in force of every old code.
    """
    have = rows.collect_schema().names()
    keys = [n for n in ("measure", "indicator", "classification", "industry", "year", "period",
                        "unit_kind", "size_from") if n in have]  # fmt: skip
    pairs = pl.LazyFrame(
        {"area": list(changes), ":now": list(changes.values())},
        schema={"area": pl.String, ":now": pl.String},
    ).filter(pl.col("area") != pl.col(":now"))
    # A merged district may keep its code: only codes with one predecessor mean the same area.
    single = pairs.filter(pl.len().over(":now") == 1)
    told = rows.filter(pl.col("value").is_not_null()) if "value" in have else rows
    replacing = list({new for old, new in changes.items() if old != new})
    now = (
        told.filter(pl.col("area").is_in(replacing))
        .select(*keys, pl.col("area").alias(":now"))
        .unique()
    )
    return told.join(single, on="area").join(now, on=[":now", *keys], how="semi")


def _listed(rows: pl.LazyFrame, table: str, rule: RowRule) -> pl.DataFrame:
    """Return the first rows of a rule as faults."""
    shown = rule.shown if rule.shown is not None else pl.col(rule.column)
    listed = rows.head(MOST).select(
        pl.lit(table).alias("table"),
        pl.col(ROW).cast(pl.Int64).alias("row"),
        pl.lit(rule.column).alias("column"),
        pl.lit(rule.rule).alias("rule"),
        shown.cast(pl.String).alias("value"),
        pl.lit(rule.action).alias("what_to_do"),
    )
    return listed.collect(engine="streaming").cast(FAULT_SCHEMA)
