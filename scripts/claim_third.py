"""Draw the lot of the third test: passages of Californian plans and of the English strategies.

All plans and all strategies gave passages to earlier draws, so that the passages are new but their
documents are not. Cells are told as for the second test (``scripts/claim_halves.py``), by nets of
words that are none of the lexicons; each source has cells of its own, so that passages of plans
stand for plans and passages of strategies for strategies. Of strategies all are taken where a
narrow net fires, as they are few. Figures are labelled in a third of the lot, by chance.

    PLACEWISE_SHARED=... python -m scripts.claim_third FOLDER

writes ``lot.csv``: id, document, start, end, sha256, cell, figures, passage, heading path, the
passage before, text. It holds texts and does not belong into the repository. Beside it goes
``population.csv``: how many passages each cell stands for.
"""

from __future__ import annotations

import csv
import os
import random
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import polars as pl
from scripts.claim_halves import cell_of
from scripts.claim_lots import MISLABELLED, drawn, open_plans
from scripts.claims_evaluation import LABELS, passage_hash, read_labels
from scripts.label_sample import PLANS, Drawn, passages

from placewise.model.document import Document
from placewise.workbench.reading import open_document

SEED = 20261220
DRAWS = ("fifteenth with figures", "fifteenth")
COUNTS: dict[str, dict[str, int]] = {
    "plans": {
        "rich strength": 65, "outright target": 30, "rich target": 20, "narrow strength": 15,
        "narrow target": 10, "wide": 20, "neither": 10,
    },
    "strategies": {
        "rich strength": 6, "outright target": 1, "rich target": 13, "narrow strength": 11,
        "wide": 75, "neither": 24,
    },
}  # fmt: skip
"""For each source, the passages of each cell."""
WITH_FIGURES = 3
"""In one of so many passages figures are labelled."""


def sizes(pool: Iterable[Drawn], source: str, seen: set[str]) -> Counter[str]:
    """Count the passages of each cell that no earlier draw holds, each text once."""
    texts = {passage_hash(passage.text): passage.text for _, passage in pool}
    cells = Counter(cell_of(text) for key, text in texts.items() if key not in seen)
    return Counter({f"{source}: {cell}": count for cell, count in cells.items()})


def context(document: Document, start: int) -> dict[str, object]:
    """Return the number of the passage at an offset, its headings and the passage before it."""
    path: list[tuple[int, str]] = []
    before = ""
    for passage in document.passages:
        if passage.start == start:
            headings = " > ".join(text for _, text in path)
            return {"passage": passage.number, "headings": headings, "before": before}
        if passage.kind == "heading":
            depth = passage.level or 1
            path = [*((level, text) for level, text in path if level < depth),
                    (depth, passage.text)]  # fmt: skip
        before = passage.text
    raise ValueError(f"no passage of {document.name} starts at {start}")


def main(folder: str) -> None:
    """Write the lot and the sizes of its cells."""
    text = Path(os.environ["PLACEWISE_SHARED"]) / "text"
    plans = pl.read_parquet(text / PLANS).sort("place", "title")
    rows = [row for row, place in enumerate(plans["place"]) if place != MISLABELLED]
    documents = {
        "plans": dict(open_plans(plans, rows)),
        "strategies": {
            path.name: open_document(path) for path in sorted((text / "pdf").glob("*.pdf"))
        },
    }
    seen = {one.sha256 for one in read_labels(LABELS) if one.draw not in DRAWS}
    chance = random.Random(SEED)  # noqa: S311 - a draw, no secret
    lot, population = [], Counter[str]()
    for source, counts in COUNTS.items():
        pool = list(passages(documents[source].items()))
        population += sizes(pool, source, seen)
        for row in drawn(cell_of, counts, pool, seen, chance):
            opened = documents[source][str(row["document"])]
            lot.append(
                row | context(opened, int(str(row["start"]))) | {"cell": f"{source}: {row['cell']}"}
            )
    chance.shuffle(lot)
    figures = set(chance.sample(range(len(lot)), len(lot) // WITH_FIGURES))
    columns = ("id", "document", "start", "end", "sha256", "cell", "figures", "passage",
               "headings", "before", "text")  # fmt: skip
    with Path(folder, "lot.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for number, row in enumerate(lot):
            writer.writerow(row | {"id": number, "figures": "yes" if number in figures else ""})
    with Path(folder, "population.csv").open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file, lineterminator="\n")
        sheet.writerow(("cell", "passages"))
        sheet.writerows((f"{source}: {cell}", population[f"{source}: {cell}"])
                        for source, counts in COUNTS.items() for cell in counts)  # fmt: skip
    print(f"{len(lot)} passages of {len({row['document'] for row in lot})} documents")
    print(Counter(str(row["cell"]) for row in lot))


if __name__ == "__main__":
    main(*sys.argv[1:])
