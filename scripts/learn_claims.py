"""Learn the weights that tell sector strengths and targets, and write them as a table.

    PLACEWISE_SHARED=... python -m scripts.learn_claims

From all labelled passages but the test: the development draws, the spent test draws and the
training draws. Two steps, both logistic regressions with a ridge penalty.

1. Features of the words alone. Every candidate counts, those of the development draws a third, as
   the rules and their words were written on them.
2. The score of the first step, cross-validated over documents, beside the hits of the rules. Here
   the development draws do not count: on them the rules are far surer than they are elsewhere.

The two together are one sum of weights. The threshold is that at which the smaller of precision
over 0.85 and recall over 0.75, the bounds that were set, is largest, cross-validated over
documents, on the draws of the second step; the development draws must keep both bounds.

Writes src/placewise/data/lexicons/claim_weights.csv.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scripts.claims_evaluation import (
    KINDS,
    LABELS,
    ROOT,
    Label,
    Reading,
    of_set,
    open_shared,
    read_labels,
    read_passages,
)
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from placewise.data.claim_weights import (
    COLUMNS,
    FILE,
    INTERCEPT,
    STANDS,
    THRESHOLD,
    WEAKENED,
)
from placewise.data.lexicons import read_claim_lexicon, read_concordance
from placewise.review.claims.features import may_set_a_target, target_features, words_of
from placewise.review.claims.learned import strength_candidates
from placewise.review.claims.rules import (
    Rules,
    clause_before,
    in_small_letters,
    other_place,
    rules_of,
)
from placewise.review.claims.sectors import SectorIndex, sector_index
from placewise.review.claims.strengths import Strength, sectors_named, strengths_of
from placewise.review.claims.targets import targets
from placewise.review.sentences import Sentence, sentences

WRITTEN = ROOT / "src/placewise/data/lexicons" / FILE
FROM = ("development", "spent test", "training")
FOLDS = 10
FEWEST_DOCUMENTS = 8
"""Documents in which a feature must stand."""
PENALTY = {"sector strength": 0.1, "target": 0.1}
"""Inverse strength of the ridge of the first step."""
WEIGHT = 3.0
"""Of a candidate that the rules were not written on."""
BOUNDS = (0.85, 0.75)
LEAST = 0.005
"""Weights below this are left out of the table."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may make a claim.

    Attributes:
        place: set, document, passage and sector, by which claims are counted.
        true: do the labels say so?
        found: its features.
        stands: as :func:`placewise.review.claims.learned.log_odds` takes it.
    """

    place: tuple[str, str, int, str]
    true: bool
    found: frozenset[str]
    stands: bool | None


def candidates(name: str, readings: Sequence[Reading]) -> Iterator[tuple[str, Candidate]]:
    """Yield the candidates of one set, each with its kind."""
    rules, index = rules_of(read_claim_lexicon()), sector_index(read_concordance())
    for reading in readings:
        for sentence in sentences(reading.document):
            labels = [one for one in reading.labels[sentence.passage.number] if one.words]
            start = sentence.start - sentence.passage.start
            here = [one for one in labels if _within(one, start, start + len(sentence.text))]
            for kind, sector, found, stands in _of(sentence, rules, index):
                place = (name, reading.document.name, sentence.passage.number, sector)
                true = any(one.kind == kind and one.sector == sector for one in here)
                yield kind, Candidate(place, true, found, stands)


def _within(label: Label, start: int, end: int) -> bool:
    return label.words is not None and label.words[0] < end and start < label.words[1]


def _of(
    sentence: Sentence, rules: Rules, index: SectorIndex
) -> Iterator[tuple[str, str, frozenset[str], bool | None]]:
    text, small = sentence.text, in_small_letters(sentence.text)
    named = sectors_named(text, rules, index)
    by_rule = {
        one.sector: not (one.hedged or one.negated or _of_others(one, small, rules))
        for one in strengths_of(text, named, rules)
    }
    for mention, found in strength_candidates(text, small, named, rules) if named else ():
        yield "sector strength", mention.sector, found, by_rule.get(mention.sector)
    if may_set_a_target(small):
        found = target_features(text, small, words_of(text), rules)
        yield "target", "", found, True if targets(text, rules) else None


def _of_others(one: Strength, small: str, rules: Rules) -> bool:
    """Is a strength said of another place, as far as the lexicon knows places?"""
    before = clause_before(small, one.cue_start)
    return other_place(before, one.cue, rules, frozenset(), frozenset()) is not None


def vocabulary(rows: Sequence[Candidate]) -> dict[str, int]:
    """Return a column for each feature that stands in enough documents."""
    standing: dict[str, set[str]] = {}
    for row in rows:
        for one in row.found:
            standing.setdefault(one, set()).add(row.place[1])
    kept = sorted(one for one, where in standing.items() if len(where) >= FEWEST_DOCUMENTS)
    return {one: column for column, one in enumerate(kept)}


def learned(
    rows: Sequence[Candidate], labelled: set[tuple[str, str, int, str]], penalty: float
) -> dict[str, float]:
    """Return the weights of one kind, and print how it does in cross-validation.

    Args:
        rows: the candidates.
        labelled: what there is to be found.
        penalty: inverse strength of the ridge.
    """
    columns = vocabulary(rows)
    where = [(at, columns[one]) for at, row in enumerate(rows) for one in row.found
             if one in columns]  # fmt: skip
    at, column = zip(*where, strict=True)
    matrix = csr_matrix((np.ones(len(at)), (at, column)), (len(rows), len(columns)))
    true = np.array([row.true for row in rows])
    documents = np.array([row.place[1] for row in rows])
    late = np.array([row.place[0] != FROM[0] for row in rows])
    weight = np.where(late, WEIGHT, 1.0)
    words = np.zeros(len(rows))
    for train, test in GroupKFold(FOLDS).split(matrix, true, documents):
        fitted = LogisticRegression(C=penalty, max_iter=5_000)
        fitted.fit(matrix[train], true[train], sample_weight=weight[train])
        words[test] = fitted.decision_function(matrix[test])
    hits = [[row.stands is True, row.stands is False] for row in rows]
    both = np.column_stack([words, np.array(hits, dtype=float)])[late]
    odds = np.zeros(len(both))
    for train, test in GroupKFold(FOLDS).split(both, true[late], documents[late]):
        second = LogisticRegression(C=10.0).fit(both[train], true[late][train])
        odds[test] = second.decision_function(both[test])
    first = LogisticRegression(C=penalty, max_iter=5_000).fit(matrix, true, sample_weight=weight)
    second = LogisticRegression(C=10.0).fit(both, true[late])
    written_on = np.column_stack([first.decision_function(matrix), np.array(hits, dtype=float)])
    threshold = chosen(
        Scored.of(rows, ~late, second.decision_function(written_on[~late]), labelled),
        Scored.of(rows, late, odds, labelled),
    )
    slope, stands, weakened = second.coef_[0]
    weights = {one: slope * first.coef_[0][column] for one, column in columns.items()}
    return {
        STANDS: stands, WEAKENED: weakened,
        INTERCEPT: second.intercept_[0] + slope * first.intercept_[0], THRESHOLD: threshold,
    } | {one: value for one, value in weights.items() if abs(value) >= LEAST}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scored:
    """Candidates with their log-odds, and what of them is labelled."""

    places: Sequence[tuple[str, str, int, str]]
    odds: NDArray[np.float64]
    wanted: set[tuple[str, str, int, str]]

    @classmethod
    def of(
        cls, rows: Sequence[Candidate], kept: NDArray[np.bool_], odds: NDArray[np.float64],
        labelled: set[tuple[str, str, int, str]],
    ) -> Scored:  # fmt: skip
        """Return those candidates that are kept, with the labels of their sets."""
        places = [row.place for row, keep in zip(rows, kept, strict=True) if keep]
        sets = {place[0] for place in places}
        return cls(places, odds, {place for place in labelled if place[0] in sets})

    def at(self, threshold: float) -> tuple[float, float]:
        """Return precision and recall at a threshold."""
        found = {place for place, one in zip(self.places, self.odds, strict=True)
                 if one >= threshold}  # fmt: skip
        right = len(found & self.wanted)
        return right / max(len(found), 1), right / len(self.wanted)


def chosen(development: Scored, late: Scored) -> float:
    """Return the threshold at which the worse of precision and recall, over its bound, is best.

    Only thresholds count that keep both bounds on the development draws, as a test asks.
    """
    best = (-1.0, 0.0, "")
    for share in np.arange(0.05, 0.95, 0.025):
        threshold = math.log(share / (1 - share))
        if any(one < bound for one, bound in zip(development.at(threshold), BOUNDS, strict=True)):
            continue
        precision, recall = late.at(threshold)
        worst = min(precision / BOUNDS[0], recall / BOUNDS[1])
        said = f"{share:.3f}: precision {precision:.2f}, recall {recall:.2f}"
        best = max(best, (worst, threshold, f"{said} of {len(late.wanted)}"))
    print("  cross-validated, at a probability of", best[2])
    return best[1]


def main() -> None:
    """Learn both kinds and write the table."""
    labels = read_labels(LABELS)
    rows: dict[str, list[Candidate]] = {kind: [] for kind in KINDS}
    wanted: dict[str, set[tuple[str, str, int, str]]] = {kind: set() for kind in KINDS}
    for name in FROM:
        readings = read_passages(of_set(labels, name), open_shared)
        for kind, row in candidates(name, readings):
            rows[kind].append(row)
        for reading in readings:
            for passage, found in reading.labels.items():
                for one in found:
                    if one.kind in wanted:
                        wanted[one.kind].add((name, reading.document.name, passage, one.sector))
    with WRITTEN.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for kind in KINDS:
            documents = len({row.place[1] for row in rows[kind]})
            print(f"{kind}: {len(rows[kind])} candidates of {documents} documents, "
                  f"{sum(row.true for row in rows[kind])} true")  # fmt: skip
            weights = learned(rows[kind], wanted[kind], PENALTY[kind])
            print(f"  {len(weights)} weights")
            table.writerows((kind, one, f"{value:.4f}") for one, value in weights.items())


if __name__ == "__main__":
    main()
