"""The verdict on a claimed sector in one plain sentence."""

from __future__ import annotations

from typing import Any

from placewise.diagnose.industry_codes import ENOUGH_TO_CONTRADICT
from placewise.diagnose.sentences import MEASURE_WORDS, in_text
from placewise.model.claims import Sector, SectorSight
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.wording import chance, number_in_words, plural, quotient
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
    blind: str = "",
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
        blind: why nothing measures it.
    """
    if row is None or sight is None:
        return (
            f"Whether {place.name} is specialised in {spoken(sector)} cannot be told: "
            f"{blind}{_corpus(strategies, '; ')}."
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
    return (
        f"{opening}: {_numbers(row, word, probability_below_one, settings)}; "
        f"{_others(place, row, strategies)}.{_seen(sector, sight)}"
    )


def spoken(sector: Sector) -> str:
    """Return the name of a sector within a sentence."""
    name = sector.name
    return name if name[:2].isupper() else name[0].lower() + name[1:]


def _numbers(row: Row, word: str, below: float | None, settings: DiagnosisSettings) -> str:
    measure = MEASURE_WORDS.get(row["measure"], row["measure"])
    stated = (
        f"its location quotient by {measure} is {quotient(row['lq'], row['lower'], row['upper'])} "
        f"in {row['year']} against {in_text(row['base'])}"
    )
    if word == "contradicted" and below is not None:
        return f"{stated}, and that its share is truly below that of its base is {chance(below)}"
    return (
        f"{stated}, and that it truly passes {settings.threshold:g} is "
        f"{chance(row['probability_above_threshold'])}"
    )


def _others(place: Place, row: Row, strategies: int | None) -> str:
    claiming, showing = row["places_claiming"], row["places_demonstrating"]
    return (
        f"{number_in_words(claiming)} of the {row['places_considered']} {plural(place.kind)} can "
        f"say this on the point value, {number_in_words(showing)} can demonstrate it"
        f"{_corpus(strategies, ', ')}"
    )


def _corpus(strategies: int | None, joint: str) -> str:
    if strategies is None:
        return ""
    said = "strategy in the corpus says" if strategies == 1 else "strategies in the corpus say"
    return f"{joint}{number_in_words(strategies)} {said} it"


def _seen(sector: Sector, sight: SectorSight) -> str:
    """Say what the table and the codes leave out, where they leave out enough to matter."""
    parts = []
    if sight.seen < 0.95:
        parts.append(f"the table sees {sight.seen:.0%} of the sector's jobs")
    if sight.purity < 0.95:
        parts.append(f"{1 - sight.purity:.0%} of the jobs it counts are not of the sector")
    if sector.measurable < 0.95:
        parts.append(f"codes can measure about {sector.measurable:.0%} of what the words mean")
    if not parts:
        return ""
    text = "; ".join(parts).replace("%", " %")
    return f" {text[0].upper()}{text[1:]}."


def why_blind(sector: Sector, tables_there: bool) -> str:
    """Say why no table measures a sector."""
    if sector.judged == "not measurable":
        return f"industry codes see about {sector.measurable:.0%} of it ({sector.basis})".replace(
            "%", " %"
        )
    if tables_there:
        return (
            "the loaded tables are too coarse for it, or suppress a part of it for this place "
            f"(codes {', '.join(sector.sic[:6])}{' ...' if len(sector.sic) > 6 else ''})"
        )
    return "no loaded table has industries of a classification that the concordance knows"
