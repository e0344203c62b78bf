"""Measure how well claims are found, against labels made by hand.

Labels are rows of ``tests/review/labels/*.csv`` without the texts:

    document   path below PLACEWISE_SHARED/text, or file#place for a row of a Parquet file
    start,end  offsets of the passage in ``Document.text``
    sha256     of the passage's text; a label whose passage has changed is looked for by its hash
               among all passages, and counted as lost if it is not there
    kind       sector strength, figure, target, ... or none: the passage was read and claims nothing
    sector     key of the sector of a strength, else empty

A passage is one row for each thing it claims. Precision and recall are counted by passage, kind and
sector, with Wilson intervals of 95 %.

    PLACEWISE_SHARED=... python -m scripts.claims_evaluation [labels.csv ...]
"""

from __future__ import annotations

import csv
import hashlib
import math
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from placewise.data.lexicons import read_claim_lexicon, read_concordance
from placewise.model.claims import Claim
from placewise.model.document import Document, Passage
from placewise.review.claims.finder import RuleClaimFinder

ROOT = Path(__file__).parent.parent
LABELS = ROOT / "tests" / "review" / "labels"
COLUMNS = ("document", "start", "end", "sha256", "kind", "sector")
KINDS = ("sector strength", "target")
"""Kinds that this finder answers for; figures are measured with their own finder."""
Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Label:
    """One row: what a reader found in one passage."""

    document: str
    start: int
    end: int
    sha256: str
    kind: str
    sector: str


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one kind, and what follows from them."""

    kind: str
    right: int
    found: int
    labelled: int

    @property
    def precision(self) -> tuple[float, float, float]:
        """Share of what was found that is labelled so, with its interval."""
        return wilson(self.right, self.found)

    @property
    def recall(self) -> tuple[float, float, float]:
        """Share of what is labelled that was found, with its interval."""
        return wilson(self.right, self.labelled)


def wilson(hits: int, of: int) -> tuple[float, float, float]:
    """Return a share with its 95 % interval (Wilson 1927); NaN where nothing was counted."""
    if of == 0:
        return (math.nan, math.nan, math.nan)
    share, square = hits / of, Z * Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = Z * math.sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return share, max(0.0, middle - half), min(1.0, middle + half)


def read_labels(paths: Iterable[Path]) -> list[Label]:
    """Read labels; a file with other columns is refused."""
    labels = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            if tuple(rows.fieldnames or ()) != COLUMNS:
                sys.exit(f"{path}: the columns must be {', '.join(COLUMNS)}")
            labels += [
                Label(
                    row["document"], int(row["start"]), int(row["end"]), row["sha256"],
                    row["kind"], row["sector"],
                )
                for row in rows
            ]  # fmt: skip
    return labels


def passage_hash(text: str) -> str:
    """Return the hash by which a passage is found again."""
    return hashlib.sha256(text.encode()).hexdigest()


def passages_of(document: Document, labels: Iterable[Label]) -> dict[Label, Passage | None]:
    """Find each label's passage: where it stood, or by its hash wherever it stands now."""
    by_hash = {passage_hash(passage.text): passage for passage in document.passages}
    return {label: by_hash.get(label.sha256) for label in labels}


def score(
    labels: list[Label],
    open_document: Callable[[str], Document],
    find: Callable[[Document], Iterable[Claim]],
    kinds: tuple[str, ...] = KINDS,
) -> tuple[list[Score], int]:
    """Compare claims with labels.

    Args:
        labels: the labels.
        open_document: opens a document by its name in the labels.
        find: finds the claims of a document.
        kinds: the kinds that are counted.

    Returns:
        One score a kind, and the number of labels whose passage was not found again.
    """
    wanted: dict[str, set[tuple[str, int, str]]] = {kind: set() for kind in kinds}
    found: dict[str, set[tuple[str, int, str]]] = {kind: set() for kind in kinds}
    lost = 0
    for name in dict.fromkeys(label.document for label in labels):
        document = open_document(name)
        at = passages_of(document, [label for label in labels if label.document == name])
        lost += sum(passage is None for passage in at.values())
        read = {passage.number for passage in at.values() if passage is not None}
        for label, passage in at.items():
            if passage is not None and label.kind in wanted:
                wanted[label.kind].add((name, passage.number, label.sector))
        for claim in find(document):
            if claim.kind in found and claim.passage in read and claim.stands:
                sector = claim.sector or "" if claim.kind == "sector strength" else ""
                found[claim.kind].add((name, claim.passage, sector))
    scores = [
        Score(kind, len(wanted[kind] & found[kind]), len(found[kind]), len(wanted[kind]))
        for kind in kinds
    ]
    return scores, lost


def open_shared(name: str) -> Document:
    """Open a development document by the name that labels give it."""
    folder = Path(os.environ.get("PLACEWISE_SHARED", ROOT.parent / "shared")) / "text"
    file, _, place = name.partition("#")
    if place:
        import polars as pl

        row = pl.scan_parquet(folder / file).filter(pl.col("place") == place).collect()
        text = str(row["text"][0])
        return document_of_text(name, text)
    from placewise.workbench.reading import open_document

    return open_document(folder / file)


def document_of_text(name: str, text: str) -> Document:
    """Return plain text as a document whose passages are its paragraphs."""
    passages, start = [], 0
    kept = [part.strip() for part in text.split("\n\n") if part.strip()]
    for number, part in enumerate(kept):
        passages.append(Passage(number, "paragraph", part, start, start + len(part)))
        start += len(part) + 2
    return Document(name, "text", "", "\n\n".join(kept), tuple(passages))


def main(arguments: list[str]) -> None:
    """Print one line a kind."""
    paths = [Path(argument) for argument in arguments] or sorted(LABELS.glob("*.csv"))
    labels = read_labels(paths)
    if not labels:
        sys.exit(f"There are no labels in {LABELS}.")
    finder = RuleClaimFinder(read_claim_lexicon(), read_concordance())
    scores, lost = score(labels, open_shared, finder.find)
    passages = {(label.document, label.sha256) for label in labels}
    print(f"{len(passages)} passages, {len(labels)} labels, {lost} not found again")
    for one in scores:
        print(
            f"{one.kind}: precision {_interval(one.precision)} of {one.found} found, "
            f"recall {_interval(one.recall)} of {one.labelled} labelled"
        )


def _interval(share: tuple[float, float, float]) -> str:
    return f"{share[0]:.2f} ({share[1]:.2f} to {share[2]:.2f})"


if __name__ == "__main__":
    main(sys.argv[1:])
