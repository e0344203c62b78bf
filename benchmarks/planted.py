"""Documents of invented words with planted copies of each other's paragraphs, and the truth.

Words follow Zipf's law over 20,000, so that frequent ones fall together by chance as they do in
prose. Of all paragraphs three in ten are copies of a paragraph of another document, in equal
parts word for word, with the names of the places swapped, with 5 to 20 per cent of the words
changed, and with the sentences in another order. One in ten is a near miss: it repeats 15 to 30
per cent of another paragraph word for word, and is no copy.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

KINDS = ("word for word", "names swapped", "words changed", "sentences moved", "near miss")
PARAGRAPHS = 200
VOCABULARY = 20_000
SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "pa", "re", "si", "to")


@dataclass(frozen=True, slots=True)
class Planted:
    """A paragraph that repeats another.

    Attributes:
        copy: number of the paragraph, counted over all documents.
        original: number of the paragraph that it repeats.
        kind: one of ``KINDS``.
    """

    copy: int
    original: int
    kind: str


class _Words:
    """Invented words, drawn by Zipf's law in large pieces."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        chance = 1.0 / (np.arange(VOCABULARY) + 3.0)
        self._chance = np.cumsum(chance / chance.sum())
        base = len(SYLLABLES)
        self._words = [
            SYLLABLES[n % base] + SYLLABLES[n // base % base] + SYLLABLES[n // base**2 % base]
            + (SYLLABLES[n // base**3] if n >= base**3 else "")
            for n in range(VOCABULARY)
        ]  # fmt: skip

    def draw(self, count: int) -> list[str]:
        numbers = np.searchsorted(self._chance, self.rng.random(count))
        return [self._words[n] for n in np.minimum(numbers, VOCABULARY - 1).tolist()]


def _sentences(words: _Words, place: str) -> list[list[str]]:
    """Return three to six sentences of 8 to 20 words; every other names the place."""
    found = []
    for number in range(int(words.rng.integers(3, 7))):
        sentence = words.draw(int(words.rng.integers(8, 21)))
        if number % 2:
            sentence.insert(int(words.rng.integers(1, len(sentence))), place)
        found.append(sentence)
    return found


def _copied(
    words: _Words, original: list[list[str]], kind: str, old: str, new: str
) -> list[list[str]]:
    """Return a paragraph that repeats another in one of the ways of ``KINDS``."""
    sentences = [list(sentence) for sentence in original]
    rng = words.rng
    if kind == "word for word":
        return sentences
    sentences = [[new if word == old else word for word in sentence] for sentence in sentences]
    if kind == "words changed":
        share = rng.uniform(0.05, 0.20)
        return [
            [words.draw(1)[0] if rng.random() < share else word for word in sentence]
            for sentence in sentences
        ]
    if kind == "sentences moved":
        order = rng.permutation(len(sentences))
        if np.array_equal(order, np.arange(len(sentences))):
            order = order[::-1]
        return [sentences[at] for at in order.tolist()]
    if kind == "near miss":
        flat = [word for sentence in sentences for word in sentence]
        length = max(1, int(len(flat) * rng.uniform(0.15, 0.30)))
        at = int(rng.integers(0, len(flat) - length + 1))
        fresh = [word for sentence in _sentences(words, new) for word in sentence]
        fresh = fresh[: max(len(flat) - length, 1)]
        return [[*fresh, *flat[at : at + length]]]
    return sentences


def plant(path: Path, paragraphs: int, seed: int = 1) -> list[Planted]:
    """Write documents of 200 paragraphs, one a line as JSON, and return what was planted.

    Args:
        path: the file.
        paragraphs: how many in all.
        seed: seed of the draws.
    """
    words = _Words(np.random.default_rng(seed))
    documents = paragraphs // PARAGRAPHS
    places = [
        " ".join(word.capitalize() for word in words.draw(1 + number % 3)) + f"ton{number}"
        for number in range(documents)
    ]
    # 0 is a paragraph of its own.
    roles = words.rng.choice(6, paragraphs, p=[0.6, 0.075, 0.075, 0.075, 0.075, 0.1])
    originals = np.flatnonzero(roles == 0)
    chosen = words.rng.permutation(originals)
    text: dict[int, list[list[str]]] = {
        int(at): _sentences(words, places[at // PARAGRAPHS]) for at in originals
    }
    truth = []
    # Each original is repeated at most once, so that what is planted is exactly the truth.
    for at, original in zip(np.flatnonzero(roles).tolist(), chosen.tolist(), strict=False):
        if original // PARAGRAPHS == at // PARAGRAPHS:
            text[at] = _sentences(words, places[at // PARAGRAPHS])
            continue
        kind = KINDS[int(roles[at]) - 1]
        old, new = places[original // PARAGRAPHS], places[at // PARAGRAPHS]
        text[at] = _copied(words, text[original], kind, old, new)
        truth.append(Planted(at, original, kind))
    with path.open("w", encoding="utf-8") as file:
        for number, place in enumerate(places):
            own = [
                " ".join(_written(sentence) for sentence in text[at])
                for at in range(number * PARAGRAPHS, (number + 1) * PARAGRAPHS)
            ]
            file.write(json.dumps({"place": place, "paragraphs": own}) + "\n")
    return truth


def _written(sentence: list[str]) -> str:
    line = " ".join(sentence)
    return f"{line[0].upper()}{line[1:]}."


def documents_of(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Iterate over place and paragraphs of the documents of a file."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield row["place"], row["paragraphs"]
