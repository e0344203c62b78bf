"""Draw the passages on which rules of claims were mended, and those that tested them.

Four draws of Californian plans, beside the seven of ``scripts/label_sample.py``. The eighth and
ninth are for training: passages that no draw holds, of plans that the development draws used. The
tenth and eleventh are the test: of plans that no draw ever touched. No plan is in both.

Passages are drawn by cell, with chances that are known, so that what is counted in the test can be
weighted up to all passages of its plans. A cell is what nets of words say of a passage. The nets
are words of these scripts, none of the lexicons, and wider than any rule. The eighth draw asked
wide nets (a sector and a word of strength or size anywhere; a number near a word of aim), in which
so few passages claimed anything that the ninth and tenth ask narrow ones first: a sector beside a
word of strength in a passage about the economy; a number behind a word of aim, with a time or an
objective. The eleventh takes what is left of the first of them, and more of the second.

    PLACEWISE_SHARED=... python -m scripts.claim_lots FOLDER

writes ``eighth.jsonl`` to ``eleventh.jsonl``: document, start, end, sha256, cell, left (passages of
the cell before the draw), text, id. They hold texts and do not belong into the repository;
``tests/review/labels`` keeps offsets, cells and hashes only.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import polars as pl
from scripts.claims_evaluation import LABELS, SETS, read_labels
from scripts.label_sample import (
    BROAD,
    PLANS,
    SECTORS,
    STRENGTH,
    TARGET_BESIDE,
    Drawn,
    passages,
)

from placewise.model.document import Document
from placewise.review.plain_text import plain_document

SEED = 20261201
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
SAID = re.compile(
    rf"{STRENGTH.pattern}|foundation|\bedge\b|advantage|primar|predominan|mainly|largely|thriv|"
    r"vibrant|important|significant|largest",
    re.IGNORECASE,
)
SAID_BESIDE = re.compile(
    rf"(?:{SAID.pattern})[^.]{{0,60}}(?:{SECTORS.pattern})|"
    rf"(?:{SECTORS.pattern})[^.]{{0,60}}(?:{SAID.pattern})",
    re.IGNORECASE,
)
ECONOMY = re.compile(r"\b(?:sector|industr|cluster|econom|jobs|employ)", re.IGNORECASE)
OBJECTIVE = re.compile(r"(?:objectives?|target|goal)\b[^.;]{0,80}\d", re.IGNORECASE)


def wide_cell(text: str) -> str:
    """Return what the two wide nets say of a passage."""
    strength, target = _wide_strength(text), _wide_target(text)
    return "both" if strength and target else (
        "strength" if strength else "target" if target else "neither")  # fmt: skip


def narrow_cell(text: str) -> str:
    """Return what the narrow nets say of a passage, and where they say nothing, the wide ones."""
    if SAID_BESIDE.search(text) and ECONOMY.search(text):
        return "narrow strength"
    if TARGET_BESIDE.search(text) or OBJECTIVE.search(text):
        return "narrow target"
    return "wide" if _wide_strength(text) or _wide_target(text) else "neither"


def _wide_strength(text: str) -> bool:
    return bool(SECTORS.search(text) and (STRENGTH.search(text) or BROAD.search(text)))


def _wide_target(text: str) -> bool:
    return any(
        AIM.search(text, max(0, found.start() - 120), found.end() + 120) and TIME.search(text)
        for found in NUMBER.finditer(text)
    )


ALL = sys.maxsize
"""Every passage of a cell that is left."""
DRAWS: dict[str, tuple[Callable[[str], str], dict[str, int]]] = {
    "eighth": (wide_cell, {"strength": 90, "target": 70, "both": 40, "neither": 100}),
    "ninth": (narrow_cell, {"narrow strength": 80, "narrow target": 30}),
    "tenth": (
        narrow_cell, {"narrow strength": 95, "narrow target": 60, "wide": 80, "neither": 80},
    ),
    "eleventh": (narrow_cell, {"narrow strength": ALL, "narrow target": 130}),
}  # fmt: skip
"""For each draw, how cells are told and the passages of each."""
TESTS = ("tenth", "eleventh")
BEFORE = (*SETS["development"], *SETS["spent test"])
"""The draws before these."""


def drawn(
    cell: Callable[[str], str],
    counts: dict[str, int],
    pool: Iterable[Drawn],
    seen: set[str],
    chance: random.Random,
) -> Iterator[dict[str, object]]:
    """Draw so many passages of each cell, in an order by chance.

    Args:
        cell: tells the cell of a passage by its text.
        counts: how many passages of each cell are wanted.
        pool: the passages to draw from.
        seen: hashes of the passages that are not drawn again.
        chance: where the draw comes from.
    """
    cells: dict[str, list[Drawn]] = {kind: [] for kind in counts}
    known = set(seen)
    for document, passage in pool:
        key = hashlib.sha256(passage.text.encode()).hexdigest()
        if key not in known:
            known.add(key)
            if (kind := cell(passage.text)) in cells:
                cells[kind].append((document, passage))
    taken = [
        (kind, *one)
        for kind, count in counts.items()
        for one in chance.sample(cells[kind], min(count, len(cells[kind])))
    ]
    chance.shuffle(taken)
    for number, (kind, document, passage) in enumerate(taken):
        yield {
            "document": document, "start": passage.start, "end": passage.end,
            "sha256": hashlib.sha256(passage.text.encode()).hexdigest(), "cell": kind,
            "left": len(cells[kind]), "text": passage.text, "id": number,
        }  # fmt: skip


def open_plans(plans: pl.DataFrame, rows: Iterable[int]) -> Iterator[tuple[str, Document]]:
    """Yield the name and the document of each plan of some rows."""
    for row in (plans.row(number, named=True) for number in rows):
        yield f"{PLANS}#{row['place']}", plain_document(row["text"], row["place"], row["title"], "")


def plans_of_draws(named: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return the rows of plans to train on, and of those to test on.

    Args:
        named: each plan as labels name it.
    """
    labels = [one for one in read_labels(LABELS) if one.draw in BEFORE]
    spent = {one.document for one in labels if one.draw in SETS["spent test"]}
    used = {one.document for one in labels}
    return (
        [row for row, name in enumerate(named) if name in used - spent],
        [
            row for row, name in enumerate(named)
            if name not in used and not name.endswith(MISLABELLED)
        ],
    )  # fmt: skip


def main(folder: str) -> None:
    """Write the draws."""
    text = Path(os.environ["PLACEWISE_SHARED"]) / "text"
    plans = pl.read_parquet(text / PLANS).sort("place", "title")
    train, test = plans_of_draws([f"{PLANS}#{place}" for place in plans["place"]])
    pools = {
        name: list(passages(open_plans(plans, rows)))
        for name, rows in (("train", train), ("test", test))
    }
    seen = {one.sha256 for one in read_labels(LABELS) if one.draw in BEFORE}
    for number, name in enumerate(DRAWS):
        chance = random.Random(SEED + number)  # noqa: S311 - a draw, no secret
        pool = pools["test" if name in TESTS else "train"]
        found = list(drawn(*DRAWS[name], pool, seen, chance))
        seen |= {str(row["sha256"]) for row in found}
        lines = [json.dumps(row) + "\n" for row in found]
        Path(folder, f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
        print(f"{name}: {len(lines)} passages of {len({row['document'] for row in found})} plans")


if __name__ == "__main__":
    main(*sys.argv[1:])
