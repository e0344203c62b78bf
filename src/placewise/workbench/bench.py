"""One Workbench that opens a workspace or the sample, and does every job."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

from placewise.data.places import find_place, places_of_kind
from placewise.errors import InputError
from placewise.model.diagnosis import ClaimVerdict, Diagnosis, DiagnosisSettings
from placewise.model.store import Store
from placewise.model.words import Place
from placewise.workbench.assessments import Assessments
from placewise.workbench.claim import judge_claim
from placewise.workbench.diagnose import diagnose_place
from placewise.workbench.tables import Tables


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
    ) -> Diagnosis:
        """Diagnose one place.

        Args:
            place: its name, code, or the place itself.
            kind: its kind, where a name has several.
            settings: base, year, level, threshold and seed.

        Raises:
            UnknownNameError: no such place.
            NotAvailableError: no table adds up to the place.
            InputError: settings out of range.
        """
        asked = _checked(settings or DiagnosisSettings())
        found = place if isinstance(place, Place) else self.place(place, kind)
        return diagnose_place(self.store, self._assessments, found, asked)

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
            claim: an industry, by title, code or a common word for it.
            kind: the kind of the place, where a name has several.
            settings: base, year, level, threshold and seed.

        Raises:
            UnknownNameError: no such place or industry.
            NotAvailableError: no table adds up to the place.
        """
        asked = _checked(settings or DiagnosisSettings())
        found = place if isinstance(place, Place) else self.place(place, kind)
        return judge_claim(self.store, self._assessments, found, claim, asked)


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
    if settings.seed < 0:
        raise InputError(f"A seed of {settings.seed} is out of range", where="--seed",
                         allowed="zero or a positive whole number")  # fmt: skip
    return settings
