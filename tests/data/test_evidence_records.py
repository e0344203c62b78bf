"""Evidence bases: the one that ships, and what is said of one that is faulty."""

from __future__ import annotations

import csv
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placewise.data.evidence.record_rules import COLUMNS
from placewise.data.evidence.records import (
    check_records,
    check_text,
    read_records,
    shipped_records,
    write_template,
)
from placewise.errors import FaultyTableError, InputError, PlacewiseError

ROOT = Path(__file__).parents[2]
GOOD = """
[[record]]
key = "roads-jobs"
intervention = "roads"
area = "transport"
outcome = "jobs"
kept = 5
positive = 2
direction = "mixed"
source = "a review"
url = "https://example.org/r"
status = "direct"
history = [{ date = 2026-01-05, reason = "first entered" }]
"""


def faults_of(text: str, known: tuple[str, ...] = ()) -> dict[str, str]:
    return {fault.column: fault.what for fault in check_text(text, "x.toml", "TOML", known).faults}


def test_the_shipped_base_is_as_it_should_be() -> None:
    records = shipped_records()
    assert len(records) == 78
    assert len({record.key for record in records}) == 78
    assert len({(record.intervention, record.outcome) for record in records}) == 78
    assert all(record.history for record in records)


@pytest.mark.shared
def test_it_states_the_figures_of_its_source_and_none_of_its_sentences(shared: Path) -> None:
    with (shared / "evidence" / "evidence.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    fields = ("considered", "studies", "positive", "zero", "negative", "mixed")
    for row, record in zip(rows, shipped_records(), strict=True):
        counts = [int(row[f"n_{name}"]) if row[f"n_{name}"] else None for name in fields]
        assert counts == [
            record.considered, record.kept, record.positive, record.zero, record.negative,
            record.mixed,
        ], record.key  # fmt: skip
        assert record.status == row["seen"], record.key
        if row["source_url"].startswith("http"):
            assert record.url == row["source_url"], record.key
        ours = runs(" ".join([record.effect.text, record.cost.text, record.lesson, record.note]))
        theirs = runs(" ".join(row[n] for n in ("effect_size_text", "cost_text", "design_lesson")))
        assert ours & theirs == set(), record.key  # six words in a row


def runs(text: str, length: int = 6) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def test_a_blank_count_is_unknown_and_nought_is_nought() -> None:
    record = check_text(GOOD.replace("positive = 2", "positive = 0"), "x", "TOML").records[0]
    assert (record.positive, record.zero, record.considered) == (0, None, None)
    assert record.most_positive is None
    record = check_text(GOOD.replace("positive = 2", "negative = 2"), "x", "TOML").records[0]
    assert (record.positive, record.most_positive) == (None, 3)


@pytest.mark.parametrize(
    ("old", "new", "column", "says"),
    [
        ('key = "roads-jobs"', 'key = "Roads jobs"', "key", "form"),
        ('key = "roads-jobs"', "", "key", "missing"),
        ('outcome = "jobs"', 'outcome = ""', "outcome", "missing"),
        ('outcome = "jobs"', "outcome = 3", "outcome", "no text"),
        ("positive = 2", "positive = 6", "kept", "5 is less than positive (6)"),
        ("positive = 2", "positive = 2\nzero = 1\nnegative = 0\nmixed = 0", "kept",
         "more than positive and zero and negative and mixed together (3)"),
        ("positive = 2", "positive = -2", "positive", "whole number"),
        ("positive = 2", "positive = true", "positive", "whole number"),
        ("positive = 2", "positive = 2.0", "positive", "whole number"),
        ("positive = 2", f"positive = {10**400}", "positive", "huge"),
        ("kept = 5", "", "kept", "missing"),
        ("kept = 5", "kept = 5\nconsidered = 4", "kept", "more than"),
        ("kept = 5\npositive = 2", "kept = 0", "direction", "no studies"),
        ('"mixed"', '"no studies"', "direction", "no studies"),
        ('"mixed"', '"not tested"', "direction", "kept"),
        ('"mixed"', '"good"', "direction", "not known"),
        ('"direct"', '"seen"', "status", "not known"),
        ('url = "https://example.org/r"', "", "url", "missing"),
        ('"https://example.org/r"', '"javascript:alert(1)"', "url", "form"),
        ("kept = 5", "kept = 5\neffect_value = inf", "effect_value", "no number"),
        ("kept = 5", "kept = 5\neffect_value = 1", "effect_unit", "missing"),
        ("kept = 5", 'kept = 5\ncost_low = 1\ncost_unit = "x"', "cost_low", "both ends"),
        ("kept = 5", 'kept = 5\neffect_value = 1\neffect_low = 2\neffect_high = 3\n'
         'effect_unit = "x"', "effect_value", "order"),
        ("kept = 5", 'kept = 5\neffect_error = 1\neffect_unit = "x"', "effect_error", "value"),
        ("kept = 5", "kept = 5\nmaryland_least = 6", "maryland_least", "level"),
        ("kept = 5", "kept = 5\nmaryland_least = 4\nmaryland_most = 3", "maryland_least", "above"),
        ("kept = 5", "kept = 5\nlessons = 1", "lessons", "did you mean lesson"),
        ("kept = 5", 'kept = 5\nsupersedes = "rail"', "supersedes", "no known key"),
        ("kept = 5", 'kept = 5\nsupersedes = "roads-jobs"', "supersedes", "itself"),
        ("2026-01-05", '"5 January"', "history", "no day"),
        ("2026-01-05", '"2026-02-30"', "history", "no day"),
        ('"first entered"', '" "', "history", "no reason"),
        ("history =", "past =", "history", "missing"),
        ("reason = ", "why = ", "history", "date and a reason"),
        ('" }]', '" }, { date = 2025-01-01, reason = "x" }]', "history", "order"),
    ],
)  # fmt: skip
def test_faults_are_named(old: str, new: str, column: str, says: str) -> None:
    assert old in GOOD
    assert says in faults_of(GOOD.replace(old, new, 1))[column]


def test_all_faults_come_at_once_with_their_place() -> None:
    text = GOOD + GOOD.replace("kept = 5", "kept = 1").replace('"direct"', '"seen"')
    checked = check_text(text, "x.toml", "TOML")
    assert (checked.entries, len(checked.records)) == (2, 1)
    told = {(fault.place, fault.column) for fault in checked.faults}
    second = f"entry 2 (line {GOOD.count(chr(10)) + 2})"
    assert told == {(second, "kept"), (second, "status"), (second, "key")}
    assert all(fault.allowed == COLUMNS[fault.column] for fault in checked.faults)


def test_records_supersede_one_another() -> None:
    newer = GOOD.replace("roads-jobs", "roads-jobs-2")
    newer = newer.replace("kept = 5", 'kept = 5\nsupersedes = "roads-jobs"')
    assert check_text(GOOD + newer, "x", "TOML").faults == ()
    assert faults_of(newer, ("roads-jobs",)) == {}
    twice = newer.replace("roads-jobs-2", "roads-jobs-3")
    assert "superseded by entry 2" in faults_of(GOOD + newer + twice)["supersedes"]
    circle = GOOD.replace("kept = 5", 'kept = 5\nsupersedes = "roads-jobs-2"')
    assert "circle" in faults_of(circle + newer)["supersedes"]


def test_the_same_records_in_csv(tmp_path: Path) -> None:
    file = tmp_path / "base.csv"
    write_template(file)
    with pytest.raises(InputError, match="template"):
        write_template(file)  # a base that someone keeps is not written over
    header, row = file.read_text(encoding="utf-8").splitlines()
    (record,) = read_records(file)
    assert (record.kept, record.positive, record.effect.covers) == (6, 4, 0.95)
    assert [change.date for change in record.history] == ["2026-11-25", "2027-02-01"]
    file.write_text(f"{header}\n\n{row.replace(',40,', ',4_0,')},more\n", encoding="utf-8-sig")
    faults = check_records(file).faults
    assert [fault.place for fault in faults] == ["row 3", "row 3"]
    assert faults[0].what == '"4_0" is no whole number from 0 to 1,000,000'
    assert "cells under" in faults[1].column
    with pytest.raises(FaultyTableError, match="2 faults") as raised:
        read_records(file)
    assert raised.value.faults["column"].to_list()[0] == "considered"
    file.write_text(header.replace("kept,", ""), encoding="utf-8")
    with pytest.raises(InputError, match="missing kept"):
        read_records(file)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("base.xlsx", b"PK"), ("base.toml", b"\xff\xfe"), ("base.toml", b"record = 3"),
        ("base.toml", b"[[record]"), ("base.toml", b"record = [1]"), ("base.toml", b""),
        ("base.csv", b""), ("base.csv", b'key\n"'), ("base.csv", ",".join(COLUMNS).encode()),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read(name: str, content: bytes, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InputError):
        check_records(file)
    with pytest.raises(InputError):
        check_records(tmp_path / "none.toml")


CELLS = st.one_of(
    st.text(max_size=12), st.integers(), st.floats(), st.booleans(),
    st.lists(st.dictionaries(st.sampled_from(["date", "reason", "x"]), st.text(max_size=11))),
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.sampled_from([*COLUMNS, "x"]), st.text(max_size=12)), st.booleans())
def test_any_csv_is_read_or_refused(cells: dict[str, str], whole: bool) -> None:
    base = dict.fromkeys(COLUMNS, "") | (cells if whole else {"key": "a"}) | cells
    row = ",".join('"' + cell.replace('"', '""') + '"' for cell in base.values())
    try:
        checked = check_text(f"{','.join(base)}\n{row}\n", "x.csv", "CSV")
    except PlacewiseError:
        return
    assert len(checked.records) == 0 or checked.faults == ()


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.sampled_from([*COLUMNS, "x"]), CELLS))
def test_any_cells_are_taken_or_named(cells: dict[str, object]) -> None:
    from placewise.data.evidence.record_rules import Entry, base_faults, entry_faults

    entry = Entry("entry 1", cells)
    faults = [*entry_faults(entry), *base_faults([entry], ())]
    assert all(fault.what and fault.allowed and fault.sentence() for fault in faults)


def test_every_column_is_explained() -> None:
    page = (ROOT / "docs" / "reference" / "evidence-format.md").read_text(encoding="utf-8")
    assert [name for name in COLUMNS if f"`{name}`" not in page] == []


def test_the_file_uses_known_columns_in_their_order() -> None:
    text = (files("placewise.data.evidence") / "interventions.toml").read_text(encoding="utf-8")
    order = list(COLUMNS)
    for cells in tomllib.loads(text)["record"]:
        assert list(cells) == sorted(cells, key=order.index), cells["key"]
