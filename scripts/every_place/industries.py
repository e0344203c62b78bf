"""Industry figures of a diagnosis against the cells of the tables: values, shares, quotients."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from scripts.every_place.tally import Tally, same
from scripts.every_place.workspace import Cell, Cells, Workspace, total

Row = dict[str, Any]
NATIONS = ("country", "nation")
"""Kinds of area that are the base where a table has one of them, the first of these that it has."""
BESIDE_VALUE = ("share", "lq", "lower", "upper", "probability_above_threshold", "rank")
"""Columns that cannot be known where the figure itself is not."""


@dataclass(frozen=True, slots=True)
class Base:
    """What shares are compared with: the areas of a table, added up.

    Attributes:
        sums: each industry over the areas that have it; None where one hides it.
        whole: industries that every area has.
        total: all industries over all areas, as far as they are published.
        elsewhere: of industries that are not whole, their sums in tables that have all areas.
    """

    sums: dict[str, Cell]
    whole: frozenset[str]
    total: float
    elsewhere: dict[str, list[float]]


Bases = dict[tuple[str | int, ...], Base]
"""What shares are compared with, by measure, classification, level, year, dataset and kind."""


def check_industries(diagnosis: Row, workspace: Workspace, bases: Bases, tally: Tally) -> None:
    """Check every industry figure of one place against the table that it must come from.

    Args:
        diagnosis: as it was written.
        workspace: where the tables are.
        bases: those of tables that were asked for before; others are added.
        tally: what is counted.
    """
    place, named = diagnosis["place"], {one["dataset"] for one in diagnosis["provenance"]}
    for key, rows in groups(diagnosis["specialisms"]).items():
        measure, classification, level, year = key
        tables = [table for table in workspace.cells(*key) if table.dataset in named]
        served = best_table(place["code"], place["kind"], rows, tables, workspace)
        label = f"{measure} by {level}, {year}"
        tally.expect(served is not None, "a named table adds up to the place", label)
        if served is None:
            continue
        table, areas = served
        tally.served[f"{label} ({classification}): {table.dataset}, {table.kind}"] += 1
        check_cells(rows, table, areas, tally)
        known = (*key, table.dataset, table.kind)
        if known not in bases:
            bases[known] = base_of(key, table, workspace)
        check_quotients(rows, table, bases[known], areas, tally)
        check_count(diagnosis["checks"], label, rows, tally)


def groups(specialisms: Sequence[Row]) -> dict[tuple[str, str, str, int], list[Row]]:
    """Return the rows of each table that a diagnosis shows."""

    def key(row: Row) -> tuple[str, str, str, int]:
        return row["measure"], row["classification"], row["level"], row["year"]

    return {key: list(rows) for key, rows in groupby(sorted(specialisms, key=key), key)}


def best_table(
    place: str, kind: str, rows: Sequence[Row], tables: Sequence[Cells], workspace: Workspace
) -> tuple[Cells, tuple[str, ...]] | None:
    """Return the table that explains most of the rows, with its areas that make up the place.

    A diagnosis does not say of each figure which table it is from, so that one table has to explain
    all of a measure and level together, values and shares.
    """
    served = [(table, workspace.areas_of(place, table.values)) for table in tables]
    served = [(table, areas) for table, areas in served if areas]

    def misses(one: tuple[Cells, tuple[str, ...]]) -> tuple[int, int]:
        table, areas = one
        whole, wrong = total(table.totals.get(area) for area in areas), 0
        for row in rows:
            value = cell(table, areas, row["industry"])
            share = value / whole if value is not None and whole else None
            wrong += (not same(row["value"], value)) + (not same(row["share"], share))
        return wrong, abs(len(table.industries) - len(rows)) + (table.kind != kind)

    return min(served, key=misses, default=None)


def cell(table: Cells, areas: Sequence[str], industry: str) -> Cell:
    """Return a figure of a place: one cell, or the sum of several."""
    return total(table.values[area].get(industry) for area in areas)


def check_cells(rows: Sequence[Row], table: Cells, areas: Sequence[str], tally: Tally) -> None:
    """Check values against cells, both ways: nothing made up, nothing left out."""
    for row in rows:
        industry, written = row["industry"], row["value"]
        true = cell(table, areas, industry)
        detail = (table.dataset, industry, "written", written, "in the table", true)
        if true is None:
            tally.expect(written is None, "a figure that is missing is null", *detail)
            beside = [name for name in BESIDE_VALUE if row[name] is not None]
            tally.expect(not beside, "nothing is told of a figure that is missing",
                         industry, beside)  # fmt: skip
        else:
            tally.expect(same(written, true), "a figure equals its cell", *detail)
    listed = {row["industry"] for row in rows}
    left_out = sorted(set(table.industries) - listed)
    tally.expect(not left_out, "every industry of the table is listed", left_out[:5])
    tally.expect(len(listed) == len(rows), "every industry is listed once", table.dataset)


def check_quotients(
    rows: Sequence[Row], table: Cells, base: Base, areas: Sequence[str], tally: Tally
) -> None:
    """Check shares and location quotients, computed again from the cells."""
    whole = total(table.totals.get(area) for area in areas)
    for row in rows:
        value, industry = cell(table, areas, row["industry"]), row["industry"]
        share = value / whole if value is not None and whole else None
        tally.expect(same(row["share"], share), "a share is computed again",
                     industry, row["share"], share)  # fmt: skip
        sort, candidates = candidates_of(base, industry)
        fits = [one for one in candidates if same(row["base_share"], one)]
        tally.expect(bool(fits), sort, row["level"], industry, row["base_share"], candidates[:3])
        of_base = fits[0] if fits else None
        quotient = share / of_base if share is not None and of_base else None
        tally.expect(same(row["lq"], quotient), "a location quotient is computed again",
                     row["level"], industry, row["lq"], quotient)  # fmt: skip


def candidates_of(base: Base, industry: str) -> tuple[str, list[Cell]]:
    """Return what the share of an industry in the base may be, and from what it is computed."""
    added = base.sums.get(industry)
    if industry in base.whole and added is not None:
        return "a share of the base is computed again", [added / base.total]
    if base.elsewhere.get(industry):
        return ("a share of the base is computed again from a table that has all areas",
                [other / base.total for other in base.elsewhere[industry]])  # fmt: skip
    if added is not None:
        return ("a share of the base is computed again over the areas that have the industry",
                [added / base.total])  # fmt: skip
    return "an industry that an area hides has no share of the base", [None]


def base_of(key: tuple[str, str, str, int], table: Cells, workspace: Workspace) -> Base:
    """Return the base of a table: a nation that it has as a row of its own, or all its areas."""
    measure, classification, _, year = key
    nations = [one for one in workspace.cells(*key)
               if one.dataset == table.dataset and one.kind in NATIONS]  # fmt: skip
    if nations:
        nation = min(nations, key=lambda one: NATIONS.index(one.kind))
        area = max(nation.shown, key=lambda one: nation.shown[one])
        row = nation.values[area]
        return Base(row, frozenset(row), nation.shown[area], {})
    areas, sums = table.values.values(), {}
    for industry in table.industries:
        sums[industry] = total(row[industry] for row in areas if industry in row)
    whole = frozenset(code for code in sums if all(code in row for row in areas))
    others = workspace.complete_sums(measure, classification, year)
    beside = {name: found for name, found in others.items()
                if name != (table.dataset, table.kind)}  # fmt: skip
    elsewhere = {
        code: [made for found in beside.values() if (made := made_up(code, found)) is not None]
        for code in table.industries
        if code not in whole or sums[code] is None
    }
    return Base(sums, whole, math.fsum(table.shown.values()), elsewhere)


def made_up(code: str, sums: dict[str, float]) -> Cell:
    """Return an industry as published, or as the sum of published parts that are just it."""
    if code in sums:
        return sums[code]
    left, found = set(spanned(code)), 0.0
    for part in sorted(sums, key=lambda one: (-len(spanned(one)), one)):
        if spanned(part) <= left:
            left -= spanned(part)
            found += sums[part]
    return None if left else found


@cache
def spanned(code: str) -> frozenset[str]:
    """Return the codes that one stands for: 52-53, CA-CB and AB are two each, C is one.

    Two letters are two sections, but for the parts of manufacturing, CA to CM.
    """
    first, _, last = code.partition("-")
    if not last:
        two_sections = len(code) == 2 and code.isalpha() and code[0] != "C"
        return frozenset(code) if two_sections else frozenset({code})
    if first.isdigit() and last.isdigit():
        return frozenset(f"{number:02}" for number in range(int(first), int(last) + 1))
    letters = range(ord(first[-1]), ord(last[-1]) + 1)
    return frozenset(first[:-1] + chr(letter) for letter in letters)


def check_count(checks: Sequence[Row], label: str, rows: Sequence[Row], tally: Tally) -> None:
    """Check that the diagnosis says how many figures of a table are missing."""
    name = f"Every industry is known ({label})"
    said = next((check for check in checks if check["name"] == name), None)
    tally.expect(said is not None, "a diagnosis says how many industries are known", label)
    if said is None:
        return
    known = sum(row["value"] is not None for row in rows)
    counts = [int(number.replace(",", "")) for number in re.findall(r"[\d,]+", said["detail"])[:2]]
    tally.expect(
        counts == [known, len(rows)] and said["passed"] == (known == len(rows)),
        "the number of industries that are known is counted again",
        label,
        said["detail"],
        known,
        len(rows),
    )
