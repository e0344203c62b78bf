"""Texts made up of invented words, for tests of reuse."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from placewise.model.document import Document, Passage
from placewise.model.reuse import IndexedWords, Words
from placewise.review.reuse.fingerprints import fingerprint_index
from placewise.review.reuse.words import words_of

SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "pa", "re")


def invented(count: int, seed: int, vocabulary: int = 800) -> list[str]:
    """Return words drawn at random from a vocabulary that all texts share."""
    rng = np.random.default_rng(seed)
    return [
        SYLLABLES[n % 12] + SYLLABLES[n // 12 % 12] + SYLLABLES[n // 144]
        for n in rng.integers(0, vocabulary, count).tolist()
    ]


def document_of(paragraphs: Sequence[str], name: str = "plan.txt") -> Document:
    passages, at = [], 0
    for number, text in enumerate(paragraphs):
        passages.append(Passage(number, "paragraph", text, at, at + len(text)))
        at += len(text) + 2
    text = "\n\n".join(paragraphs)
    import hashlib

    return Document(
        name, "text", "", text, tuple(passages), sha256=hashlib.sha256(text.encode()).hexdigest()
    )


def index_of_texts(texts: dict[str, str], places: dict[str, str] | None = None) -> IndexedWords:
    """Index some texts; each is of a place of its own unless said."""
    parts = [words_of(text) for text in texts.values()]
    words = Words(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("hashes", "starts", "lengths")
        )
    )
    bounds = np.cumsum([0, *(len(part.hashes) for part in parts)]).astype(np.int64)
    names = tuple(texts)
    where = places or {name: f"place of {name}" for name in names}
    return IndexedWords(
        names, tuple(where[name] for name in names), words, bounds,
        *fingerprint_index(words.hashes, bounds),
    )  # fmt: skip


def spans_of(document: Document) -> list[tuple[int, int]]:
    return [(passage.start, passage.end) for passage in document.passages]
