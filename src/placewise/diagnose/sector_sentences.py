"""The verdict on a claimed sector in one plain sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from placewise.diagnose.industry_codes import ENOUGH_TO_CONTRADICT
from placewise.diagnose.sentences import MEASURE_WORDS, in_text
from placewise.model.claims import Sector, SectorSight
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.wording import (
    Clause,
    capital,
    chance,
    number_in_words,
    plural,
    quotient,
    said_in_corpus,
    two_lines,
)
from placewise.model.words import Place

Row = dict[str, Any]


def sector_verdict(
    row: Row | None,
    sight: SectorSight | None,
    probability_below_one: float | None,
    settings: DiagnosisSettings,
) -> tuple[str, bool]:
    """Return the verdict on one row, and whether only its point value passes the threshold.

    A table that sees the sector dimly may fail to support a claim, but does not contradict it.

    Args:
        row: the row of the measure that speaks most for the claim; None without one.
        sight: how well the table sees the sector.
        probability_below_one: P(theta < 1) of that row.
        settings: threshold and confidence.
    """
    if row is None or sight is None:
        return "not measurable", False
    if row["demonstrable"]:
        return "supported", False
    clear = min(sight.seen, sight.purity) >= ENOUGH_TO_CONTRADICT
    if clear and (probability_below_one or 0.0) > settings.confidence:
        return "contradicted", False
    lq = row["lq"]
    return "not supported", lq is not None and lq >= settings.threshold


def sector_sentence(
    place: Place,
    sector: Sector,
    verdict: tuple[str, bool],
    row: Row | None,
    sight: SectorSight | None,
    settings: DiagnosisSettings,
    *,
    probability_below_one: float | None = None,
    strategies: int | None = None,
    blind: Sequence[Clause] = (),
) -> str:
    """State the verdict with the numbers behind it and who else can say it.

    Args:
        place: the place.
        sector: the sector.
        verdict: of :func:`sector_verdict`.
        row: the row of ``Diagnosis.specialisms`` it rests on; None where nothing measures it.
        sight: how well the table sees the sector.
        settings: threshold and confidence.
        probability_below_one: P(theta < 1) of the row.
        strategies: strategies of a corpus that say the same; None without a corpus.
        blind: why nothing measures it, of :func:`why_blind`.
    """
    if row is None or sight is None:
        return two_lines(
            f"Whether {place.name} is specialised in {spoken(sector)} cannot be told",
            *blind,
            *([] if strategies is None else [said_in_corpus(strategies)]),
        )
    word, point_only = verdict
    opening = {
        "supported": f"{place.name} can demonstrate a specialism in {spoken(sector)}",
        "contradicted": f"The tables contradict a specialism of {place.name} in {spoken(sector)}",
        "not supported": f"{place.name} could claim a specialism in {spoken(sector)} on the point "
        "value, but cannot demonstrate it"
        if point_only
        else f"The tables do not support a specialism of {place.name} in {spoken(sector)}",
    }[word]
    return two_lines(
        opening,
        *_numbers(row, word, probability_below_one, settings),
        *_others(place, row, strategies),
        *_seen(sector, sight),
    )


def spoken(sector: Sector) -> str:
    """Return the name of a sector within a sentence."""
    name = sector.name
    return name if name[:2].isupper() else name[0].lower() + name[1:]


def _numbers(
    row: Row, word: str, below: float | None, settings: DiagnosisSettings
) -> tuple[Clause, Clause]:
    measure = MEASURE_WORDS.get(row["measure"], row["measure"])
    stated = (
        f"its location quotient by {measure} is {quotient(row['lq'], row['lower'], row['upper'])} "
        f"in {row['year']} against {in_text(row['base'])}"
    )
    if word == "contradicted" and below is not None:
        sure = f"that its share is truly below that of its base is {chance(below)}"
    else:
        passing = chance(row["probability_above_threshold"])
        sure = f"that it truly passes {settings.threshold:g} is {passing}"
    return Clause(stated, ": "), Clause(sure, ", and ")


def _others(place: Place, row: Row, strategies: int | None) -> list[Clause]:
    claiming, showing = row["places_claiming"], row["places_demonstrating"]
    clauses = [
        Clause(
            f"{number_in_words(claiming)} of the {row['places_considered']:,} "
            f"{plural(place.kind)} can say this on the point value, {number_in_words(showing)} can "
            "demonstrate it"
        )
    ]
    if strategies is not None:
        clauses.append(Clause(said_in_corpus(strategies), ", and "))
    return clauses


def _seen(sector: Sector, sight: SectorSight) -> list[Clause]:
    """Say what the table and the codes leave out, where they leave out enough to matter."""
    parts = []
    if sight.seen < 0.95:
        parts.append(f"the table sees {sight.seen:.0%} of the sector's jobs")
    if sight.purity < 0.95:
        parts.append(f"{1 - sight.purity:.0%} of the jobs it counts are not of the sector")
    if sector.measurable < 0.95:
        parts.append(f"codes can measure about {sector.measurable:.0%} of what the words mean")
    told = [part.replace("%", " %") for part in parts]
    # A sentence of its own: what stands before is the verdict, this is how far it can be trusted.
    return [Clause(part) if at else Clause(capital(part), ". ") for at, part in enumerate(told)]


def why_blind(sector: Sector, tables_there: bool) -> tuple[Clause, ...]:
    """Say why no table measures a sector, as clauses behind that it cannot be told."""
    if sector.judged == "not measurable":
        share = f"industry codes see about {sector.measurable:.0%} of it".replace("%", " %")
        first, *others = sector.basis.replace("%", " %").split("; ")
        return Clause(share, ": "), Clause(capital(first), ". "), *map(Clause, others)
    if tables_there:
        codes = f"codes {', '.join(sector.sic[:6])}{' ...' if len(sector.sic) > 6 else ''}"
        coarse = "the loaded tables are too coarse for it, or suppress a part of it for this place"
        return (Clause(f"{coarse} ({codes})", ": "),)
    return (
        Clause("no loaded table has industries of a classification that the concordance knows",
               ": "),
    )  # fmt: skip
