"""Draw the passages from which claims are learned, and those on which that is tested.

Two lots of Californian plans, beside the seven draws of ``scripts/label_sample.py``. The training
lot comes from plans that the development draws used, in passages that no draw holds. The test lot
comes from plans that no draw ever touched. No plan is in both.

Passages are drawn by cell, with chances that are known, so that what is counted in a lot can be
weighted up to all passages of its plans. A cell is what two wide nets say: does a sector stand
beside any word of strength or of size; does a number stand beside any word of aim? The nets are
words of this script, none of the lexicons, and wider than any rule.

    PLACEWISE_SHARED=... python -m scripts.claim_lots FOLDER

writes ``training.jsonl`` and ``test.jsonl``: document, start, end, sha256, cell, weight (passages of
the plans for each one drawn), text, id. They hold texts and do not belong into the repository;
``tests/review/labels`` keeps offsets, weights and hashes only.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl
from scripts.claims_evaluation import LABELS, read_labels
from scripts.label_sample import BROAD, PLANS, SECTORS, STRENGTH, Drawn, passages

from placewise.model.document import Document
from placewise.review.plain_text import plain_document

SEED = 20261201
TEST_DRAWS = ("sixth", "seventh")
MISLABELLED = "Fallbrook, California"
"""Filed under Fallbrook, but the general plan of the County of San Diego."""
NUMBER = re.compile(r"(?<![\w.-])(?!(?:19|20)\d\d\b)\d[\d,.]*")
AIM = re.compile(
    r"\b(?:aim|target|goal|objective|achiev|reduc|increas|creat|deliver|provid|build|construct|"
    r"reach|complet|adopt|implement|develop|seek|assist|rehabilitat|facilitat|rezon|preserv|"
    r"maintain|produc|replac|plant|divert|retrofit|at least)\w*",
    re.IGNORECASE,
)
TIME = re.compile(
    r"\b20[0-9]{2}\b|\b(?:per|a|each|every) (?:year|annum|month)\b|\bannual(?:ly)?\b|years\b|"
    r"objectives?\b|\btargets?\b|\bgoals?\b",
    re.IGNORECASE,
)
COUNTS = {
    "training": {"strength": 90, "target": 70, "both": 40, "neither": 100},
    "test": {"strength": 95, "target": 75, "both": 40, "neither": 120},
}
"""Passages of each cell."""


def cell(text: str) -> str:
    """Return what the two nets say of a passage."""
    strength = bool(SECTORS.search(text) and (STRENGTH.search(text) or BROAD.search(text)))
    target = any(
        AIM.search(text, max(0, found.start() - 120), found.end() + 120) and TIME.search(text)
        for found in NUMBER.finditer(text)
    )
    return {(True, True): "both", (True, False): "strength", (False, True): "target"}.get(
        (strength, target), "neither"
    )


def lot(
    name: str, documents: Iterable[Drawn], seen: set[str], chance: random.Random
) -> Iterator[dict[str, object]]:
    """Draw one lot: so many passages of each cell, in an order by chance."""
    cells: dict[str, list[Drawn]] = {kind: [] for kind in COUNTS[name]}
    known = set(seen)
    for document, passage in documents:
        key = hashlib.sha256(passage.text.encode()).hexdigest()
        if key not in known:
            known.add(key)
            cells[cell(passage.text)].append((document, passage))
    drawn = [
        (kind, len(pool) / count, *one)
        for (kind, count), pool in zip(COUNTS[name].items(), cells.values(), strict=True)
        for one in chance.sample(pool, count)
    ]
    chance.shuffle(drawn)
    for number, (kind, weight, document, passage) in enumerate(drawn):
        yield {
            "document": document, "start": passage.start, "end": passage.end,
            "sha256": hashlib.sha256(passage.text.encode()).hexdigest(), "cell": kind,
            "weight": round(weight, 3), "text": passage.text, "id": number,
        }  # fmt: skip


def _open(plans: pl.DataFrame, rows: Iterable[int]) -> Iterator[tuple[str, Document]]:
    for row in (plans.row(number, named=True) for number in rows):
        yield f"{PLANS}#{row['place']}", plain_document(row["text"], row["place"], row["title"], "")


def main(folder: str) -> None:
    """Write both lots."""
    text = Path(os.environ["PLACEWISE_SHARED"]) / "text"
    plans = pl.read_parquet(text / PLANS).sort("place", "title")
    labels = read_labels(LABELS)
    spent = {one.document for one in labels if one.draw in TEST_DRAWS}
    used = {one.document for one in labels}
    seen = {one.sha256 for one in labels}
    named = [f"{PLANS}#{place}" for place in plans["place"]]
    rows = {
        "training": [n for n, name in enumerate(named) if name in used - spent],
        "test": [
            n for n, name in enumerate(named)
            if name not in used and not name.endswith(MISLABELLED)
        ],
    }  # fmt: skip
    for number, (name, mine) in enumerate(rows.items()):
        chance = random.Random(SEED + number)  # noqa: S311 - a draw, no secret
        found = list(lot(name, passages(_open(plans, mine)), seen, chance))
        lines = [json.dumps(row) + "\n" for row in found]
        Path(folder, f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
        from_plans = len({str(row["document"]) for row in found})
        print(f"{name}: {len(lines)} passages of {from_plans} plans of {len(mine)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
