"""The job of a review: a document, a place, the tables, and what other strategies there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import polars as pl

from placewise.errors import InputError
from placewise.model.claims import ClaimLexicon, Concordance, Reach, SectorVerdict
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.document import Document
from placewise.model.figures import FigureVerdict, Subject
from placewise.model.masking import MaskedText
from placewise.model.place_names import PlaceNamesOfOneCountry
from placewise.model.review import TABLES, Review, ReviewSettings
from placewise.model.store import Store
from placewise.model.wording import plural
from placewise.model.words import Check, Provenance
from placewise.review.answers import five_answers, unanswered
from placewise.review.claims.finder import ClaimFinder
from placewise.review.claims.reasons import horizontal_actions, strengths_as_reasons
from placewise.review.figures.find import find_figures
from placewise.review.marks import marks_of
from placewise.workbench.document_claims import judge_claims, reach_of_focus
from placewise.workbench.facts import FactTables
from placewise.workbench.reviewing.against import (
    datasets_of,
    sector_against_horizontal,
    with_intervals,
)
from placewise.workbench.reviewing.facts import (
    Candidates,
    challenge_evidence,
    checked_figures,
    figure_evidence,
    sector_evidence,
    sector_strengths,
)
from placewise.workbench.reviewing.identify import (
    Identified,
    WordsAt,
    identified,
    masked_texts,
    own_localities,
    recognised,
)
from placewise.workbench.reviewing.judge import (
    case_rows,
    claim_rows,
    figure_rows,
    reach_rows,
    rival_rows_of,
    verdicts_of,
)
from placewise.workbench.reviewing.naming import names_of, places_beside, sector_codes
from placewise.workbench.reviewing.principles import judge_strategy
from placewise.workbench.reviewing.standing import Reused, nothing_reused
from placewise.workbench.sectors import SectorAssessments


@dataclass(frozen=True, slots=True)
class OtherStrategies:
    """What a corpus brings to a review; the defaults are those of no corpus.

    Attributes:
        documents: documents of other places; None without a corpus.
        words: candidates with the words of their other documents; None without any.
        reused: what stands elsewhere.
        claiming: for each sector, how many other strategies claim it; None without a corpus.
        rates: share of strategies that claim a sector.
        similarity: as ``Review.similarity``.
        notes: what a reader must know of it.
    """

    documents: int | None = None
    words: WordsAt | None = None
    reused: Reused = field(default_factory=nothing_reused)
    claiming: Mapping[str, int] | None = None
    rates: Mapping[str, float] = field(default_factory=dict)
    similarity: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema=TABLES["similarity"])
    )
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """What a review reads documents with.

    Attributes:
        names: place names of the country.
        subjects: what figures may be about.
        concordance: sectors and their codes.
        finder: what finds claims.
        lexicon: words of barriers, interventions and actions across sectors.
    """

    names: PlaceNamesOfOneCountry
    subjects: Sequence[Subject]
    concordance: Concordance
    finder: ClaimFinder
    lexicon: ClaimLexicon


def diagnosis_settings(settings: ReviewSettings) -> DiagnosisSettings:
    """Return what a review asks of the tables."""
    return DiagnosisSettings(
        threshold=settings.threshold, confidence=settings.confidence, seed=settings.seed
    )


def review_document(
    store: Store,
    sectors: SectorAssessments,
    document: Document,
    candidates: Candidates,
    settings: ReviewSettings,
    reader: Reader,
    look_up: Callable[[], OtherStrategies],
    command: str,
) -> Review:
    """Review one document.

    Other strategies are looked up, and words compared with theirs, while claims and figures are
    held to the tables: the one is arithmetic on large arrays, which leaves the interpreter free.

    Args:
        store: where the tables are.
        sectors: its tables by sector, assessed as far as they were needed.
        document: the document.
        candidates: the places it could be about, its own among them.
        settings: what is asked.
        reader: what it is read with.
        look_up: gives what a corpus says.
        command: the command that makes the review again.

    Raises:
        InputError: there are fewer than two candidates.
    """
    if len(candidates.places) < 2:
        raise InputError(
            "A review needs other places to compare with",
            where=candidates.names[0],
            action="Name a kind of place with several of them, with --kind.",
        )
    place = candidates.places[candidates.own]
    asked = diagnosis_settings(settings)
    subjects = {subject.key: subject for subject in reader.subjects}
    with ThreadPoolExecutor(max_workers=1) as other_thread:
        looked_up = other_thread.submit(look_up)
        texts = masked_texts(document.text, reader.names, place)
        words = other_thread.submit(
            lambda: recognised(document, texts, candidates, looked_up.result().words)
        )
        claims = reader.finder.find(document)
        names = names_of(store, place, reader.concordance, own_localities(texts[1]))
        figures = find_figures(document, reader.subjects, names)
        named = {figure.sector for figure in figures if figure.sector is not None}
        tables = FactTables(store, sector_codes(store, reader.concordance, named))
        beside = places_beside(store, candidates.places, [figure.place for figure in figures])
        judged_figures = checked_figures(figures, subjects, tables, beside, place, settings.year)
        # From here on both threads would read the tables by industry: one after the other.
        others = looked_up.result()
        judged = judge_claims(sectors, place, claims, asked, others.claiming)
        verdicts = verdicts_of(judged)
        keys, strengths, seen = sector_strengths(sectors, place, candidates, asked)
        evidence = [
            *figure_evidence(figures, subjects, tables, candidates, settings.year),
            *sector_evidence(claims, keys, strengths, others.rates, reader.concordance),
            *challenge_evidence(claims, subjects, tables, candidates),
        ]
        known = identified(
            document, texts, candidates, evidence, words.result(), others.reused.found
        )
    reasons = strengths_as_reasons(document, claims, reader.lexicon)
    actions = horizontal_actions(document, reader.lexicon)
    reach = reach_of_focus(store, sectors, place, claims, actions, asked)
    against = sector_against_horizontal(store, sectors, place, reach, subjects, tables, asked)
    review = _assembled(
        document, candidates, settings, others, known, verdicts,
        claim_rows(judged), figure_rows(judged_figures, place),
        case_rows(document, reasons, reader.concordance),
        with_intervals(reach_rows(reach, reader.concordance), against),
        _checks(document, texts[1]),
        _provenance(
            store, judged_figures, [*verdicts.values(), *reach], seen | datasets_of(against)
        ),
        command,
    )  # fmt: skip
    review = replace(review, sector_against_horizontal=against)
    principles, judged_principles = judge_strategy(review, reader.lexicon)
    return replace(review, principles=principles, judged=judged_principles)


def _assembled(
    document: Document,
    candidates: Candidates,
    settings: ReviewSettings,
    others: OtherStrategies,
    known: Identified,
    verdicts: Mapping[str, SectorVerdict],
    claims: pl.DataFrame,
    figures: pl.DataFrame,
    case: pl.DataFrame,
    reach: pl.DataFrame,
    checks: tuple[Check, ...],
    provenance: tuple[Provenance, ...],
    command: str,
) -> Review:
    """Put the tables of a review together with its answers, marks, checks and sources."""
    place = candidates.places[candidates.own]
    compared = f"{len(candidates.places)} {plural(place.kind)}"
    found = others.reused.found
    boilerplate = (found.boilerplate, found.places) if found and found.places else None
    return Review(
        document=document,
        place=place,
        compared_with=compared,
        settings=settings,
        answers=five_answers(
            place, compared, known.identification, known.passages, claims, figures, case, reach,
            boilerplate,
        ),
        identification=known.identification,
        candidates=known.candidates,
        passages=known.passages,
        masked=known.masked,
        reuse=others.reused.reuse,
        changes=others.reused.changes,
        claims=claims,
        figures=figures,
        rivals=rival_rows_of(verdicts),
        case=case,
        reach=reach,
        similarity=others.similarity,
        marks=marks_of(
            known.passages, claims, figures, others.reused.reuse, case, known.masked
        ),
        cannot_tell=unanswered(
            known.identification, claims, figures, others.documents, len(document.scanned_pages)
        ),
        checks=checks,
        provenance=provenance,
        notes=(*document.notes, *others.notes),
        command=command,
    )  # fmt: skip


def _checks(document: Document, hidden: MaskedText) -> tuple[Check, ...]:
    """Return checks on the reading and the masking."""
    pages = document.pages or 0
    scanned = len(document.scanned_pages)
    own = {span.text.casefold() for span in hidden.spans if span.kind == "own name"}
    masked = hidden.text.casefold()
    left = sorted(name for name in own if name in masked)
    return (
        Check(
            "Every page has text",
            scanned == 0 if pages else None,
            f"{pages - scanned} of {pages} pages have text." if pages else "The format has none.",
        ),
        Check(
            "No name of the place survives masking",
            not left,
            f"Left: {', '.join(left)}." if left else "None was found in the masked text.",
        ),
    )


def _provenance(
    store: Store,
    figures: Sequence[FigureVerdict],
    judged: Sequence[SectorVerdict | Reach],
    seen: frozenset[str],
) -> tuple[Provenance, ...]:
    """Return the sources of what a review was held to.

    Those of the values beside figures, of the tables that sectors were judged and measured by, of
    plants, areas and names of places.

    Args:
        store: where the tables are.
        figures: the figures with their table values.
        judged: sectors that were judged, and those whose reach was measured.
        seen: datasets of the tables by which sectors speak for places.
    """
    used = {figure.table.dataset for figure in figures if figure.table is not None}
    used |= seen.union(*(one.datasets for one in judged))
    tables = ["areas", "place_names"]
    if any(isinstance(one, SectorVerdict) and one.evidence.height for one in judged):
        tables.append("plants")
    for table in tables:
        used |= set(store.table(table).select("dataset").unique().collect()["dataset"])
    return tuple(source for source in store.provenance() if source.dataset in used)
