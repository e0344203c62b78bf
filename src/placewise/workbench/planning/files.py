"""A user's own files of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PlanFiles:
    """A user's own files; None where there is none.

    Attributes:
        options: CSV or XLSX of options, as the template has them.
        weights: CSV of weights of barriers by person.
        evidence: CSV of own evidence on barriers.
        rules: CSV or XLSX of rules on money by year, shares and capacities.
        only_own: leave the standard options out.
    """

    options: Path | None = None
    weights: Path | None = None
    evidence: Path | None = None
    only_own: bool = False
    rules: Path | None = None

    def changed(self) -> tuple[int, ...]:
        """Return when each file was changed last, so that an edited one is read again."""
        files = (self.options, self.weights, self.evidence, self.rules)
        return tuple(
            file.stat().st_mtime_ns if file is not None and file.exists() else 0 for file in files
        )
