"""The evaluation counts what it says it counts; the labelled set keeps its bounds."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from scripts.claim_third import COUNTS as THIRD
from scripts.claims_evaluation import (
    COLUMNS,
    LABELS,
    SETS,
    Label,
    Reading,
    main,
    of_set,
    open_shared,
    passage_hash,
    read_labels,
    read_passages,
    score_claims,
    score_figures,
    scores,
    states_a_unit,
    wilson,
)
from scripts.claims_test import Counted, of_source
from scripts.label_agreement import Read, kappa, shared_labels

from placewise.data.lexicons import read_concordance
from placewise.model.claims import Claim
from placewise.model.document import Document
from placewise.model.figures import Figure
from placewise.review.plain_text import plain_document

TEXTS = ("first passage", "second passage", "third passage has 5 words")
DOCUMENT = plain_document("\n\n".join(TEXTS), "d", "", "")


def label(text: str, kind: str, sector: str = "", words: tuple[int, int] | None = None) -> Label:
    return Label("first", "d", 0, len(text), passage_hash(text), kind, sector, words)


def readings(*labels: Label) -> list[Reading]:
    return read_passages(labels, lambda _: DOCUMENT)


def claim(passage: int, sector: str, *, hedged: bool = False) -> Claim:
    return Claim("t", 0, 1, passage, None, "sector strength", sector, None, hedged, False, "why")


def test_claims_are_counted_by_passage_and_sector() -> None:
    read = readings(
        label(TEXTS[0], "sector strength", "rail"),
        label(TEXTS[0], "sector strength", "space"),
        label(TEXTS[1], "none"),
        label("a passage that is gone", "sector strength", "rail"),
    )
    assert [one.lost for one in read] == [1]
    assert [passage.text for passage in read[0].document.passages] == list(TEXTS[:2])
    found = [claim(0, "rail"), claim(0, "games"), claim(1, "rail"), claim(1, "space", hedged=True)]

    def find(document: Document) -> Iterable[Claim]:
        assert document.name == "d"
        return found

    strengths, targets = score_claims(read, find)
    assert (strengths.right, strengths.labelled, strengths.found) == (1, 2, 3)
    assert strengths.precision[0] == pytest.approx(1 / 3)
    assert strengths.recall[0] == 0.5
    assert targets.labelled == 0


def figure(start: int, end: int) -> Figure:
    return Figure(
        "t", start, end, 2, None, "t", 5.0, None, "number", 0.5, None, None, "", None, "fact", "",
    )  # fmt: skip


def test_figures_are_counted_by_words_that_overlap() -> None:
    text = TEXTS[2]
    at = text.index("5 words")
    read = readings(label(text, "figure", "", (at, len(text))), label(text, "figure", "", (6, 13)))
    start = DOCUMENT.passages[2].start

    def find(document: Document) -> Iterable[Figure]:
        assert [passage.number for passage in document.passages] == [2]
        return [figure(start + at, start + at + 1), figure(start, start + 5)]

    every, in_prose = score_figures(read, find)
    assert (every.right, every.labelled, every.true, every.found) == (1, 2, 1, 2)
    assert (in_prose.right, in_prose.labelled) == (1, 1)


def test_a_figure_said_again_in_the_same_words_is_one_figure() -> None:
    text = "10 Homes here, then 10 homes and 12 homes"
    document = plain_document(text, "d", "", "")
    read = read_passages([label(text, "figure", "", (0, 8))], lambda _: document)

    def find(_: Document) -> Iterable[Figure]:
        return [figure(0, 8), figure(20, 28), figure(33, 41)]

    every, _ = score_figures(read, find)
    assert (every.right, every.labelled, every.true, every.found) == (1, 1, 1, 2)


def test_words_with_and_without_a_unit() -> None:
    with_one = ("38,000 jobs", "£2.4 billion", "12%", "one in five", "half of the adults")
    assert all(states_a_unit(words) for words in with_one)
    assert not any(states_a_unit(words) for words in ("4,390", "5.0 \u2013 9.9", "two schools"))


def test_wilson_interval_of_a_published_case() -> None:
    """Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662."""
    share, lower, upper = wilson(81, 263)
    assert (round(share, 4), round(lower, 4), round(upper, 4)) == (0.3080, 0.2553, 0.3662)
    assert wilson(0, 10)[1] == 0.0


def test_labels_with_other_columns_are_refused(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("document,text\nd,words\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="columns"):
        read_labels(bad)


def test_the_labels_are_whole_and_name_known_sectors() -> None:
    labels = read_labels(LABELS)
    known = {sector.key for sector in read_concordance().sectors}
    passages = {one.sha256 for one in labels}
    assert len(passages) >= 300
    for one in labels:
        assert (one.kind == "none") == (one.words is None)
        assert (one.kind == "sector strength") == (one.sector in known)
    assert "text" not in COLUMNS


def test_a_test_set_shares_no_passage_and_no_plan_with_what_came_before() -> None:
    labels = read_labels(LABELS)
    sets = {name: of_set(labels, name) for name in SETS}
    assert sum(len(part) for part in sets.values()) == len(labels)
    for tested, before in (
        ("spent test", ("development",)), ("test", ("development", "spent test", "training")),
    ):  # fmt: skip
        earlier = [one for name in before for one in sets[name]]
        assert not {one.sha256 for one in earlier} & {one.sha256 for one in sets[tested]}
        plans = [{one.document for one in part if "#" in one.document}
                 for part in (earlier, sets[tested])]  # fmt: skip
        assert not plans[0] & plans[1]
    for tested in ("second test", "third test"):
        other = {one.sha256 for one in labels if one.draw not in SETS[tested]}
        assert not other & {one.sha256 for one in sets[tested]}
    last = sets["second test"]
    assert not {one.document for one in last} & {one.document for one in sets["second training"]}
    count = {name: len({one.sha256 for one in part}) for name, part in sets.items()}
    assert count == {"development": 629, "spent test": 279, "training": 410, "test": 644,
                     "second training": 260, "second test": 470, "third test": 300}  # fmt: skip


def test_the_cells_of_the_third_test_are_all_labelled_and_have_a_size() -> None:
    labelled = {one.sha256: one.draw for one in of_set(read_labels(LABELS), "third test")}
    with (LABELS.parent / "cells.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["draw"] in SETS["third test"]]
    assert {row["sha256"]: row["draw"] for row in rows} == labelled
    with (LABELS.parent / "population-third.csv").open(encoding="utf-8", newline="") as file:
        sizes = {row["cell"]: int(row["passages"]) for row in csv.DictReader(file)}
    drawn = Counter(row["cell"] for row in rows)
    assert set(drawn) == set(sizes)
    assert all(drawn[cell] <= sizes[cell] for cell in sizes)
    assert drawn == {
        f"{source}: {cell}": count
        for source, counts in THIRD.items()
        for cell, count in counts.items()
    }


def test_a_source_is_measured_by_itself() -> None:
    counts = np.array([[1.0, 1, 1, 1], [0, 2, 0, 3]])
    both = Counted(counts, ["plans: wide", "strategies: wide"], ["one", "other"])
    plans = of_source(both, "plans: ")
    assert (plans.counts.tolist(), plans.cell, plans.plan) == (
        [[1, 1, 1, 1]], ["plans: wide"], ["one"],
    )  # fmt: skip


@pytest.mark.shared
def test_the_passages_of_the_third_test_are_found_where_the_labels_say(shared: Path) -> None:
    labels = of_set(read_labels(LABELS), "third test")
    for name in {one.document for one in labels}:
        text = open_shared(name).text
        for one in labels:
            if one.document == name:
                passage = text[one.start : one.end]
                assert passage_hash(passage) == one.sha256
                if one.words is not None:
                    assert 0 <= one.words[0] < one.words[1] <= len(passage)


def test_another_set_is_refused() -> None:
    with pytest.raises(SystemExit, match=" or ".join(SETS)):
        main(["--set", "half"])


def test_agreement_of_two_readers() -> None:
    """Kappa of a worked table: 20 yes and 15 no in common, 5 and 10 apart, gives 0.4."""
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    first = [Read("a", "figure", "", 0, 9), Read("a", "sector strength", "rail", 0, 9)]
    second = [Read("a", "figure", "", 5, 7), Read("a", "sector strength", "space", 0, 9)]
    assert shared_labels(first, second) == (1, 3)


AS_STATED = {
    "development": {
        "sector strength": (104, 117, 117), "target": (35, 40, 39),
        "figure": (247, 284, 255), "figure in prose": (149, 156, 255),
    },
    "spent test": {
        "sector strength": (21, 29, 23), "target": (32, 41, 37),
        "figure": (269, 318, 314), "figure in prose": (175, 195, 314),
    },
    "training": {
        "sector strength": (16, 19, 18), "target": (11, 18, 11),
        "figure": (172, 244, 184), "figure in prose": (95, 105, 184),
    },
    "test": {
        "sector strength": (55, 72, 61), "target": (14, 17, 15),
        "figure": (61, 81, 65), "figure in prose": (39, 41, 65),
    },
    "second training": {
        "sector strength": (75, 96, 83), "target": (15, 25, 15),
    },
    "second test": {
        "sector strength": (67, 93, 69), "target": (65, 84, 73),
    },
    "third test": {
        "sector strength": (32, 44, 34), "target": (22, 29, 28),
        "figure": (55, 62, 63), "figure in prose": (45, 48, 63),
    },
}  # fmt: skip
"""Of each set and kind: labels that are found, all labels, findings."""


@pytest.mark.shared
@pytest.mark.parametrize("name", AS_STATED)
def test_the_finder_finds_what_it_is_said_to_find(name: str, shared: Path) -> None:
    """Counts of every set, all of them spent, as docs/explanation/claims.md states them.

    They hold a change of the rules to be seen, and say nothing of texts that no rule was written
    on: measured once when they were fresh, the second and third tests gave strengths less than the
    bounds.
    """
    readings = read_passages(of_set(read_labels(LABELS), name), open_shared)
    assert sum(reading.lost for reading in readings) == 0
    found = {score.kind: (score.right, score.labelled, score.found) for score in scores(readings)}
    assert {kind: found[kind] for kind in AS_STATED[name]} == AS_STATED[name]


@pytest.mark.shared
def test_the_labelled_set_keeps_its_bounds(shared: Path) -> None:
    """Strengths, targets, and figures with a unit, over the development set.

    docs/explanation/claims.md says how far the second test fell short of them.
    """
    readings = read_passages(of_set(read_labels(LABELS), "development"), open_shared)
    assert sum(reading.lost for reading in readings) == 0
    by_kind = {score.kind: score for score in scores(readings)}
    for kind in ("sector strength", "target", "figure in prose"):
        assert by_kind[kind].precision[0] >= 0.85, kind
        assert by_kind[kind].recall[0] >= 0.75, kind
    assert by_kind["figure"].precision[0] >= 0.95
    assert by_kind["figure"].recall[0] >= 0.80
