"""Why is this place as productive as it is: identity, mix, drivers, and whether it is skills."""

from __future__ import annotations

from placewise.model.answer import Answer
from placewise.model.comparators import HasComparators
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.productivity import ProductivitySettings
from placewise.model.wording import plural
from placewise.model.words import Finding, Place
from placewise.workbench.productivity.across import across_findings
from placewise.workbench.productivity.drivers import KindDrivers
from placewise.workbench.productivity.evidence import evidence_found
from placewise.workbench.productivity.gap import GapTables
from placewise.workbench.productivity.parts import Found
from placewise.workbench.productivity.skills import SkillsQuestion
from placewise.workbench.productivity.tables import IndustryPairs
from placewise.workbench.shelf import Shelf

KEY = "productivity"
QUESTION = "Why is this place as productive as it is?"


class ProductivityAnswers:
    """The answers on productivity of one store; what all places of a kind share is done once."""

    def __init__(
        self,
        shelf: Shelf,
        comparators: HasComparators,
        settings: ProductivitySettings | None = None,
    ) -> None:
        self._shelf = shelf
        self._comparators = comparators
        self.settings = settings or ProductivitySettings()
        self._pairs = IndustryPairs(shelf)
        self._kinds: dict[str, KindDrivers] = {}
        self._gaps: dict[str, GapTables] = {}
        self._skills = SkillsQuestion(shelf, self._drivers_of_kind, self.settings)

    def of(self, place: Place, settings: DiagnosisSettings) -> Answer:
        """Answer for one place.

        Args:
            place: the place.
            settings: the seed of the draws is taken from them.

        Raises:
            UnknownNameError: a driver was asked for that is no concept.
        """
        kind = self._kind(place)
        drivers = self._drivers(kind, place)
        if kind not in self._gaps:
            self._gaps[kind] = GapTables(self._shelf, self._pairs, drivers.places)
        comparators = self._comparators.of(place)
        gap = self._gaps[kind].of(place, comparators, settings.seed)
        across = across_findings(place, drivers, self.settings)
        skills = self._skills.found(drivers.kind)
        found = Found.together(gap, across, skills, evidence_found())
        return Answer(
            key=KEY,
            place=place,
            question=QUESTION,
            compared_with=f"{len(drivers.places) - 1:,} other {plural(drivers.kind)}",
            headline=found.headline[:3] or _cannot_tell(place, found),
            findings=tuple(self._with_sources(finding, found) for finding in found.findings),
            cannot_tell=found.cannot_tell(),
            checks=found.checks,
            provenance=self._shelf.sources(found.datasets),
            notes=found.notes,
            command=f'placewise explain "{place.name}" {KEY} --kind "{place.kind}"',
        )

    def _with_sources(self, finding: Finding, found: Found) -> Finding:
        columns = finding.table.columns
        named = finding.table["dataset"].drop_nulls().to_list() if "dataset" in columns else []
        used = {dataset for names in named for dataset in names.split("; ")}
        return Finding(
            finding.key, finding.question, finding.sentence, finding.table, finding.checks,
            self._shelf.sources(name for name in found.datasets if name in used),
        )  # fmt: skip

    def _kind(self, place: Place) -> str:
        return place.name if place.kind == "own" else place.kind

    def _drivers(self, key: str, place: Place) -> KindDrivers:
        if key not in self._kinds:
            compared = self._shelf.compared(place)
            kind = compared[0].kind if compared else place.kind
            self._kinds[key] = KindDrivers(self._shelf, self._pairs, kind, compared, self.settings)
        return self._kinds[key]

    def _drivers_of_kind(self, places: tuple[Place, ...]) -> KindDrivers:
        return self._drivers(places[0].kind, places[0])


def _cannot_tell(place: Place, found: Found) -> tuple[str, ...]:
    """Say that nothing can be said of the place itself, and why."""
    why = found.unsettled[0][1] if found.unsettled else "No table of output adds up to it."
    return (f"We cannot tell why {place.in_text} is as productive as it is. {why}",)


def productivity_answers(
    shelf: Shelf, comparators: HasComparators, settings: ProductivitySettings | None = None
) -> ProductivityAnswers:
    """Return what answers for the places of a store."""
    return ProductivityAnswers(shelf, comparators, settings)
