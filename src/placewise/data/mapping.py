"""Rows of a file into rows of a table, as a recipe says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from placewise.data.readers import ROW
from placewise.data.recipe import DatasetMap, TableMap
from placewise.errors import RecipeError

UNREADABLE = "unreadable text of "
"""Begins the names of the extra columns of mapped rows: what stood where a number should."""

GROUPED = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"
"""Numbers with commas between thousands; any other comma is not read as one."""

DEFAULTS: dict[str, dict[str, Any]] = {
    "area_members": {"share": 1.0},
    "industry_values": {"flag": None},
    "indicators": {"flag": None},
    "plants": {"size_from": 1},
}
"""Columns that a recipe may leave out, besides those that may be missing."""


def map_rows(source: pl.LazyFrame, table: TableMap, dataset: DatasetMap) -> pl.LazyFrame:
    """Return the rows of one table, with the column ``ROW`` that they came from.

    Args:
        source: the file as read.
        table: how its rows become rows of the table.
        dataset: the dataset, for names and words that mean missing.

    Raises:
        RecipeError: the file has not the columns that the recipe names.
    """
    frame = source
    if table.unpivot:
        on = table.unpivot["columns"]
        _need_columns(frame, on, dataset)
        index = [name for name in frame.collect_schema().names() if name not in on]
        frame = frame.unpivot(
            on=on,
            index=index,
            variable_name=table.unpivot.get("name", "name"),
            value_name=table.unpivot.get("value", "value"),
        )
    _need_columns(frame, [condition["column"] for condition in table.where], dataset)
    for condition in table.where:
        frame = frame.filter(condition_of(condition))
    wanted = [
        name
        for column in table.columns.values()
        for name in _columns_of(column)
    ]  # fmt: skip
    if table.half_width:
        wanted.append(table.half_width)
    if table.flag:
        wanted.append(table.flag["column"])
    _need_columns(frame, wanted, dataset)
    missing = [*dataset.options.get("missing", []), ""]
    frame = frame.select(
        ROW,
        *(_column(spec, missing).alias(name) for name, spec in table.columns.items()),
        *_extras(table, missing),
    )
    return _finished(frame, table)


def _extras(table: TableMap, missing: Sequence[str]) -> list[pl.Expr]:
    """Return the raw columns that flags and intervals are made from."""
    extras = []
    if table.half_width:
        extras.append(_blank(pl.col(table.half_width), missing).alias(":half"))
    if table.flag:
        flags = pl.col(table.flag["column"]).cast(pl.String).replace_strict(
            table.flag["map"], default=None, return_dtype=pl.String
        )  # fmt: skip
        extras.append(flags.alias(":flag"))
    return extras


def _finished(frame: pl.LazyFrame, table: TableMap) -> pl.LazyFrame:
    """Give the rows every column of the schema, flags and rounding included."""
    from placewise.model.schemas import TABLES

    schema = TABLES[table.into].create_empty().schema
    have = set(frame.collect_schema().names())
    if "value" in have and ":flag" in have:
        hidden = pl.col(":flag").is_in(["suppressed", "not available"])
        # The publisher may print a mark, or a figure not to be used: neither is a value.
        frame = frame.with_columns(value=pl.when(~hidden | hidden.is_null()).then(pl.col("value")))
    frame = _numbers(frame, {n: kind for n, kind in schema.items() if kind.is_numeric()}, table)
    unreadable = [n for n in frame.collect_schema().names() if n.startswith(UNREADABLE)]
    if table.distinct:
        keys = [*(name for name in table.columns if name != "name"), *unreadable]
        frame = frame.unique(keys, keep="first", maintain_order=True)
    if table.sum:
        frame = _added_up(frame, table, unreadable)
    have = set(frame.collect_schema().names())
    frame = frame.with_columns(**_told(table, have, set(schema)))
    have = set(frame.collect_schema().names())
    defaults = DEFAULTS.get(table.into, {})
    lost = [
        pl.lit(defaults.get(name), kind).alias(name)
        for name, kind in schema.items()
        if name not in have
    ]
    columns = [pl.col(name).cast(kind) for name, kind in schema.items()]
    return frame.with_columns(*lost).select(ROW, *columns, *unreadable)


def _numbers(frame: pl.LazyFrame, kinds: Mapping[str, Any], table: TableMap) -> pl.LazyFrame:
    """Read the columns that should hold numbers, keeping the text of those that hold none."""
    have = frame.collect_schema()
    wanted = {name: kind for name, kind in kinds.items() if name in have}
    if ":half" in have:
        wanted[":half"] = pl.Float64()
    numbers, texts = {}, {}
    for name, kind in wanted.items():
        number = _read(pl.col(name), have[name], kind)
        label = table.half_width if name == ":half" else name
        texts[f"{UNREADABLE}{label}"] = pl.when(number.is_null()).then(pl.col(name).cast(pl.String))
        spec = table.columns.get(name)
        factor = spec.get("multiply", 1) if isinstance(spec, Mapping) else 1
        numbers[name] = number if factor == 1 else (number * float(factor)).cast(kind)
    return frame.with_columns(**numbers, **texts)


def _read(value: pl.Expr, have: pl.DataType, kind: Any) -> pl.Expr:
    """Return a number, missing where the value is none; infinite and undefined are none."""
    if have == pl.String:
        text = value.str.strip_chars()
        grouped = text.str.contains(GROUPED)
        number = pl.when(grouped).then(text.str.replace_all(",", "")).otherwise(text)
        value = number.cast(pl.Float64, strict=False)
        have = pl.Float64()
    elif not have.is_numeric():
        # A date or a yes and no would turn into a number that means something else.
        return pl.lit(None, kind)
    if have.is_float():
        value = pl.when(value.is_finite()).then(value)
        if kind.is_integer():
            value = pl.when(value == value.round()).then(value)
    return value.cast(kind, strict=False)


def _added_up(frame: pl.LazyFrame, table: TableMap, unreadable: Sequence[str]) -> pl.LazyFrame:
    """Add up the rows of the same key; a sum with a missing part is missing."""
    value = "plants" if "plants" in table.columns else "value"
    keys = [name for name in table.columns if name not in {"value", "plants"}]
    parts = pl.col(value)
    faulty = pl.any_horizontal(pl.col(name).is_not_null() for name in unreadable)
    return frame.group_by(keys, maintain_order=True).agg(
        pl.coalesce(pl.col(ROW).filter(faulty).first(), pl.col(ROW).first()),
        pl.when(parts.is_null().any()).then(None).otherwise(parts.sum()).alias(value),
        *(pl.col(name).drop_nulls().first() for name in unreadable),
    )


def _told(table: TableMap, have: set[str], schema: set[str]) -> dict[str, pl.Expr]:
    """Return what the recipe tells of a value: its flag, rounding, and interval."""
    told: dict[str, pl.Expr] = {}
    if "flag" in schema and "flag" not in have:
        known = pl.col("value").is_not_null()
        flag = pl.col(":flag") if ":flag" in have else pl.lit(None, pl.String)
        told["flag"] = (
            pl.when(known).then(flag.fill_null("ok")).otherwise(flag.fill_null("suppressed"))
        )
    if "rounding" in schema and "rounding" not in have and table.rounding is not None:
        told["rounding"] = _rounding(table.rounding, "plants" if "plants" in have else "value")
    if ":half" in have and "cv" in schema:
        told["cv"] = pl.when(pl.col("value") > 0).then(pl.col(":half") / 1.96 / pl.col("value"))
    if ":half" in have and "lower" in schema:
        told["lower"] = pl.col("value") - pl.col(":half")
        told["upper"] = pl.col("value") + pl.col(":half")
    return told


def _rounding(rounding: float | tuple[tuple[float, float], ...], value: str) -> pl.Expr:
    """Return the unit a value was rounded to: one for all, or by band of the value.

    A list of ``[largest value, unit]`` pairs, ascending; the last unit holds for all above.
    """
    if isinstance(rounding, int | float):
        return pl.lit(float(rounding))
    unit: pl.Expr = pl.lit(rounding[-1][1])
    for most, width in reversed(rounding[:-1]):
        unit = pl.when(pl.col(value) <= most).then(width).otherwise(unit)
    return pl.when(pl.col(value).is_not_null()).then(unit)


def _column(spec: Any, missing: Sequence[str]) -> pl.Expr:
    """Return the expression of one column of the table."""
    if isinstance(spec, str):
        spec = {"column": spec}
    if not isinstance(spec, Mapping):
        return pl.lit(spec)
    if "value" in spec:
        return pl.lit(spec["value"])
    if "join" in spec:
        parts = [pl.col(n).cast(pl.String) if n in spec["join"][0] else pl.lit(n)
                 for n in [*spec["join"][0]]]  # fmt: skip
        text = pl.concat_str(parts, separator=spec["join"][1])
    else:
        text = pl.col(spec["column"])
    if not set(spec) & {"map", "extract", "replace", "slice", "prefix", "pad", "strip", "year_of",
                        "otherwise"}:  # fmt: skip
        return _blank(text, missing)
    return _blank(_changed(text.cast(pl.String), spec), missing)


def _changed(text: pl.Expr, spec: Mapping[str, Any]) -> pl.Expr:
    """Apply the changes of a text column, in the order they are documented."""
    if spec.get("strip"):
        text = text.str.strip_chars()
    if "extract" in spec:
        text = text.str.extract(spec["extract"], 1)
    if "slice" in spec:
        start, end = spec["slice"]
        text = text.str.slice(start, None if end is None or end < 0 else end - start)
        if end is not None and end < 0:
            text = text.str.head(end)
    if "pad" in spec:
        text = text.str.zfill(spec["pad"])
    for old, new in spec.get("replace", []):
        text = text.str.replace(old, new)
    if "prefix" in spec:
        text = pl.lit(spec["prefix"]) + text
    if "map" in spec:
        other = spec.get("otherwise", ":keep")
        default = text if other == ":keep" else pl.lit(other or None, pl.String)
        text = text.replace_strict(spec["map"], default=default, return_dtype=pl.String)
    if spec.get("year_of"):
        text = text.str.extract(r"(\d{4})", 1)
    return text


def _blank(value: pl.Expr, missing: Sequence[str]) -> pl.Expr:
    """Return a value with the words that mean missing taken out."""
    return pl.when(value.cast(pl.String).is_in(list(missing))).then(None).otherwise(value)


def condition_of(condition: Mapping[str, Any]) -> pl.Expr:
    """Return a filter: ``is``, ``is_not``, ``matches``, ``matches_not`` or ``present``."""
    column = pl.col(condition["column"])
    text = column.cast(pl.String)
    found = []
    for test, value in condition.items():
        if test in {"is", "is_not"}:
            listed = [str(v) for v in (value if isinstance(value, list) else [value])]
            inside = text.is_in(listed)
            found.append(inside if test == "is" else ~inside | text.is_null())
        elif test in {"matches", "matches_not"}:
            fits = text.str.contains(value)
            found.append(fits if test == "matches" else ~fits)
        elif test == "present":
            found.append(column.is_not_null() == bool(value))
    return pl.all_horizontal(found)


def _columns_of(spec: Any) -> list[str]:
    """Return the columns of the file that one column of the table is made from."""
    if isinstance(spec, str):
        return [spec]
    if isinstance(spec, Mapping):
        if "join" in spec:
            return list(spec["join"][0])
        return [spec["column"]] if "column" in spec else []
    return []


def _need_columns(frame: pl.LazyFrame, wanted: Sequence[str], dataset: DatasetMap) -> None:
    have = frame.collect_schema().names()
    lost = [name for name in dict.fromkeys(wanted) if name not in have]
    if lost:
        from placewise.errors import nearest_names

        hints = [f"{n!r} (near: {', '.join(nearest_names(n, have)) or 'none'})" for n in lost]
        raise RecipeError(
            f"The file {dataset.file} has no column {', '.join(hints)}",
            where=f"dataset {dataset.name!r}",
            allowed=", ".join(have[1:25]),
            action="Correct the recipe, or check that this is the file it was written for.",
        )
