"""Places that are made up, with words of their own among words that all places use."""

from __future__ import annotations

import numpy as np

from placewise.review.identification.calibration import Calibration, Case, fit_calibration
from placewise.review.identification.features import terms_of
from placewise.review.identification.profiles import WordProfiles
from placewise.review.identification.scores import scores


def texts(
    rng: np.random.Generator, places: int, times: int, words: int, own_share: float = 0.03
) -> list[tuple[str, str]]:
    """Return ``times`` texts of each place: common words by Zipf's law, a few of its own."""
    common = np.array([f"common{number}" for number in range(400)])
    chance = 1 / np.arange(1, 401)
    drawn = []
    for place in range(places):
        for _ in range(times):
            text = rng.choice(common, size=words, p=chance / chance.sum()).astype(object)
            own = rng.random(words) < own_share
            # Half of the words of a place are its neighbour's as well.
            text[own] = [
                f"street{place + rng.integers(2)}n{rng.integers(20)}" for _ in range(own.sum())
            ]
            drawn.append((f"place {place}", " ".join(text)))
    return drawn


def cases(rng: np.random.Generator, profiles: WordProfiles, times: int, words: int) -> list[Case]:
    """Return texts of all places of the profiles, scored."""
    found = []
    for place, text in texts(rng, len(profiles.places), times, words):
        terms = terms_of(text)
        position = profiles.places.index(place)
        found.append(Case(scores(profiles, terms), position, terms.words))
    return found


def small_world(seed: int) -> tuple[WordProfiles, Calibration]:
    """Return profiles of 30 places and a calibration on texts of 60 to 240 words."""
    rng = np.random.default_rng(seed)
    profiles = WordProfiles.build(texts(rng, 30, 2, 800))
    known = [case for words in (60, 120, 240) for case in cases(rng, profiles, 24, words)]
    return profiles, fit_calibration(known)
