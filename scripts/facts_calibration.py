"""What can be measured of the evidence of facts: sectors by 12 strategies, figures by four plans.

    python -m scripts.facts_calibration WORKSPACE      # tables of the United Kingdom, a minute

Needs the texts in ../shared, or where PLACEWISE_SHARED says. Writes
docs/explanation/facts_calibration.md. Nothing here changes what ships: what so few texts cannot
settle stays an assumption.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import logsumexp
from scripts.validation.counts import counts_section
from scripts.validation.sections import table

from placewise import Workbench
from placewise.data.claim_rates import rates_of, read_rates
from placewise.data.lexicons import read_concordance
from placewise.model.diagnosis import DiagnosisSettings
from placewise.review.facts import (
    DOUBTS,
    SECTOR_SLOPE,
    Doubts,
    FactEvidence,
    claim_log_likelihoods,
    fitted_slope,
)
from placewise.review.figures.find import find_figures
from placewise.review.identification.posterior import WEIGHT_OF_FACTS
from placewise.review.masking import mask
from placewise.workbench.facts import FactTables
from placewise.workbench.reading import open_document
from placewise.workbench.reviewing.desk import OwnFiles, ReviewDesk
from placewise.workbench.reviewing.facts import (
    LEAST_RATE,
    Candidates,
    challenge_evidence,
    figure_evidence,
    sector_evidence,
    sector_strengths,
)
from placewise.workbench.reviewing.identify import own_localities
from placewise.workbench.reviewing.naming import names_of, sector_codes
from placewise.workbench.sectors import SectorAssessments
from placewise.workbench.tables import Tables

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/explanation/facts_calibration.md"
SLOPES = np.linspace(-1.0, 6.0, 141)
WEIGHTS = np.linspace(0.0, 4.0, 81)
Floats = NDArray[np.float64]

PARTNERSHIP, COMBINED = "local enterprise partnership", "combined authority"
KINDS = {
    "Greater Manchester": PARTNERSHIP, "West Midlands": COMBINED,
    "Cambridgeshire and Peterborough": COMBINED, "Buckinghamshire": PARTNERSHIP,
    "Cornwall and Isles of Scilly": PARTNERSHIP, "Greater Lincolnshire": PARTNERSHIP,
    "The Marches": PARTNERSHIP, "North East": PARTNERSHIP, "Lancashire": PARTNERSHIP,
    "Hertfordshire": PARTNERSHIP, "South East LEP": PARTNERSHIP, "West Yorkshire": COMBINED,
}  # fmt: skip
"""The kind of area that each strategy was written for."""

SECTORS = {
    "health innovation": ["health technology"],
    "advanced materials/manufacturing": ["advanced materials", "advanced manufacturing"],
    "digital": ["digital"], "creative/media": ["creative industries"],
    "clean growth": ["low carbon"], "automotive/future mobility": ["automotive"],
    "life sciences": ["life sciences"],
    "food production/agri-tech": ["food and drink", "agri-tech"],
    "digital/AI": ["digital", "artificial intelligence"],
    "advanced manufacturing": ["advanced manufacturing"],
    "creative/screen": ["creative industries", "screen"], "space": ["space"],
    "digital health/medtech": ["health technology"], "clean energy": ["clean energy"],
    "geo-resources": ["mining"], "data and space": ["digital", "space"],
    "agri-food": ["food and drink"], "visitor economy": ["visitor economy"],
    "manufacturing and engineering": ["manufacturing", "engineering"], "low carbon": ["low carbon"],
    "ports and logistics": ["ports", "logistics"], "health and care": ["health"],
    "food and drink": ["food and drink"], "defence and security": ["defence"],
    "environmental technologies": ["low carbon"],
    "health and life sciences": ["health", "life sciences"], "energy": ["energy"],
    "advanced engineering/manufacturing (aerospace and automotive)":
        ["advanced manufacturing", "aerospace", "automotive"],
    "energy/low carbon": ["energy", "low carbon"], "chemicals and polymers": ["chemicals"],
    "service sector": [], "creative/digital": ["creative industries", "digital"],
    "social enterprise": ["social enterprise"], "public sector reform": ["public sector"],
    "self-employment": [], "film and TV": ["screen"],
    "sustainable construction": ["construction"], "agri-tech": ["agri-tech"],
    "advanced engineering/manufacturing": ["advanced manufacturing"],
    "ports/transport/logistics": ["ports", "transport", "logistics"],
    "creative/cultural": ["creative industries", "cultural sector"], "health": ["health"],
    "land-based industries": ["agriculture"], "tourism": ["visitor economy"],
    "financial and professional services":
        ["financial services", "professional and business services"],
    "advanced manufacturing/engineering": ["advanced manufacturing"],
    "life sciences/health tech": ["life sciences", "health technology"],
    "creative": ["creative industries"],
}  # fmt: skip
"""Sectors of the concordance that the words of the strategies mean; none where they mean none."""


PLANS = (
    ("fenland.pdf", "Fenland", "Fenland"),
    ("buckinghamshire-draft-part-a.pdf", "Buckinghamshire A", "Buckinghamshire"),
    ("buckinghamshire-draft-part-b.pdf", "Buckinghamshire B", "Buckinghamshire"),
    ("broxbourne-employment-skills-spd.pdf", "Broxbourne", "Broxbourne"),
)
"""File, title and place of the four English plans at hand."""
CHECK = ("examples/strategy-hull-and-east-yorkshire.md", "example", "Hull and East Yorkshire")
"""The invented strategy that ships, on the sample: nothing was chosen with it."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """One strategy beside the tables.

    Attributes:
        place: its place, as the list writes it.
        own: position of the place among its R candidates.
        keys: the S sectors that the tables see.
        strength: (R, S) logs of shrunk location quotients; NaN where not known.
        claimed: every sector that it claims.
    """

    place: str
    own: int
    keys: list[str]
    strength: Floats
    claimed: frozenset[str]

    @property
    def named(self) -> NDArray[np.bool_]:
        """(S,) whether it claims each sector that the tables see."""
        return np.array([key in self.claimed for key in self.keys])


HEAD = """# What is measured of the evidence of facts

*This page is generated by `python -m scripts.facts_calibration WORKSPACE` (with the tables of the
United Kingdom); do not edit it.*

[Facts](facts.md) speak for places through a few numbers. Here is what the texts at hand say of
them.
"""


def main() -> int:
    """Measure and write the page."""
    shared = Path(os.environ.get("PLACEWISE_SHARED", ROOT.parent / "shared"))
    if len(sys.argv) != 2 or not (shared / "text").is_dir():
        print(__doc__)
        return 2
    bench = Workbench.open(sys.argv[1])
    strategies = list(read_strategies(bench, shared))
    plans = [
        read_document(bench, shared / "text/pdf" / file, title, place, "district")
        for file, title, place in PLANS
    ]
    check = read_document(Workbench.open(), ROOT / CHECK[0], *CHECK[1:], None)
    PAGE.write_text(
        "\n\n".join([HEAD.strip(), sectors_section(strategies), counts_section(shared),
                     plans_section(plans, check)]) + "\n",
        encoding="utf-8",
    )  # fmt: skip
    print(f"Written to {PAGE}")
    return 0


def read_strategies(bench: Workbench, shared: Path) -> Iterator[Strategy]:
    """Yield the strategies of the list, each beside the places of its kind."""
    sectors = SectorAssessments(Tables(bench.store), read_concordance())
    desk = ReviewDesk(bench.store, sectors, OwnFiles(), None)
    kept: dict[str, tuple[list[str], Floats]] = {}
    for row in pl.read_csv(shared / "text" / "claims_12_uk_strategies.csv").iter_rows(named=True):
        kind = KINDS[row["place"]]
        place = bench.place(row["place"].removesuffix(" LEP"), kind)
        candidates = desk.candidates(place, None)
        if kind not in kept:
            kept[kind] = sector_strengths(sectors, place, candidates, DiagnosisSettings())[:2]
        claimed = {key for words in row["claimed_sectors"].split("; ") for key in SECTORS[words]}
        yield Strategy(row["place"], candidates.own, *kept[kind], frozenset(claimed))


def rates_without(strategies: list[Strategy], left_out: Strategy) -> dict[str, float]:
    """Return the share of the other strategies that claim each sector."""
    others = [one for one in strategies if one is not left_out]
    counts = Counter(key for one in others for key in one.claimed)
    return rates_of(counts, len(others))


def rates_for(keys: list[str], rates: Mapping[str, float]) -> Floats:
    """Return the rates of some sectors, as a review takes them."""
    return np.array([min(max(rates.get(key, 0.0), LEAST_RATE), 1 - LEAST_RATE) for key in keys])


def slope_of(strategies: list[Strategy]) -> tuple[float, float, float]:
    """Return the slope that fits best, and its 95 % likelihood interval."""
    return fitted_slope(
        [one.strength for one in strategies],
        [one.own for one in strategies],
        [one.named for one in strategies],
        [rates_for(one.keys, rates_without(strategies, one)) for one in strategies],
        SLOPES,
    )


def by_sectors(one: Strategy, rates: Mapping[str, float], slope: float) -> Floats:
    """Return (R,) log likelihoods of every candidate by the sectors of a strategy."""
    yes, no = claim_log_likelihoods(one.strength, rates_for(one.keys, rates), slope)
    return np.asarray(np.where(one.named, yes, no).sum(axis=1))


def standing(total: Floats, own: int) -> tuple[float, int]:
    """Return the log posterior of the true place and its rank; ties share the worst of theirs."""
    return float(total[own] - logsumexp(total)), int((total >= total[own] - 1e-9).sum())


def best_weight(strategies: list[Strategy]) -> tuple[float, float, float]:
    """Return the weight of sectors under which the true places are likeliest, with its interval.

    At the slope that ships; the interval is the 95 % likelihood interval.
    """
    logs = np.zeros(WEIGHTS.size)
    for one in strategies:
        total = by_sectors(one, rates_without(strategies, one), SECTOR_SLOPE)
        logs += [standing(weight * total, one.own)[0] for weight in WEIGHTS]
    inside = WEIGHTS[logs >= logs.max() - 1.920729]
    return float(WEIGHTS[logs.argmax()]), float(inside[0]), float(inside[-1])


def sectors_section(strategies: list[Strategy]) -> str:
    """Return what the twelve strategies say of the slope for sectors."""
    best, low, high = slope_of(strategies)
    weight, least, most = best_weight(strategies)
    rows, scores, fits = [], [], []
    for one in strategies:
        fitted = slope_of([other for other in strategies if other is not one])[0]
        rates = rates_without(strategies, one)
        totals = [by_sectors(one, rates, slope) for slope in (0.0, SECTOR_SLOPE, fitted)]
        totals.append(WEIGHT_OF_FACTS * totals[1])
        found = [standing(total, one.own) for total in totals]
        fits.append(fitted)
        scores.append([score for score, _ in found])
        rows.append(
            [
                one.place,
                str(int(one.named.sum())),
                f"{fitted:.2f}",
                *(f"{score:.2f}" for score, _ in found),
                *(f"{rank} of {one.strength.shape[0]}" for _, rank in found[1:3]),
            ]
        )
    gained = np.array(scores)[:, 1:] - np.array(scores)[:, :1]
    mean, error = gained.mean(axis=0), gained.std(axis=0, ddof=1) / np.sqrt(len(gained))
    jackknife = np.sqrt((len(fits) - 1) * np.var(fits))
    gains = "; ".join(
        f"{label} {value:+.2f} (standard error {of:.2f})"
        for label, value, of in zip(
            (f"slope {SECTOR_SLOPE:g}", "slope fitted on the other 11",
             f"slope {SECTOR_SLOPE:g} with weight {WEIGHT_OF_FACTS:g}, which ships"),
            mean, error, strict=True,
        )
    )  # fmt: skip
    return "\n\n".join(
        [
            "## The slope of sectors: 12 strategies",
            f"The slope that makes what the 12 strategies claim likeliest is {best:.2f} (95 % "
            f"likelihood interval {low:.2f} to {high:.2f}; standard error by leaving out one place "
            f"at a time {jackknife:.2f}). The rate of each sector is that of the other strategies. "
            f"With slope {SECTOR_SLOPE:g}, the weight under which the true places are likeliest by "
            f"their sectors alone is {weight:.2f} ({least:.2f} to {most:.2f}).",
            "Each strategy with everything learned from the other 11: the log of the posterior "
            "of its true place by its sectors alone (by lot at slope 0), and its rank.",
            table(["strategy", "sectors seen", "slope of the other 11", "log score, slope 0",
                   f"slope {SECTOR_SLOPE:g}", "fitted",
                   f"slope {SECTOR_SLOPE:g}, weight {WEIGHT_OF_FACTS:g}",
                   f"rank, slope {SECTOR_SLOPE:g}", "rank, fitted"], rows),
            f"Mean gain in log score over slope 0: {gains}.",
        ]
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """A document whose place is known, ready to be asked again and again.

    Attributes:
        title: what the page calls it.
        candidates: the places it could be about.
        figures: facts of figures under some doubts.
        others: facts of sectors and challenges.
    """

    title: str
    candidates: Candidates
    figures: Callable[[Doubts], list[FactEvidence]]
    others: list[FactEvidence]

    def standing_of(self, facts: list[FactEvidence], weight: float) -> tuple[float, int]:
        """Return the log posterior of the true place by some facts, and its rank."""
        total = np.zeros(len(self.candidates.places))
        for fact in facts:
            total += weight * fact.log_likelihood
        own = total[self.candidates.own]
        return float(own - logsumexp(total)), 1 + int((total > own + 1e-9).sum())


def read_document(bench: Workbench, file: Path, title: str, name: str, kind: str | None) -> Read:
    """Read a document and what it says, as a review does, without a corpus."""
    place = bench.place(name, kind)
    store = bench.store
    sectors = SectorAssessments(Tables(store), read_concordance())
    desk = ReviewDesk(store, sectors, OwnFiles(), None)
    reader, candidates = desk.reader(place), desk.candidates(place, None)
    document = open_document(file)
    claims = reader.finder.find(document)
    localities = own_localities(mask(document.text, reader.names, place, 1))
    names = names_of(store, place, reader.concordance, localities)
    figures = find_figures(document, reader.subjects, names)
    named = {figure.sector for figure in figures if figure.sector is not None}
    tables = FactTables(store, sector_codes(store, reader.concordance, named))
    subjects = {subject.key: subject for subject in reader.subjects}
    keys, strengths, _ = sector_strengths(sectors, place, candidates, DiagnosisSettings())
    others = [
        *sector_evidence(claims, keys, strengths, read_rates(), reader.concordance),
        *challenge_evidence(claims, subjects, tables, candidates),
    ]

    def evidence(doubts: Doubts) -> list[FactEvidence]:
        return figure_evidence(figures, subjects, tables, candidates, None, doubts)

    return Read(title, candidates, evidence, others)


def plans_section(plans: list[Read], check: Read) -> str:
    """Return how the true places stand by their facts, for several assumptions."""
    each = []
    for one in [*plans, check]:
        figures, all_facts = one.figures(DOUBTS), [*one.figures(DOUBTS), *one.others]
        size = len(one.candidates.places)
        by_figures = one.standing_of(figures, WEIGHT_OF_FACTS)
        by_all = one.standing_of(all_facts, WEIGHT_OF_FACTS)
        each.append(
            [
                one.title,
                str(len(figures)),
                f"{by_figures[1]} of {size}",
                f"{by_all[1]} of {size}",
                f"{np.exp(by_all[0]):.4f}",
                f"{1 / size:.4f}",
            ]
        )
    grid = []
    for false in (0.2, 0.4, 0.6):
        for plain, said, otherwise in (
            (0.1, 0.5, 0.75),
            (DOUBTS.part_if_plain, DOUBTS.part_if_said, DOUBTS.part_otherwise),
            (DOUBTS.part_if_said, DOUBTS.part_if_said, DOUBTS.part_otherwise),
            (0.5, 0.9, 0.97),
        ):
            doubts = Doubts(false, DOUBTS.false_count, plain, said, otherwise)
            asked = [[*one.figures(doubts), *one.others] for one in [*plans, check]]
            ranks = [
                one.standing_of(facts, 1.0)[1]
                for one, facts in zip([*plans, check], asked, strict=True)
            ]
            means = [
                np.mean([one.standing_of(facts, weight)[0]
                         for one, facts in zip(plans, asked[:-1], strict=True)])
                for weight in (0.3, 0.6, 1.0)
            ]  # fmt: skip
            grid.append([f"{false:g}", f"{plain:g}, {said:g}, {otherwise:g}", *map(str, ranks),
                         *(f"{mean:.2f}" for mean in means)])  # fmt: skip
    return "\n\n".join(
        [
            "## Rates, weight and challenges: four plans",
            "Too few to fit anything, so these stay assumptions: the share of rates that say "
            "nothing of their place, the weight of all facts together, the slope of challenges. "
            "The last document is the invented example on the sample, which nothing was chosen "
            "with. The probability is that of the true place with every name masked.",
            table(["document", "figures that a table has", "rank by figures", "rank by all facts",
                   "probability", "by lot"], each),
            "Ranks by all facts, and the mean log score of the four plans, for other assumptions "
            f"than those that ship (false rates {DOUBTS.false_rate:g}, parts "
            f"{DOUBTS.part_if_plain:g}, {DOUBTS.part_if_said:g}, {DOUBTS.part_otherwise:g}, weight "
            f"{WEIGHT_OF_FACTS:g}); "
            "a weight changes no rank:",
            table(["false rates", "counts of parts, if plain, said, otherwise",
                   *(one.title for one in [*plans, check]),
                   "score, weight 0.3", "weight 0.6", "weight 1"], grid),
        ]
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
