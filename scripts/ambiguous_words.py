"""Measure how well masking tells places from common words, on sentences written for it.

    python -m scripts.ambiguous_words

Prints precision and recall of the tuning half and of the half held out, and what was missed in
the tuning half. The figures stand in docs/explanation/masking.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scipy.stats import binomtest

from placewise.data.gazetteer import common_words, place_names
from placewise.data.sample import Sample
from placewise.model.place_names import PlaceName, PlaceNamesOfOneCountry
from placewise.model.words import Place
from placewise.review.masking import mask

SENTENCES = Path(__file__).parent.parent / "tests" / "review" / "masking" / "ambiguous_words.txt"
MARKED = re.compile(r"\{([^}]+)\}|<([^>]+)>")
ELSEWHERE = Place("Erewhon", "own", ())
"""The place whose document it is: none of those in the sentences."""
AMERICAN_NEIGHBOURS = """
Alabama; Anaheim; Arkansas; Biloxi; Bishop; Bloomington; Cudahy; California; Chatsworth; Chicago;
Chico; Davis; Dixon; Dothan; Dunsmuir; Illinois; Inyo; Inyo County; Irvine; La Puente; Loma Linda;
Lone Pine; Los Angeles; Maywood; Missouri; Montebello; Monterey; Norco; Oroville; Ozark;
Pennsylvania; Pensacola; Philadelphia; Pinole; Redlands; Riverside; Rodeo; San Bernardino;
Sand City; Tustin; Vacaville; Vernon; Walnut; Yreka
"""


@dataclass(frozen=True, slots=True)
class MarkedWord:
    """A word of a sentence, and whether it means the place.

    Attributes:
        sentence: the sentence without marks.
        start: where the word begins.
        end: offset behind it.
        is_place: whether it means the place.
        held_out: whether the sentence was kept from tuning.
    """

    sentence: str
    start: int
    end: int
    is_place: bool
    held_out: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of right and wrong, and the words judged wrongly."""

    true_places: int
    false_places: int
    missed_places: int
    true_words: int
    wrong: tuple[MarkedWord, ...]

    @property
    def precision(self) -> float:
        """Share of words taken for places that are places."""
        return self.true_places / (self.true_places + self.false_places)

    @property
    def recall(self) -> float:
        """Share of places that were taken for places."""
        return self.true_places / (self.true_places + self.missed_places)


def marked_words() -> list[MarkedWord]:
    """Read the sentences; the half held out is drawn by a hash of their text."""
    found: list[MarkedWord] = []
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            found += _words_of(line)
    return found


def _words_of(line: str) -> Iterator[MarkedWord]:
    plain = MARKED.sub(lambda mark: mark.group(1) or mark.group(2), line)
    held_out = hashlib.sha256(plain.encode()).digest()[-1] % 2 == 1
    marks = 0
    for mark in MARKED.finditer(line):
        start = mark.start() - marks
        word = mark.group(1) or mark.group(2)
        yield MarkedWord(plain, start, start + len(word), bool(mark.group(1)), held_out)
        marks += 2


def names_of_the_set(words: list[MarkedWord]) -> PlaceNamesOfOneCountry:
    """Return the sample's names, those of the set, and their American neighbours."""
    texts = {word.sentence[word.start : word.end] for word in words if word.is_place}
    texts |= {name.strip() for name in AMERICAN_NEIGHBOURS.split(";")}
    added = [PlaceName(text, "name", "town", frozenset({text}), text) for text in sorted(texts)]
    return PlaceNamesOfOneCountry(
        "test", (*place_names(Sample()).names, *added), {}, common_words()
    )


def score(words: list[MarkedWord], names: PlaceNamesOfOneCountry) -> Score:
    """Mask every sentence at level 2 and compare with the marks."""
    counts = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    wrong = []
    for word in words:
        spans = mask(word.sentence, names, ELSEWHERE, 2).spans
        taken = any(span.start < word.end and word.start < span.end for span in spans)
        counts[word.is_place, taken] += 1
        if taken != word.is_place:
            wrong.append(word)
    return Score(
        counts[True, True],
        counts[False, True],
        counts[True, False],
        counts[False, False],
        tuple(wrong),
    )


def interval(right: int, wrong: int) -> str:
    """Return the exact 95 % interval of a share."""
    limits = binomtest(right, right + wrong).proportion_ci()
    return f"{limits.low:.3f} to {limits.high:.3f}"


def main() -> None:
    """Print both halves."""
    words = marked_words()
    names = names_of_the_set(words)
    for title, held_out in (("tuning half", False), ("half held out", True)):
        half = [word for word in words if word.held_out == held_out]
        found = score(half, names)
        print(
            f"{title}: {len(half)} words, {found.true_places + found.missed_places} of them places;"
            f" precision {found.precision:.3f} ({interval(found.true_places, found.false_places)}),"
            f" recall {found.recall:.3f} ({interval(found.true_places, found.missed_places)})"
        )
        if not held_out:
            for word in found.wrong:
                kind = "missed" if word.is_place else "wrongly"
                print(f"  {kind}: {word.sentence[word.start : word.end]}: {word.sentence}")


if __name__ == "__main__":
    main()
