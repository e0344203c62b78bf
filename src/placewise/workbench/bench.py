"""One Workbench that opens a workspace or the sample, and does every job."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from placewise.data.lexicons import read_concordance
from placewise.data.places import find_place, places_of_kind
from placewise.errors import InputError
from placewise.model.answer import Answer
from placewise.model.claims import Concordance, Sector, SectorVerdict
from placewise.model.diagnosis import ClaimVerdict, Diagnosis, DiagnosisSettings
from placewise.model.document import Document
from placewise.model.review import Review, ReviewSettings
from placewise.model.store import Store
from placewise.model.words import Place
from placewise.review.claims.sectors import find_sector
from placewise.workbench.assessments import Assessments
from placewise.workbench.claim import judge_claim
from placewise.workbench.diagnose import diagnose_place
from placewise.workbench.planning.files import PlanFiles
from placewise.workbench.reading import ReadingAhead
from placewise.workbench.reviewing.desk import OwnFiles, ReviewDesk
from placewise.workbench.reviewing.review import diagnosis_settings
from placewise.workbench.sectors import SectorAssessments, judge_sector
from placewise.workbench.shelf import Shelf
from placewise.workbench.tables import Tables
from placewise.workbench.topics import TOPICS, Topics

if TYPE_CHECKING:
    from placewise.model.plan import Comparison, Plan, PlanSettings
    from placewise.workbench.planning.planning import Planning


class Workbench:
    """Where tables meet methods.

    Examples:
        >>> bench = Workbench.open("sample")
        >>> diagnosis = bench.diagnose("South Yorkshire")
        >>> diagnosis.specialisms["industry"][0]
        'CH'
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._desks: dict[tuple[OwnFiles, Path | None], ReviewDesk] = {}
        self._planning: dict[tuple[PlanFiles, tuple[int, ...]], Planning] = {}

    @classmethod
    def open(cls, source: str | Path = "sample") -> Workbench:
        """Open the sample that ships, or a workspace.

        Args:
            source: ``"sample"``, or the folder of a workspace.

        Raises:
            WorkspaceError: the folder is no workspace, or cannot be read.
        """
        if str(source) == "sample":
            from placewise.data.sample import Sample

            return cls(Sample())
        from placewise.data.workspace import Workspace

        return cls(Workspace.open(Path(source)))

    @cached_property
    def _assessments(self) -> Assessments:
        return Assessments(Tables(self.store))

    @cached_property
    def shelf(self) -> Shelf:
        """What the jobs of a full diagnosis read from."""
        return Shelf(self.store, self._assessments)

    @cached_property
    def _topics(self) -> Topics:
        return Topics(self.shelf)

    @cached_property
    def _sectors(self) -> SectorAssessments:
        return SectorAssessments(self._assessments.tables, self.concordance)

    @cached_property
    def concordance(self) -> Concordance:
        """The sectors of strategies and their industry codes."""
        return read_concordance()

    def place(self, name: str, kind: str | None = None) -> Place:
        """Return the place of this name or code.

        Raises:
            UnknownNameError: no such place; the message offers the nearest names.
        """
        return find_place(self.store, name, kind)

    def places(self, kind: str) -> tuple[Place, ...]:
        """Return all places of one kind."""
        return places_of_kind(self.store, kind)

    def diagnose(
        self,
        place: str | Place,
        *,
        kind: str | None = None,
        settings: DiagnosisSettings | None = None,
        topics: Sequence[str] = TOPICS,
    ) -> Diagnosis:
        """Diagnose one place.

        Args:
            place: its name, code, or the place itself.
            kind: its kind, where a name has several.
            settings: base, year, level, threshold and seed.
            topics: what is answered beside specialisation; all of
                :data:`placewise.workbench.topics.TOPICS` unless said.

        Raises:
            UnknownNameError: no such place or topic.
            NotAvailableError: no table adds up to the place, or none of growth has the years.
            InputError: settings out of range.
        """
        asked = _checked(settings or DiagnosisSettings())
        found = place if isinstance(place, Place) else self.place(place, kind)
        diagnosis = diagnose_place(self.store, self._assessments, found, asked)
        answers = tuple(self._topics.of(topic, found, asked) for topic in topics)
        return replace(diagnosis, answers=answers)

    def explain(
        self,
        place: str | Place,
        topic: str,
        *,
        kind: str | None = None,
        settings: DiagnosisSettings | None = None,
        drivers: tuple[str, ...] | None = None,
        evidence: Path | None = None,
    ) -> Answer:
        """Answer one topic of the diagnosis.

        Args:
            place: its name, code, or the place itself.
            topic: one of :data:`placewise.workbench.topics.TOPICS`.
            kind: its kind, where a name has several.
            settings: the seed of the draws, and for ``paths`` the years of growth.
            drivers: concepts that productivity is explained with; None for the usual ones.
            evidence: CSV of own evidence on barriers; None without one.

        Raises:
            UnknownNameError: no such place, topic or concept.
            InputError: settings out of range, or faulty evidence.
            NotAvailableError: no table of growth has the years asked for.
        """
        asked = _checked(settings or DiagnosisSettings())
        found = place if isinstance(place, Place) else self.place(place, kind)
        if topic != "paths" and (asked.since, asked.until) != (None, None):
            raise InputError("Only paths take years of growth", where=f"topic {topic}",
                             allowed="explain PLACE paths --since 2015 --until 2021")  # fmt: skip
        usual = drivers is None and evidence is None
        topics = self._topics if usual else Topics(self.shelf, drivers, evidence)
        return topics.of(topic, found, asked)

    def diagnose_all(
        self,
        kind: str,
        *,
        settings: DiagnosisSettings | None = None,
        skip: Callable[[Place], bool] = lambda _: False,
    ) -> Iterator[Diagnosis]:
        """Diagnose every place of one kind, one after the other.

        Args:
            kind: the kind of places.
            settings: the same for all.
            skip: says which places are done already.
        """
        for place in self.places(kind):
            if not skip(place):
                yield self.diagnose(place, settings=settings)

    def claim(
        self,
        place: str | Place,
        claim: str,
        *,
        kind: str | None = None,
        settings: DiagnosisSettings | None = None,
    ) -> ClaimVerdict:
        """Judge one claimed specialism of a place.

        Args:
            place: its name, code, or the place itself.
            claim: an industry by title or code, or a sector as strategies name it.
            kind: the kind of the place, where a name has several.
            settings: base, year, level, threshold and seed.

        Raises:
            UnknownNameError: no such place or industry.
            NotAvailableError: no table adds up to the place.
        """
        asked = _checked(settings or DiagnosisSettings())
        found = place if isinstance(place, Place) else self.place(place, kind)
        return judge_claim(self.store, self._assessments, self._sectors, found, claim, asked)

    def judge_sector(
        self,
        place: str | Place,
        sector: str | Sector,
        *,
        kind: str | None = None,
        settings: DiagnosisSettings | None = None,
        strategies_claiming: int | None = None,
    ) -> SectorVerdict:
        """Say whether the tables bear out a strength of a place in a sector.

        Args:
            place: its name, code, or the place itself.
            sector: a sector of the concordance, or words that mean one.
            kind: the kind of the place, where a name has several.
            settings: base, year, level, threshold and seed.
            strategies_claiming: strategies of a corpus that claim it, where there is a corpus.

        Raises:
            UnknownNameError: no such place or sector.
            NotAvailableError: no table adds up to the place.
        """
        asked = _checked(settings or DiagnosisSettings())
        found = place if isinstance(place, Place) else self.place(place, kind)
        meant = sector if isinstance(sector, Sector) else find_sector(self.concordance, sector)
        return judge_sector(self._sectors, found, meant, asked, strategies_claiming)

    def review(
        self,
        document: str | Path | ReadingAhead | Document,
        place: str | Place,
        *,
        kind: str | None = None,
        settings: ReviewSettings | None = None,
        corpus: Path | None = None,
        own: OwnFiles | None = None,
    ) -> Review:
        """Review a strategy document.

        Args:
            document: the file, the file as it is being read, or the document as it was read.
            place: the place it is about: its name, code, or the place itself.
            kind: the kind of the place, where a name has several.
            settings: what it is compared with, the year of the document, threshold and seed.
            corpus: folder of a corpus of other strategies; None without one.
            own: files of place names, subjects, cues and sectors of one's own.

        Raises:
            DocumentError: the file cannot be read.
            UnknownNameError: no such place.
            InputError: settings out of range, or no other place to compare with.
        """
        asked = settings or ReviewSettings()
        _checked(diagnosis_settings(asked))
        found = place if isinstance(place, Place) else self.place(place, kind)
        desk = self._desk(own or OwnFiles(), corpus)
        # Reading has a process of its own: what no document changes is prepared meanwhile.
        if isinstance(document, (str, Path)):
            with ReadingAhead(document) as reading:
                desk.prepare(found, asked)
                read = reading.document()
        elif isinstance(document, ReadingAhead):
            desk.prepare(found, asked)
            read = document.document()
        else:
            read = document
        return desk.review(
            read, found, asked, review_command(self.store, read, found, asked, corpus)
        )

    def plan(
        self,
        place: str | Place,
        settings: PlanSettings,
        *,
        kind: str | None = None,
        files: PlanFiles | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Plan:
        """Plan what a place might do with a budget.

        Args:
            place: its name, code, or the place itself.
            settings: budget, years, seed, draws.
            kind: the kind of the place, where a name has several.
            files: options, weights, evidence and rules of one's own.
            progress: called with the number of draws that are solved, and of all.

        Raises:
            UnknownNameError: no such place.
            InputError: settings out of range, or a faulty file.
        """
        found = place if isinstance(place, Place) else self.place(place, kind)
        return self.planning(files).of(found, settings, progress)

    def compare(
        self,
        kind: str,
        settings: PlanSettings,
        *,
        places: Sequence[str] | None = None,
        corpus: Path | None = None,
        processes: int = 1,
        progress: Callable[[int, int], None] | None = None,
    ) -> Comparison:
        """Plan every place of a kind under the same budget per head, and compare the plans.

        Args:
            kind: kind of the places.
            settings: of every plan; ``budget`` is that per head.
            places: names or codes of places; None for all of the kind.
            corpus: folder of a corpus of written strategies; None without one.
            processes: how many may plan at once; more than one needs a main module that may be
                imported.
            progress: called with the number of places that are planned, and of all.

        Raises:
            UnknownNameError: no such kind or place.
            InputError: settings out of range, or too few places.
            NotAvailableError: too few places have a plan.
        """
        from placewise.workbench.comparing.compare import Asked, compare_places

        asked = Asked(kind, settings, None if places is None else tuple(places), corpus)
        return compare_places(self, asked, processes=processes, progress=progress)

    def planning(self, files: PlanFiles | None = None) -> Planning:
        """Return what plans are made with, kept for the next place.

        Args:
            files: options, weights and evidence of one's own.

        Raises:
            InputError: a file cannot be read or is faulty.
        """
        from placewise.workbench.planning.planning import Planning

        own = files or PlanFiles()
        key = (own, own.changed())
        if key not in self._planning:
            self._planning[key] = Planning(self.shelf, self._topics.comparators, own)
        return self._planning[key]

    def _desk(self, own: OwnFiles, corpus: Path | None) -> ReviewDesk:
        """Return what reviews are prepared at, kept for the next document."""
        if (own, corpus) not in self._desks:
            sectors = (
                self._sectors
                if own.sectors is None
                else SectorAssessments(self._assessments.tables, read_concordance(own.sectors))
            )
            self._desks[own, corpus] = ReviewDesk(self.store, sectors, own, corpus)
        return self._desks[own, corpus]


def review_command(
    store: Store, document: Document, place: Place, settings: ReviewSettings, corpus: Path | None
) -> str:
    """Return the command that makes a review again."""
    parts = [f'placewise review "{document.name}"', f'--place "{place.name}"']
    parts.append(f'--kind "{place.kind}"')
    if store.label != "the sample":
        parts.append(f'--workspace "{store.label}"')
    if corpus is not None:
        parts.append(f'--corpus "{corpus}"')
    if settings.kind is not None:
        parts.append(f'--compare-kind "{settings.kind}"')
    if settings.year is not None:
        parts.append(f"--year {settings.year}")
    parts += [f"--threshold {settings.threshold:g}", f"--seed {settings.seed}"]
    return " ".join(parts)


def _checked(settings: DiagnosisSettings) -> DiagnosisSettings:
    """Return the settings, or say which of them is out of range."""
    if not 0.1 <= settings.threshold <= 100:
        raise InputError(
            f"A threshold of {settings.threshold:g} is out of range",
            where="--threshold",
            allowed="a location quotient from 0.1 to 100, usually 1.25",
        )
    if not 0.5 <= settings.confidence < 1:
        raise InputError(
            f"A confidence of {settings.confidence:g} is out of range",
            allowed="from 0.5 to below 1, usually 0.95",
        )
    since, until = settings.since, settings.until
    if since is not None and until is not None and since >= until:
        raise InputError(
            f"Growth from {since} to {until} has no time to happen",
            where="--since and --until",
            allowed="a year, and a later one",
        )
    if settings.seed < 0:
        raise InputError(f"A seed of {settings.seed} is out of range", where="--seed",
                         allowed="zero or a positive whole number")  # fmt: skip
    return settings
