"""Draw finds of the rules that look for principles, to be read by hand; count what was right.

    PLACEWISE_SHARED=... python -m scripts.principle_passages draw FILE SEED [FACT ...]
    python -m scripts.principle_passages count

``draw`` writes finds with their passages, document, offsets and hash, of all rules or of those of
some facts, from the three English plans among the PDFs and from Californian plans by chance: at
most two finds of a rule from one plan. They hold texts and do not belong into the repository.
Plans that rules were written on (seeds 1 and 2), and those that a label names already, are left
out. ``count`` says for each rule how many finds were read and right, by
``tests/review/labels/principles.csv``, which keeps offsets and hashes alone: of a rule that was
mended after its finds had been read, the last draw alone counts. These are the figures that stand
in ``principle_words.toml``.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from placewise.data.principle_words import read_sayings
from placewise.model.document import Document
from placewise.review.plain_text import plain_document
from placewise.review.sayings import Said, Searched
from placewise.workbench.reading import open_document

LABELS = Path(__file__).parents[1] / "tests" / "review" / "labels" / "principles.csv"
PLANS = "us_ca_general_plans_dev.parquet"
ENGLISH = ("broxbourne", "buckinghamshire", "fenland")
WRITTEN_ON = ((1, 40), (2, 60))
"""Seeds and sizes of the draws that rules were written on."""
SIZE, OF_ONE_PLAN, OF_ONE_RULE = 60, 2, 8
DRAWS = ("third", "fourth", "fifth", "sixth")
"""Draws that were read, in order. The fifth is of actions across sectors, the sixth of claims that
put a sector into the focus (``workbench.document_claims.in_focus``)."""

Rule = tuple[str, str]
"""Fact and part."""


def labels() -> list[dict[str, str]]:
    """Return the labels, one a find."""
    with LABELS.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def documents(folder: Path, seed: int) -> Iterator[tuple[str, Document]]:
    """Yield the PDFs and plans by chance that no rule was written on and no label names."""
    plans = pl.read_parquet(folder / PLANS).sort("place", "title")
    named = {row["document"] for row in labels()}
    seen = {
        row
        for earlier, size in WRITTEN_ON
        for row in random.Random(earlier).sample(range(plans.height), size)  # noqa: S311
    }
    names = [f"{PLANS}#{place}" for place in plans["place"]]
    rest = [row for row in range(plans.height) if row not in seen and names[row] not in named]
    chosen = random.Random(seed).sample(rest, min(SIZE, len(rest)))  # noqa: S311 - no secret
    for path in sorted((folder / "pdf").glob("*.pdf")):
        if path.name.startswith(ENGLISH):
            yield path.name, open_document(path)
    for row in chosen:
        place, title, text = plans.select("place", "title", "text").row(row)
        yield names[row], plain_document(text, place, title, "")


def draw(target: str, seed: int, facts: set[str]) -> None:
    """Write the finds to be read."""
    chance = random.Random(seed)  # noqa: S311 - a draw, no secret
    pool: dict[Rule, list[tuple[str, Said]]] = {}
    rules = [rule for rule in read_sayings() if not facts or rule.fact in facts]
    for name, document in documents(Path(os.environ["PLACEWISE_SHARED"]) / "text", seed):
        searched = Searched(document)
        for rule in rules:
            finds = searched.finds(rule)
            some = chance.sample(finds, min(OF_ONE_PLAN, len(finds)))
            pool.setdefault((rule.fact, rule.part), []).extend((name, one) for one in some)
    with Path(target).open("w", encoding="utf-8") as out:
        for (fact, part), found in pool.items():
            chance.shuffle(found)
            for name, one in found[:OF_ONE_RULE]:
                text = one.passage.text
                row = {
                    "fact": fact, "part": part, "document": name, "start": one.start,
                    "end": one.end, "passage_start": one.passage.start,
                    "sha256": hashlib.sha256(text.encode()).hexdigest(), "years": one.years,
                    "sentence": one.sentence,
                    "words": text[one.start - one.passage.start : one.end - one.passage.start],
                }  # fmt: skip
                out.write(json.dumps(row) + "\n")


def counts() -> dict[Rule, tuple[int, int]]:
    """Return for each rule how many finds of its last draw were read, and how many were right."""
    found: dict[Rule, tuple[int, int]] = {}
    rows = labels()
    for name in DRAWS:
        here: dict[Rule, tuple[int, int]] = {}
        for row in rows:
            if row["draw"] == name:
                read, right = here.get((row["fact"], row["part"]), (0, 0))
                here[row["fact"], row["part"]] = read + 1, right + (row["right"] == "yes")
        found |= here
    return found


def main(what: str, target: str = "", seed: str = "0", *facts: str) -> None:
    """Draw, or count."""
    if what == "draw":
        draw(target, int(seed), set(facts))
        return
    found = counts()
    for (fact, part), (read, right) in found.items():
        print(f"{fact:32} {part:28} {right:3} of {read}")
    print(
        f"{'all':61} {sum(r for _, r in found.values()):3} of {sum(n for n, _ in found.values())}"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
