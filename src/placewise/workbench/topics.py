"""The topics of a full diagnosis, each answered by a job of its own."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

from placewise.errors import InputError, UnknownNameError
from placewise.model.answer import Answer
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.words import Place
from placewise.workbench.comparators import Comparators
from placewise.workbench.diagnose import year_options
from placewise.workbench.shelf import Shelf

TOPICS = ("state", "productivity", "skills", "agglomeration", "paths", "barriers")
"""Every topic, in the order in which they are read."""


class Job(Protocol):
    """A job that answers one topic for any place of a store."""

    def of(self, place: Place, settings: DiagnosisSettings) -> Answer:
        """Return the answer for one place."""
        ...


class Topics:
    """The jobs of a store; each is made when its topic is asked for first, and kept.

    Args:
        shelf: what they read from.
        drivers: concepts that productivity is explained with; None for the usual ones.
        evidence: file of an analyst's own evidence on barriers; None without one.
    """

    def __init__(
        self,
        shelf: Shelf,
        drivers: tuple[str, ...] | None = None,
        evidence: Path | None = None,
    ) -> None:
        self._shelf = shelf
        self._drivers = drivers
        self._evidence = evidence
        self._jobs: dict[str, Job] = {}

    @cached_property
    def comparators(self) -> Comparators:
        """Whom places are compared with."""
        return Comparators(self._shelf)

    def of(self, topic: str, place: Place, settings: DiagnosisSettings) -> Answer:
        """Answer one topic for one place.

        Args:
            topic: one of ``TOPICS``.
            place: the place.
            settings: the seed of every draw, and the year.

        Raises:
            UnknownNameError: no such topic, or a driver that is no concept.
            InputError: a setting that the topic does not take, or faulty evidence.
        """
        if topic not in TOPICS:
            raise UnknownNameError.among("topic", topic, TOPICS)
        if self._drivers is not None and topic != "productivity":
            raise InputError("Only productivity takes drivers", where=f"topic {topic}",
                             allowed="explain PLACE productivity --drivers ...")  # fmt: skip
        if self._evidence is not None:
            if topic != "barriers":
                raise InputError("Only barriers take own evidence", where=f"topic {topic}",
                                 allowed="explain PLACE barriers --evidence FILE")  # fmt: skip
            answer = self._with_evidence(self._evidence, place, settings)
        else:
            if topic not in self._jobs:
                self._jobs[topic] = self._made(topic)
            answer = self._jobs[topic].of(place, settings)
        compared = self._shelf.compared(place)
        where = self._shelf.assessments.map_of(self._shelf.store, compared)
        return replace(answer, command=self._command(topic, place, settings), map=where)

    def _made(self, topic: str) -> Job:
        """Make the job of a topic; what it needs is imported only then."""
        shelf, comparators = self._shelf, self.comparators
        if topic == "state":
            from placewise.workbench.state import state_answers

            return state_answers(shelf, comparators)
        if topic == "productivity":
            from placewise.model.productivity import ProductivitySettings
            from placewise.workbench.productivity import productivity_answers

            return productivity_answers(
                shelf, comparators, ProductivitySettings(drivers=self._drivers)
            )
        if topic == "skills":
            from placewise.workbench.skills import skills_answers

            return skills_answers(shelf)
        if topic == "agglomeration":
            from placewise.workbench.agglomeration import agglomeration_answers

            return agglomeration_answers(shelf)
        if topic == "paths":
            from placewise.workbench.paths import paths_answers

            return paths_answers(shelf)
        from placewise.workbench.barriers.answers import barriers_answers

        return barriers_answers(shelf, comparators)

    def _with_evidence(self, evidence: Path, place: Place, settings: DiagnosisSettings) -> Answer:
        """Answer on barriers with an analyst's own evidence beside the tables."""
        from placewise.data.own_evidence import read_own_evidence
        from placewise.workbench.barriers.answers import barriers_answers

        job = barriers_answers(self._shelf, self.comparators)
        return job.of(place, settings, read_own_evidence(evidence, job.barriers))

    def _command(self, topic: str, place: Place, settings: DiagnosisSettings) -> str:
        parts = [f'placewise explain "{place.name}" {topic}', f'--kind "{place.kind}"']
        if self._shelf.store.label != "the sample":
            parts.append(f'--workspace "{self._shelf.store.label}"')
        if self._drivers is not None:
            parts += [f'--drivers "{driver}"' for driver in self._drivers]
        if self._evidence is not None:
            parts.append(f'--evidence "{self._evidence}"')
        if topic == "paths":
            parts += year_options(settings)
        return " ".join([*parts, f"--seed {settings.seed}"])
