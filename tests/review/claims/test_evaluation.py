"""The evaluation counts what it says it counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripts.claims_evaluation import (
    Label,
    document_of_text,
    passage_hash,
    read_labels,
    score,
    wilson,
)

from placewise.model.claims import Claim
from placewise.model.document import Document

TEXTS = ("first passage", "second passage", "third passage")
DOCUMENT = document_of_text("d", "\n\n".join(TEXTS))


def label(text: str, kind: str, sector: str = "") -> Label:
    return Label("d", 0, len(text), passage_hash(text), kind, sector)


def claim(passage: int, sector: str, *, hedged: bool = False) -> Claim:
    return Claim("t", 0, 1, passage, None, "sector strength", sector, None, hedged, False, "why")


def test_precision_and_recall_by_passage_and_sector() -> None:
    labels = [
        label(TEXTS[0], "sector strength", "rail"),
        label(TEXTS[0], "sector strength", "space"),
        label(TEXTS[1], "none"),
        label("a passage that is gone", "sector strength", "rail"),
    ]
    found = [
        claim(0, "rail"), claim(0, "games"), claim(1, "rail"), claim(1, "space", hedged=True),
        claim(2, "rail"),
    ]  # fmt: skip

    def find(document: Document) -> list[Claim]:
        assert document is DOCUMENT
        return found

    (strengths, targets), lost = score(labels, lambda _: DOCUMENT, find)
    assert lost == 1
    assert (strengths.right, strengths.found, strengths.labelled) == (1, 3, 2)
    assert strengths.precision[0] == pytest.approx(1 / 3)
    assert strengths.recall[0] == 0.5
    assert targets.labelled == 0


def test_wilson_interval_of_a_published_case() -> None:
    """Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662."""
    share, lower, upper = wilson(81, 263)
    assert (round(share, 4), round(lower, 4), round(upper, 4)) == (0.3080, 0.2553, 0.3662)
    assert wilson(0, 10)[1] == 0.0


def test_labels_with_other_columns_are_refused(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("document,start,end,sha256,kind,sector\nd,0,5,ab,target,\n", encoding="utf-8")
    bad.write_text("document,text\nd,words\n", encoding="utf-8")
    assert read_labels([good]) == [Label("d", 0, 5, "ab", "target", "")]
    with pytest.raises(SystemExit, match="columns"):
        read_labels([bad])
