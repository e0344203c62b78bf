"""Measure how well claims and figures are found, against labels made by hand.

Labels are rows of ``tests/review/labels/labels.csv`` without the texts:

    draw         the draw of ``scripts/label_sample.py``; figures were labelled in two of them
    document     a file of PLACEWISE_SHARED/text/pdf, or file#row for a row of a Parquet file beside
                 it: the place of a plan, the number of a Beige Book
    start,end    offsets of the passage in ``Document.text``
    sha256       of the passage's text, by which it is found again; a label whose text no passage
                 has any more is counted as lost
    kind         sector strength, figure, target, or none: the passage was read and states nothing
    sector       key of the sector of a strength, else empty
    words_start, words_end  offsets of the words in the passage

A passage is one row for each thing that it states. Strengths are counted by passage and sector,
targets by passage, figures by words that overlap; a figure said again in the same words is the same
figure. On the first five draws, the development set, the rules were written; the sixth and seventh
tested them and are spent; on the eighth and ninth rules were mended. The tenth and eleventh tested
the mended rules, weighted (``scripts/claims_test.py``), and are spent too. On all of these and on
the twelfth they were mended once more; the thirteenth and fourteenth tested that, once
(``scripts/claims_test.py --set "second test"``). The fifteenth is the third test, of plans and
strategies.
Figures were labelled where the name of the draw says so, and in the first and sixth. Intervals are
Wilson's, of 95 %.

    PLACEWISE_SHARED=... python -m scripts.claims_evaluation [--set NAME] [labels.csv]
"""

from __future__ import annotations

import csv
import hashlib
import math
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from scipy.stats import binomtest

from placewise.data.figure_subjects import figure_subjects
from placewise.data.lexicons import read_claim_lexicon, read_concordance
from placewise.model.claims import Claim
from placewise.model.document import Document
from placewise.model.figures import Figure
from placewise.review.claims.finder import RuleClaimFinder
from placewise.review.figures.find import Names, find_figures
from placewise.review.plain_text import plain_document

ROOT = Path(__file__).parent.parent
LABELS = ROOT / "tests" / "review" / "labels" / "labels.csv"
COLUMNS = (
    "draw", "document", "start", "end", "sha256", "kind", "sector", "words_start", "words_end",
)  # fmt: skip
KINDS = ("sector strength", "target")
FIGURES = "figure"
WITH_FIGURES = (
    "first", "sixth", "eighth with figures", "tenth with figures", "fifteenth with figures",
)  # fmt: skip
"""The draws, or parts of draws, in which figures were labelled."""
SETS = {
    "development": ("first", "second", "third", "fourth", "fifth"),
    "spent test": ("sixth", "seventh"),
    "training": ("eighth with figures", "eighth", "ninth"),
    "test": ("tenth with figures", "tenth", "eleventh"),
    "second training": ("twelfth",),
    "second test": ("thirteenth", "fourteenth"),
    "third test": ("fifteenth with figures", "fifteenth"),
}
"""The draws of each set."""
BARE = re.compile(r"[\d.,\s\u2013-]+")
"""A number without a unit, as in the cells of tables that stand in running text."""
COUNTED_IN_WORDS = re.compile(r"\D+")
"""A small count in words: two schools."""
SHARES = re.compile(r"half|third|quarter|fifth|tenth|one in ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """One row: what a reader found in one passage."""

    draw: str
    document: str
    start: int
    end: int
    sha256: str
    kind: str
    sector: str
    words: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one kind, and what follows from them.

    Attributes:
        kind: what was looked for.
        right: labels that were found.
        labelled: all labels.
        true: findings that are labelled; one finding may stand for several labels.
        found: all findings.
    """

    kind: str
    right: int
    labelled: int
    true: int
    found: int

    @property
    def precision(self) -> tuple[float, float, float]:
        """Share of what was found that is labelled so, with its interval."""
        return wilson(self.true, self.found)

    @property
    def recall(self) -> tuple[float, float, float]:
        """Share of what is labelled that was found, with its interval."""
        return wilson(self.right, self.labelled)


@dataclass(frozen=True, slots=True)
class Reading:
    """The labelled passages of one document, and the labels of each.

    Attributes:
        document: the document, without its other passages.
        labels: labels by number of the passage.
        lost: labels whose passage is not there any more.
    """

    document: Document
    labels: dict[int, list[Label]]
    lost: int


def wilson(hits: int, of: int) -> tuple[float, float, float]:
    """Return a share with its 95 % interval (Wilson 1927); NaN where nothing was counted."""
    if of == 0:
        return (math.nan, math.nan, math.nan)
    interval = binomtest(hits, of).proportion_ci(method="wilson")
    return hits / of, float(interval.low), float(interval.high)


def read_labels(path: Path) -> list[Label]:
    """Read labels; a file with other columns is refused."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            sys.exit(f"{path}: the columns must be {', '.join(COLUMNS)}")
        return [
            Label(
                row["draw"], row["document"], int(row["start"]), int(row["end"]), row["sha256"],
                row["kind"], row["sector"],
                (int(row["words_start"]), int(row["words_end"])) if row["words_start"] else None,
            )
            for row in rows
        ]  # fmt: skip


def passage_hash(text: str) -> str:
    """Return the hash by which a passage is found again."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_passages(
    labels: Iterable[Label], open_document: Callable[[str], Document]
) -> list[Reading]:
    """Open the documents of labels and find their passages by hash, wherever they stand now."""
    by_document: dict[str, list[Label]] = {}
    for label in labels:
        by_document.setdefault(label.document, []).append(label)
    readings = []
    for name, mine in by_document.items():
        document = open_document(name)
        by_hash = {passage_hash(passage.text): passage for passage in document.passages}
        of_passage: dict[int, list[Label]] = {}
        for label in mine:
            if passage := by_hash.get(label.sha256):
                of_passage.setdefault(passage.number, []).append(label)
        kept = tuple(one for one in document.passages if one.number in of_passage)
        lost = len(mine) - sum(len(found) for found in of_passage.values())
        readings.append(Reading(replace(document, passages=kept), of_passage, lost))
    return readings


def score_claims(
    readings: Sequence[Reading], find: Callable[[Document], Iterable[Claim]]
) -> list[Score]:
    """Compare strengths and targets with labels: one score a kind."""
    wanted: dict[str, set[tuple[int, int, str]]] = {kind: set() for kind in KINDS}
    found: dict[str, set[tuple[int, int, str]]] = {kind: set() for kind in KINDS}
    for at, reading in enumerate(readings):
        for passage, labels in reading.labels.items():
            for label in labels:
                if label.kind in wanted:
                    wanted[label.kind].add((at, passage, label.sector))
        for claim in find(reading.document):
            if claim.kind in found and claim.stands:
                sector = claim.sector or "" if claim.kind == "sector strength" else ""
                found[claim.kind].add((at, claim.passage, sector))
    return [
        Score(
            kind, len(wanted[kind] & found[kind]), len(wanted[kind]),
            len(wanted[kind] & found[kind]), len(found[kind]),
        )
        for kind in KINDS
    ]  # fmt: skip


def score_figures(
    readings: Sequence[Reading], find: Callable[[Document], Iterable[Figure]]
) -> tuple[Score, Score]:
    """Compare figures with labels by words that overlap.

    A figure said again in the same words is labelled once; its repeats are not counted as found.

    Returns:
        The score over all labels, and the score whose recall leaves out bare numbers, such as
        cells of tables in running text, and small counts in words.
    """
    in_prose = right_in_prose = right = labelled = true = found = 0
    for reading in readings:
        at = {passage.number: passage for passage in reading.document.passages}
        for number, labels in reading.labels.items():
            if labels[0].draw not in WITH_FIGURES:
                continue
            passage = at[number]
            alone = replace(reading.document, passages=(passage,))
            spans = [(one.start - passage.start, one.end - passage.start) for one in find(alone)]
            wanted = [one.words for one in labels if one.kind == FIGURES and one.words]
            of_label = [any(_overlap(span, words) for words in wanted) for span in spans]
            said = [passage.text[start:end].casefold() for start, end in spans]
            known = {words for words, is_true in zip(said, of_label, strict=True) if is_true}
            true += sum(of_label)
            found += sum(
                is_true or words not in known for words, is_true in zip(said, of_label, strict=True)
            )
            for words in wanted:
                hit = any(_overlap(span, words) for span in spans)
                prose = states_a_unit(passage.text[words[0] : words[1]])
                labelled, right = labelled + 1, right + hit
                in_prose, right_in_prose = in_prose + prose, right_in_prose + (hit and prose)
    return (
        Score("figure", right, labelled, true, found),
        Score("figure in prose", right_in_prose, in_prose, true, found),
    )


def states_a_unit(words: str) -> bool:
    """Are the words of a figure more than a bare number, and not a small count in words?"""
    in_words = COUNTED_IN_WORDS.fullmatch(words) and not SHARES.search(words)
    return not BARE.fullmatch(words.strip()) and not in_words


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def open_shared(name: str) -> Document:
    """Open a development document by the name that labels give it."""
    folder = Path(os.environ.get("PLACEWISE_SHARED", ROOT.parent / "shared")) / "text"
    file, _, row = name.partition("#")
    if not row:
        from placewise.workbench.reading import open_document

        return open_document(folder / "pdf" / file)
    return plain_document(_text_of(folder / file, row), name, "", "")


def _text_of(path: Path, row: str) -> str:
    """Return the text of a row by its number, or by its place."""
    texts = _texts(path)
    return texts[row] if row in texts else texts[str(int(row))]


@lru_cache(maxsize=4)
def _texts(path: Path) -> dict[str, str]:
    import polars as pl

    table = pl.read_parquet(path, columns=["place", "text"])
    texts = {str(number): text for number, text in enumerate(table["text"])}
    return texts | dict(zip(table["place"], table["text"], strict=True))


def finders() -> tuple[
    Callable[[Document], Iterable[Claim]], Callable[[Document], Iterable[Figure]]
]:
    """Return how claims and figures are found: with the shipped lexicons, no place known."""
    concordance = read_concordance()
    sectors = {term: sector.key for sector in concordance.sectors for term in sector.terms}
    subjects, names = figure_subjects(), Names(sectors, {})
    return (
        RuleClaimFinder(read_claim_lexicon(), concordance).find,
        lambda document: find_figures(document, subjects, names),
    )


def scores(readings: Sequence[Reading]) -> list[Score]:
    """Return one score a kind: strengths, targets, figures, figures in prose."""
    find_claims, find_numbers = finders()
    return [*score_claims(readings, find_claims), *score_figures(readings, find_numbers)]


def of_set(labels: Iterable[Label], name: str) -> list[Label]:
    """Return the labels of one set."""
    return [label for label in labels if label.draw in SETS[name]]


def main(arguments: list[str]) -> None:
    """Print one line a kind, of the development set unless the test set is asked for."""
    name = "development"
    if "--set" in arguments:
        at = arguments.index("--set")
        name = "".join(arguments[at + 1 : at + 2])
        arguments = arguments[:at] + arguments[at + 2 :]
    if name not in SETS:
        sys.exit(f"--set {name}: the set must be {' or '.join(SETS)}")
    labels = of_set(read_labels(Path(arguments[0]) if arguments else LABELS), name)
    readings = read_passages(labels, open_shared)
    passages = {(label.document, label.sha256) for label in labels}
    lost = sum(reading.lost for reading in readings)
    print(f"{len(passages)} passages, {len(labels)} labels, {lost} not found again")
    _print(name, readings)


def _print(name: str, readings: Sequence[Reading]) -> None:
    for one in scores(readings):
        print(
            f"{name}, {one.kind}: precision {_interval(one.precision)} of {one.found} found, "
            f"recall {_interval(one.recall)} of {one.labelled} labelled"
        )


def _interval(share: tuple[float, float, float]) -> str:
    return f"{share[0]:.2f} ({share[1]:.2f} to {share[2]:.2f})"


if __name__ == "__main__":
    main(sys.argv[1:])
