"""Every figure of a diagnosis by itself: its interval, its range, its source, what is missing."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from scripts.every_place.tally import Tally, half_unit

Row = dict[str, Any]
TOPICS = ("state", "productivity", "skills", "agglomeration", "paths")
ESTIMATES = {
    "specialisms": "lq", "rivals": "lq", "drivers": "share", "own_parts": "log_part",
    "is_it_skills": "share", "skill": "auc", "concentration": "lost",
    "expected": "expected", "changes": None,
}  # fmt: skip
"""The column that ``lower`` and ``upper`` are about, where it is not ``value``. Those of a change
are no interval of it: they say how far similar places are from one another."""
ONE = re.compile(
    r"probability|probability_.*|p_binding.*|p_contributing|p_not|p_value|p_adjusted|q_value|auc|"
    r"entered_share|entered_before|stands|present_share|covered_jobs|covered_output|"
    r".*jobs_share|r_squared|herfindahl"
)
"""Columns of shares and probabilities, from 0 to 1."""
HUNDRED = re.compile(r"percentile.*|pressure.*|classes_changed")
"""Columns of per cent, from 0 to 100."""
SHARE_OF_ONE = ("drivers", "is_it_skills")
SHARE_OF_HUNDRED = ("catchment", "concentration")
NOT_TEXT = re.compile(r"\b(nan|NaN|inf|Infinity)\b|\bNone\b(?! [a-z])")
"""What a program writes for nothing; a sentence may begin with None."""


def tables_of(diagnosis: Row) -> Iterator[tuple[str, str, list[Row], Row]]:
    """Yield topic, name and rows of every table, with the object that holds its reasons."""
    for name in ("specialisms", "rivals", "structure"):
        yield "", name, diagnosis[name], diagnosis
    for topic in TOPICS:
        for name, rows in diagnosis[topic].items():
            if is_table(name, rows):
                yield topic, name, rows, diagnosis[topic]
    yield "productivity", "drivers", diagnosis["drivers"], diagnosis["productivity"]
    yield "barriers", "barriers", diagnosis["barriers"], diagnosis["barriers_detail"]
    for name, rows in diagnosis["barriers_detail"].items():
        if is_table(name, rows):
            yield "barriers", name, rows, diagnosis["barriers_detail"]


def is_table(name: str, rows: object) -> bool:
    """Return whether an entry of a topic is one of its tables, and not what stands beside them."""
    beside = ("headline", "cannot_tell", "checks", "notes", "provenance")
    return isinstance(rows, list) and name not in beside


def check_figures(diagnosis: Row, tally: Tally) -> None:
    """Check every row of every table."""
    for _, name, rows, holder in tables_of(diagnosis):
        sources = {one["dataset"] for one in holder["provenance"]}
        for row in rows:
            if isinstance(row.get("rivals"), dict):
                check_interval("expected", row["rivals"], tally)
            check_interval(name, row, tally)
            check_ranges(name, row, tally)
            check_source(name, row, sources, tally)


def check_interval(table: str, row: Row, tally: Tally) -> None:
    """Check that every interval is in order and holds what it is about."""
    for low, high, held in intervals_of(table, tuple(row)):
        lower, upper, estimate = row[low], row[high], None if held is None else row.get(held)
        tally.expect((lower is None) == (upper is None), "an interval has both ends or none",
                     table, lower, upper)  # fmt: skip
        if lower is None or upper is None:
            continue
        slack = half_unit(lower) + half_unit(upper)
        tally.expect(lower <= upper + slack, "lower is not above upper",
                     table, held, lower, upper)  # fmt: skip
        if estimate is not None:
            slack += half_unit(estimate)
            tally.expect(lower - slack <= estimate <= upper + slack,
                         f"an interval holds its estimate ({table}: {held})",
                         Label(row), lower, estimate, upper)  # fmt: skip


@cache
def intervals_of(table: str, columns: tuple[str, ...]) -> list[tuple[str, str, str | None]]:
    """Return lower end, upper end, and the column that an interval of a table is about."""
    ends = [name for name in columns if name.endswith("_lower")]
    pairs = [(name, f"{name[:-6]}_upper", name[:-6]) for name in ends]
    if "lower" not in columns:
        return list(pairs)
    return [("lower", "upper", ESTIMATES.get(table, "value")), *pairs]


def check_ranges(table: str, row: Row, tally: Tally) -> None:
    """Check that shares, probabilities and percentiles are such, and numbers are finite."""
    for name, value in row.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        tally.expect(math.isfinite(value), "a number is finite", table, name)
        top = top_of(table, name)
        if top is not None:
            tally.expect(-1e-12 <= value <= top + half_unit(top),
                         f"a share, a probability or a percentile lies from 0 to {top:g}",
                         table, name, Label(row), value)  # fmt: skip


@cache
def top_of(table: str, column: str) -> float | None:
    """Return how much a column can hold at most that cannot be below 0; None for any other."""
    if ONE.fullmatch(column) or (column == "share" and table in SHARE_OF_ONE):
        return 1.0
    if HUNDRED.fullmatch(column) or (column == "share" and table in SHARE_OF_HUNDRED):
        return 100.0
    return None


def check_source(table: str, row: Row, sources: set[str], tally: Tally) -> None:
    """Check that a figure names its year and a dataset of which the diagnosis tells the source."""
    if row.get("dataset") is not None:
        unknown = sorted(set(row["dataset"].split("; ")) - sources)
        tally.expect(not unknown, "a dataset that is named has a source", table, unknown)
    years = [row[name] for name in ("year", "from", "to", "from_year") if name in row]
    if years and row.get("value", 0) is not None:
        tally.expect(all(isinstance(year, int) for year in years), "a figure has its year",
                     table, Label(row), years)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """What tells a row from the others of its table; put together only where it is shown."""

    row: Row

    def __str__(self) -> str:
        """Return it as text."""
        names = ("concept", "indicator", "industry", "driver", "key", "area", "place", "barrier",
                 "level", "measure", "part", "comparator", "outcome", "series",
                 "year")  # fmt: skip
        return ", ".join(str(self.row[name]) for name in names if self.row.get(name))


def check_provenance(diagnosis: Row, sources: dict[str, Row], tally: Tally) -> None:
    """Check that every source is told in full, and as the workspace has it."""
    holders = [diagnosis, *(diagnosis[topic] for topic in (*TOPICS, "barriers_detail"))]
    for holder in holders:
        for one in holder["provenance"]:
            name = one["dataset"]
            for part in ("source", "publisher", "licence", "vintage", "sha256"):
                known = bool(one[part]) or part == "sha256"  # the sample was read from no file
                tally.expect(known and one[part] == sources.get(name, {}).get(part),
                             "a source has its publisher, licence, vintage and hash",
                             name, part, one[part])  # fmt: skip


def check_words(written: str, diagnosis: Row, longest: int, tally: Tally) -> None:
    """Check that no text holds what a program writes for nothing, and that sentences are short."""
    found = NOT_TEXT.search(written)
    around = "" if found is None else written[max(found.start() - 60, 0) : found.end() + 60]
    tally.expect(found is None, "no text says nan, None or inf", around)
    for topic in (diagnosis, *(diagnosis[name] for name in (*TOPICS, "barriers_detail"))):
        for text in topic["headline"]:
            for sentence in sentences(text):
                tally.expect(len(sentence) <= longest,
                             f"a sentence has at most {longest} characters",
                             len(sentence), sentence)  # fmt: skip


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; the dot of St. Helens ends none."""
    return re.split(r"(?<=[.?])(?<!\bSt\.)\s+", text)


def check_page(page: str, tally: Tally) -> None:
    """Check that no text of a page says what a program writes for nothing."""
    body = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", page)
    for text in re.findall(r">([^<>]*(?:nan|NaN|None|inf|Infinity)[^<>]*)<", body):
        if NOT_TEXT.search(text):
            tally.expect(False, "no text of a page says nan, None or inf", text.strip()[:120])
    tally.expect(bool(body), "a page is written beside the figures")
