"""Words, facts and prior into one posterior over all candidates, documented or not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from placewise.errors import InputError, UnknownNameError
from placewise.model.identification import CREDIBLE_LEVEL, Evidence, Posterior
from placewise.review.identification.calibration import FEWEST_PLACES

Floats = NDArray[np.float64]

WEIGHT_OF_WORDS = 1.0
"""The calibration of words has made them probabilities already."""
WEIGHT_OF_FACTS = 0.6
"""Facts lean on one another and are misread at times, so they count for less than independent
ones. An assumption, and a cautious one: by the sectors of 12 strategies alone 0.8 to 2.6 would do
(``python -m scripts.facts_calibration``), and four plans cannot tell 0.6 from 1."""


def words_evidence(
    candidates: Sequence[str],
    documented: Sequence[str],
    log_likelihoods: Floats,
    weight: float = WEIGHT_OF_WORDS,
) -> Evidence:
    """Return what the words say of every candidate: 0 for those without a document.

    Args:
        candidates: names of all candidates.
        documented: (D,) names of the places with a document, all of them candidates.
        log_likelihoods: (D,) from ``Calibration.log_likelihoods``.
        weight: what they are multiplied with.
    """
    everyone = np.zeros(len(candidates))
    everyone[_positions(tuple(candidates), tuple(documented))] = log_likelihoods
    if len(documented) < FEWEST_PLACES:
        note = f"fewer than {FEWEST_PLACES} places have a document, so words were not used"
        return Evidence("words", everyone, 0.0, note)
    note = "" if np.any(log_likelihoods) else "the text shares no words with any document"
    return Evidence("words", everyone, weight, note)


def combined(
    candidates: Sequence[str],
    evidence: Sequence[Evidence],
    documented: Sequence[str] = (),
    prior: Floats | None = None,
    set_mass: float = CREDIBLE_LEVEL,
) -> Posterior:
    """Combine kinds of evidence by Bayes' rule: prior times likelihoods to their weights.

    Args:
        candidates: (N,) names, each once.
        evidence: log likelihoods of the candidates in the same order, with their weights.
        documented: the candidates that have a document.
        prior: (N,) prior probabilities up to a factor; None for equal ones.
        set_mass: posterior mass of the credible set.
    """
    places = tuple(candidates)
    if not places or len(_position(places)) != len(places):
        raise InputError("Candidates must be at least one, each named once", where=str(places[:5]))
    chances = np.ones(len(places)) if prior is None else np.asarray(prior, dtype=np.float64)
    sizes = {len(chances), *(len(kind.log_likelihoods) for kind in evidence)}
    if sizes != {len(places)}:
        raise InputError(
            "Every candidate needs one prior and one log likelihood of each kind",
            where=f"lengths {sorted(sizes)}",
            allowed=f"{len(places)}",
        )
    logs = _log_prior(chances)
    for kind in evidence:
        if np.isnan(kind.log_likelihoods).any() or (kind.log_likelihoods == np.inf).any():
            raise InputError("A log likelihood is not a number", where=kind.name)
        if kind.weight:
            logs = logs + kind.weight * kind.log_likelihoods
    if not np.isfinite(logs).any():
        raise InputError("Prior and evidence rule out every candidate")
    likely = np.exp(logs - logs.max())
    return Posterior(
        places, likely / likely.sum(), _has_document(places, tuple(documented)), set_mass,
        tuple(evidence),
    )  # fmt: skip


# The candidates are the same for every passage of a document.


@lru_cache(maxsize=8)
def _position(places: tuple[str, ...]) -> dict[str, int]:
    return {name: index for index, name in enumerate(places)}


@lru_cache(maxsize=8)
def _positions(places: tuple[str, ...], documented: tuple[str, ...]) -> NDArray[np.intp]:
    """Return (D,) positions of the places with a document.

    Raises:
        UnknownNameError: one of them is no candidate.
    """
    position = _position(places)
    for name in documented:
        if name not in position:
            raise UnknownNameError.among("candidate", name, places)
    return np.array([position[name] for name in documented], dtype=np.intp)


@lru_cache(maxsize=8)
def _has_document(places: tuple[str, ...], documented: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return (N,) whether each place has a document; shared, so it cannot be written to."""
    known = frozenset(documented)
    found = np.array([place in known for place in places], dtype=bool)
    found.flags.writeable = False
    return found


def _log_prior(chances: Floats) -> Floats:
    """Return logarithms; a prior of 0 rules a candidate out."""
    if not np.isfinite(chances).all() or (chances < 0).any() or not chances.any():
        raise InputError("A prior must be numbers from 0 up, at least one above 0")
    logs = np.full(len(chances), -np.inf)
    np.log(chances, out=logs, where=chances > 0)
    return logs
