"""The protocol on Californian plans: halves, passages, and a simple masker for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from placewise.data.gazetteer import common_words, short_forms
from placewise.model.masking import MaskedText
from placewise.model.place_names import PlaceName, PlaceNamesOfOneCountry
from placewise.model.words import Place
from placewise.review.identification.features import MASK
from placewise.review.masking.levels import mask

NAMES = Path(__file__).with_name("californian_names.txt")
"""Cities and towns of California (US Census Bureau)."""
OTHER_NAMES = {"Angels": "Angels Camp", "Mt. Shasta": "Mount Shasta", "Mt Shasta": "Mount Shasta",
               "St Helena": "Saint Helena"}  # fmt: skip
"""Names that plans write for a place otherwise than the list of cities does."""
MISLABELLED = "Fallbrook, California"
"""Filed under Fallbrook, but the general plan of the County of San Diego."""
LEVELS = {0: "none", 1: "the own name of the place", 2: "names of Californian cities and counties",
          3: "every proper noun, as a review masks at level 3",
          4: "capitalised words as well"}  # fmt: skip
"""What is hidden. Level 3 hides names and what looks like one, but no first words of sentences;
level 4, the floor, hides the names of level 2 and every capitalised word."""
PASSAGES = {300: 9, 2_000: 5, 10_000: 1}
"""Passages of each length drawn from the second half of each plan. On three of each, the
calibration error of a perfect forecast would be about 0.04 by chance alone."""
MOST_WORDS = 60_000
WORD = re.compile(r"\S+")
CAPITALISED = re.compile(r"\b[A-Z]\w*")


@dataclass(frozen=True, slots=True)
class Query:
    """A passage from the second half of the plan of a place.

    Attributes:
        place: position of its place.
        length: words before masking that were asked for.
        text: the text before masking.
    """

    place: int
    length: int
    text: str


@dataclass(frozen=True, slots=True)
class Protocol:
    """First halves to learn from, passages of second halves to recognise."""

    places: tuple[str, ...]
    profiles: tuple[str, ...]
    queries: tuple[Query, ...]


class Masker:
    """Takes out names as they are written in titles or in capitals, the longest first."""

    def __init__(self, names: set[str]) -> None:
        self.names = frozenset(names)
        written = sorted(names | {name.upper() for name in names}, key=len, reverse=True)
        by_first: dict[str, list[str]] = {}
        for name in written:
            first = re.match(r"\w+", name)
            if first:
                whole = r"\s+".join(map(re.escape, name.split()))
                by_first.setdefault(first.group(), []).append(whole)
        self._patterns = {
            first: re.compile(f"(?:{'|'.join(wholes)})\\b") for first, wholes in by_first.items()
        }

    def mask(self, text: str, level: int) -> str:
        """Return the text as it is (0), without names (1, 2), without capitalised words too (4)."""
        if level == 0:
            return text
        kept, position = [], 0
        for found in CAPITALISED.finditer(text):
            pattern = self._patterns.get(found.group())
            name = pattern.match(text, found.start()) if pattern else None
            if name and found.start() >= position:
                kept += [text[position : found.start()], " "]
                position = name.end()
        without = "".join([*kept, text[position:]])
        return CAPITALISED.sub(" ", without) if level == 4 else without


def masked(texts: Sequence[str], places: Sequence[str], everyone: Masker, level: int) -> list[str]:
    """Return each text masked at one of ``LEVELS``: at level 1 the names of its own place alone.

    Args:
        texts: the texts.
        places: the place of each, as the plans write it.
        everyone: a masker of the names of all places.
        level: level of masking.
    """
    if level == 3:
        return masked_by_reviews(texts, places, everyone, level)
    if level != 1:
        return [everyone.mask(text, level) for text in texts]
    own = {place: Masker(own_names(place)) for place in set(places)}
    return [own[place].mask(text, 1) for text, place in zip(texts, places, strict=True)]


def masked_by_reviews(
    texts: Sequence[str], places: Sequence[str], everyone: Masker, level: int
) -> list[str]:
    """Return each text as a review masks it, with the names of California for a gazetteer.

    Args:
        texts: the texts.
        places: the place of each, as the plans write it.
        everyone: holds the names of all places.
        level: level of masking of a review.
    """
    known = sorted(everyone.names | {name for place in set(places) for name in own_names(place)})
    names = tuple(
        PlaceName(text, "name" if first == 0 else "short form", "city", frozenset({name}), name)
        for name in known
        for first, text in enumerate((name, *short_forms(name, "city")))
    )
    gazetteer = PlaceNamesOfOneCountry("CA", names, {}, common_words())
    return [
        _blotted(text, mask(text, gazetteer, Place(name, "city", (name,)), level))
        for text, name in zip(
            texts, (place.removesuffix(", California") for place in places), strict=True
        )
    ]


def _blotted(text: str, hidden: MaskedText) -> str:
    """Return a text with a mask for each hidden span: no run of words reaches across it."""
    parts, at = [], 0
    for span in hidden.spans:
        parts.append(text[at : span.start])
        at = span.end
    return f" {MASK} ".join([*parts, text[at:]])


def own_names(place: str) -> set[str]:
    """Return the names of one place."""
    name = place.removesuffix(", California")
    return {name} | {other for other, official in OTHER_NAMES.items() if official == name}


def read(shared: Path, seed: int) -> tuple[Protocol, Masker]:
    """Read the plans and draw the passages."""
    plans = pl.read_parquet(shared / "text" / "us_ca_general_plans_dev.parquet")
    plans = plans.filter(pl.col("place") != MISLABELLED)
    rng = np.random.default_rng(seed)
    profiles, queries = [], []
    for place, text in enumerate(plans["text"]):
        spans = [found.span() for found in WORD.finditer(text)]
        half = len(spans) // 2
        profiles.append(text[spans[0][0] : spans[min(half, MOST_WORDS) - 1][1]])
        for length, times in PASSAGES.items():
            for first in rng.integers(half, max(len(spans) - length, half + 1), size=times):
                last = min(int(first) + length, len(spans)) - 1
                queries.append(Query(place, length, text[spans[first][0] : spans[last][1]]))
    counties = pl.read_parquet(shared / "data" / "us" / "us_county_cbsa_delineation.parquet")
    california = counties.filter(pl.col("st_name") == "California")["stco_name"]
    own = {name for place in plans["place"] for name in own_names(place)}
    cities = {name.strip() for name in NAMES.read_text("utf-8").replace("\n", " ").split(";")}
    names = cities | own | {name.split(" County")[0] for name in california}
    return Protocol(tuple(plans["place"]), tuple(profiles), tuple(queries)), Masker(names)
