"""A user's own options, from a CSV or an XLSX: every fault at once, or every option."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from placewise.data.entries import faults_of_missing, finite_number, meanings_of, no_barrier
from placewise.data.option_cells import plain_numbers, why_no_number
from placewise.data.option_columns import (
    CHOICES,
    COLUMNS,
    COST,
    ENDS,
    LISTS,
    MAY_BE_EMPTY,
    NEEDED_TEXTS,
    NUMBERS,
    SHAPED,
    SHARES,
    SPANS,
)
from placewise.data.sheets import faults_of_form, read_cells
from placewise.errors import InputError, with_faults
from placewise.model.options import Adjustments, Option, Reach, Span

SHEET = "options"
MOST_YEARS = 100
"""Years that costs, the time to an effect and its duration may take at most."""


def read_options(file: Path, barriers: Collection[str]) -> tuple[Option, ...]:
    """Return the options of a spreadsheet.

    Args:
        file: a CSV in UTF-8, or an XLSX with a sheet ``options``; columns as in the template.
        barriers: keys of the barriers that options may be about.

    Raises:
        InputError: the file cannot be read, or cells are faulty; lists every row and column.
    """
    names, rows = read_cells(file, SHEET)
    faults = faults_of_form(names) or _faults_of_columns(names)
    read: list[tuple[int, dict[str, str]]] = []
    if not faults:
        years = sum(name.startswith(COST) for name in names)
        for number, cells in rows:
            if not any(cells):
                continue
            # A row may end early: what it leaves out is empty.
            row = plain_numbers(dict.fromkeys(names, "") | dict(zip(names, cells, strict=False)))
            wrong = _wrong(row, years, barriers)
            if len(cells) > len(names):
                wrong[names[-1]] = "more cells than columns: put quotes around text with commas"
            faults += [f"row {number}, column {name}: {what}" for name, what in wrong.items()]
            read.append((number, row))
        faults += [*_faults_of_keys(read), *_circles(read)]
        if not read:
            faults.append("there is no option in it")
    if faults:
        raise InputError(
            with_faults("The options are not as they should be", faults),
            where=str(file),
            allowed=meanings_of(_columns(barriers), faults),
            action="Correct these. `placewise appraise --template options.xlsx` writes a file to "
            "begin with.",
        )
    return tuple(_option(row) for _, row in read)


def _columns(barriers: Collection[str]) -> dict[str, str]:
    return COLUMNS | {"barrier": f"one of {', '.join(sorted(barriers))}"}


def _faults_of_columns(names: Sequence[str]) -> list[str]:
    costs = [name for name in names if name.startswith(COST)]
    faults = faults_of_missing([name for name in COLUMNS if name not in names])
    faults += [f'column "{name}" is not known' for name in dict.fromkeys(names)
               if name not in COLUMNS and name not in costs]  # fmt: skip
    faults += [f'column "{name}" stands twice' for name in sorted(set(names))
               if names.count(name) > 1]  # fmt: skip
    if sorted(costs) != sorted(f"{COST}{year}" for year in range(len(costs))) or not costs:
        faults.append(f"costs need columns {COST}0, {COST}1 and so on, without a gap")
    if len(costs) > MOST_YEARS:
        faults.append(f"there are more than {MOST_YEARS} years of costs")
    return faults


def _faults_of_keys(read: Sequence[tuple[int, Mapping[str, str]]]) -> list[str]:
    """Return keys that stand twice, and links that lead nowhere or to the option itself."""
    keys = [row["key"] for _, row in read]
    faults = []
    for number, row in read:
        if row["key"] and keys.count(row["key"]) > 1:
            faults.append(f'row {number}, column key: "{row["key"]}" stands in another row as well')
        for name in ("requires", "excludes"):
            for other in _list(row[name]):
                if other == row["key"]:
                    faults.append(f"row {number}, column {name}: names the option itself")
                elif other not in keys:
                    faults.append(f'row {number}, column {name}: no option has the key "{other}"')
        both = set(_list(row["requires"])) & set(_list(row["excludes"]))
        faults += [
            f'row {number}, column excludes: "{other}" is required as well'
            for other in sorted(both)
        ]
    return faults


def _circles(read: Sequence[tuple[int, Mapping[str, str]]]) -> list[str]:
    """Return options that need each other in a circle, each circle once: they are one option."""
    needs = {row["key"]: _list(row["requires"]) for _, row in read}
    faults, known = [], set()
    for number, row in read:
        circle = _way_back(needs, row["key"])
        if len(circle) > 1 and frozenset(circle) not in known:
            known.add(frozenset(circle))
            names = ", which requires ".join(f'"{key}"' for key in (*circle[1:], circle[0]))
            faults.append(
                f'row {number}, column requires: "{circle[0]}" requires {names}: options that need '
                "one another are one option, write them in one row"
            )
    return faults


def _way_back(needs: Mapping[str, Sequence[str]], start: str) -> tuple[str, ...]:
    """Return the shortest chain of requirements that leads back to an option; () without one."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in ways:
        for other in needs.get(way[-1], ()):
            if other == start:
                return way
            if other not in seen:
                seen.add(other)
                ways.append((*way, other))
    return ()


def _wrong(row: Mapping[str, str], years: int, barriers: Collection[str]) -> dict[str, str]:
    """Return what is wrong with a row, by column."""
    wrong = {name: "is empty" for name in NEEDED_TEXTS if not row.get(name)}
    wrong |= {
        name: f'"{row[name]}" is none of {", ".join(allowed)}'
        for name, allowed in CHOICES.items()
        if row.get(name) and row[name] not in allowed
    }
    if row.get("barrier") and row["barrier"] not in barriers:
        wrong["barrier"] = no_barrier(row["barrier"], barriers)
    if row.get("kind") == "sector" and not row.get("sectors"):
        wrong["sectors"] = "is empty, but the option is for sectors"
    if row.get("kind") == "horizontal" and row.get("sectors"):
        wrong["sectors"] = "names sectors, but the option is horizontal"
    wrong |= _wrong_numbers(row)
    for name in SPANS:
        wrong |= _wrong_span(row, name)
    return wrong | _wrong_costs(row, years)


def _wrong_numbers(row: Mapping[str, str]) -> dict[str, str]:
    wrong = {}
    for name in NUMBERS:
        text = row.get(name, "")
        number = finite_number(text)
        if not text and name in MAY_BE_EMPTY:
            continue
        if not text:
            wrong[name] = "is empty: write 0 where there is none"
        elif number is None or number < 0:
            wrong[name] = f'"{text}" is no number of at least 0{why_no_number(text)}'
        elif name in ("private_share", "mitigation") and number > 1:
            wrong[name] = f'"{text}" is above 1'
        elif name == "decay" and number >= 1:
            wrong[name] = f'"{text}" is not below 1'
        elif name in ("years_to_effect", "duration") and (
            number != int(number) or number > MOST_YEARS
        ):
            wrong[name] = f'"{text}" is no whole number of years up to {MOST_YEARS}'
    if finite_number(row.get("duration", "")) == 0:
        wrong["duration"] = "is 0: an effect lasts a year at least"
    return wrong


def _wrong_span(row: Mapping[str, str], name: str) -> dict[str, str]:
    """Return what is wrong with a range: all of it or none, in order, within its bounds."""
    texts = {f"{name}_{end}": row.get(f"{name}_{end}", "") for end in ENDS}
    if name != "effect" and not any(texts.values()):
        return {}
    wrong = {
        at: f'"{text}" is no number{why_no_number(text)}' if text else "is empty"
        for at, text in texts.items()
        if finite_number(text) is None
    }
    if wrong:
        return wrong
    low, central, high = (float(text) for text in texts.values())
    if not low <= central <= high:
        wrong[f"{name}_central"] = "low, central and high are out of order"
    if name in SHARES and (low < 0 or high > 1):
        wrong[f"{name}_low" if low < 0 else f"{name}_high"] = "is no share from 0 to 1"
    if name == "multiplier" and low < 0:
        wrong[f"{name}_low"] = "is below 0"
    if row.get(f"{name}_shape") == "lognormal" and low <= 0:
        wrong[f"{name}_low"] = "is not above 0, which a lognormal needs"
    return wrong


def _wrong_costs(row: Mapping[str, str], years: int) -> dict[str, str]:
    """Return what is wrong with the costs; an empty year is one without costs."""
    texts = {f"{COST}{year}": row.get(f"{COST}{year}", "") for year in range(years)}
    wrong = {
        name: f'"{text}" is no amount of at least 0{why_no_number(text)}'
        for name, text in texts.items()
        if text and ((number := finite_number(text)) is None or number < 0)
    }
    if not wrong and not any(finite_number(text) for text in texts.values()):
        wrong[f"{COST}0"] = "there is no cost in any year"
    return wrong


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _span(row: Mapping[str, str], name: str) -> Span | None:
    texts = [row[f"{name}_{end}"] for end in ENDS]
    if not any(texts):
        return None
    shape = row[f"{name}_shape"] if name in SHAPED else ""
    low, central, high = (float(text) for text in texts)
    return Span(low, central, high, shape or "triangular")


def _option(row: Mapping[str, str]) -> Option:
    costs = [row[name] for name in sorted(
        (name for name in row if name.startswith(COST)), key=lambda name: int(name[len(COST):])
    )]  # fmt: skip
    while costs and not finite_number(costs[-1]):
        costs.pop()
    effect = _span(row, "effect")
    assert effect is not None  # noqa: S101 - a row without effect has been refused
    lists = {name: _list(row[name]) for name in LISTS}
    words = {name: row[name] for name in (*NEEDED_TEXTS, "loss_bearer", "lead", "powers",
             "counterfactual", "conditions", "sunset")}  # fmt: skip
    return Option(
        **words, **lists,  # type: ignore[arg-type]
        reach=Reach(
            *(finite_number(row[f"reach_{name}"]) for name in ("residents", "jobs", "firms"))
        ),
        costs=tuple(float(cost or 0) for cost in costs),
        private_share=float(row["private_share"]), effect=effect,
        value_per_unit=_span(row, "value_per_unit"),
        adjustments=Adjustments(
            **{name: _span(row, name) for name in (*SHARES, "multiplier")}
        ),
        years_to_effect=int(float(row["years_to_effect"])), duration=int(float(row["duration"])),
        decay=float(row["decay"] or 0), mitigation=float(row["mitigation"] or 0),
    )  # fmt: skip
