"""How often is a stated count of the whole place? Populations in Californian plans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from scripts.validation import california
from scripts.validation.sections import table

from placewise.data.figure_subjects import figure_subjects
from placewise.model.figures import HOME, Figure
from placewise.review.figures.find import Names, find_figures
from placewise.review.figures.whole import HowSaid, how_said
from placewise.review.plain_text import plain_document

POPULATIONS = Path(__file__).with_name("californian_populations.csv")
"""Population of each city at the latest census or estimate (GeoNames, CC BY 4.0)."""
MOST_CHARACTERS = 40_000
"""Characters of the passages on population that are read of each plan."""
WHOLE = np.log(1.4)
"""A count within 40 % of the city's population is of all of it: plans are up to 30 years old."""
WIDER = ("california", "the state", "united states", "the county", "county", "the region")
BESIDE_THE_SUBJECT = ("population", "population density", "visitors", "students")
ABOUT = re.compile(r"\b(?:population|residents|inhabitants|home to|people live)\b")
DIGIT = re.compile(r"\d")
LABELS: dict[HowSaid, str] = {
    "plainly": "that it is the population",
    "of the whole": "the name of the place, or all of it",
    "otherwise": "nothing of it",
}
LONGEST = 600
"""Characters of the longest sentence that is read; longer ones are tables."""
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Count:
    """A population that a plan states as a fact of its own city.

    Attributes:
        place: the city.
        said: how the words tie it to the city.
        ratio: logarithm of the count over the city's population.
    """

    place: str
    said: HowSaid
    ratio: float


def stated_counts(shared: Path) -> Iterator[Count]:
    """Yield every different population that each plan states of its own city."""
    plans = pl.read_parquet(shared / "text" / "us_ca_general_plans_dev.parquet")
    truth = dict(pl.read_csv(POPULATIONS).iter_rows())
    cities = {name.strip() for name in california.NAMES.read_text("utf-8").split(";")}
    subjects = [s for s in figure_subjects() if s.key in BESIDE_THE_SUBJECT]
    for row in plans.filter(pl.col("place") != california.MISLABELLED).iter_rows(named=True):
        own = row["place"].removesuffix(", California")
        if own not in truth:
            continue
        sentences = (" ".join(part.split()) for part in SENTENCE.split(row["text"]))
        about = [s for s in sentences if len(s) < LONGEST and ABOUT.search(s) and DIGIT.search(s)]
        excerpt = "\n\n".join(about)[:MOST_CHARACTERS]
        folded = excerpt.casefold()
        others = {c.casefold(): c for c in cities if c != own and c.casefold() in folded}
        home = own.casefold()
        names = Names({}, others | {word: word for word in WIDER}, frozenset({home}))
        seen: set[tuple[float, int | None]] = set()
        for figure in find_figures(plain_document(excerpt, own, own, "0"), subjects, names):
            key = (figure.quantity, figure.year)
            if _is_a_fact_of_home(figure) and key not in seen:
                seen.add(key)
                ratio = float(np.log(figure.quantity / truth[own]))
                yield Count(own, how_said(figure, [home]), ratio)


def _is_a_fact_of_home(figure: Figure) -> bool:
    return (
        figure.subject == "population"
        and figure.nature == "fact"
        and figure.place == HOME
        and figure.quantity > 0
    )


def counts_section(shared: Path) -> str:
    """Return how often counts are of the whole, of a part, and larger than the place."""
    counts = list(stated_counts(shared))
    rows, spread = [], []
    for said, label in LABELS.items():
        mine = [count for count in counts if count.said == said]
        ratio = np.array([count.ratio for count in mine])
        whole, part = np.abs(ratio) < WHOLE, ratio <= -WHOLE
        rows.append([label, f"{len(mine):,}", f"{whole.mean():.3f}", f"{part.mean():.3f}",
                     f"{(~whole & ~part).mean():.3f}",
                     f"{part.sum() / (part.sum() + whole.sum()):.3f}"])  # fmt: skip
        spread.append(np.quantile(ratio[part], [0.1, 0.25, 0.5, 0.75, 0.9]) / np.log(10))
    quantiles = [
        [label, *(f"{value:.1f}" for value in values)]
        for label, values in zip(LABELS.values(), spread, strict=True)
    ]
    return "\n\n".join(
        [
            "## Counts of a part: populations in Californian plans",
            f"{len(counts):,} different populations that "
            f"{len({count.place for count in counts})} Californian plans state as facts of their "
            "own city, against the city's population (within 40 %: of the whole).",
            table(["the words say", "counts", "of the whole", "smaller", "larger",
                   "of a part, of those not larger"], rows),
            "The smaller ones, as a share of the city, in powers of ten (quantiles):",
            table(["the words say", "10 %", "25 %", "50 %", "75 %", "90 %"], quantiles),
        ]
    )  # fmt: skip
