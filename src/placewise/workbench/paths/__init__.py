"""The job of paths: how a place grew, what it could do next, and what hangs on one industry."""

from __future__ import annotations

from placewise.workbench.paths.answer import PathsAnswers
from placewise.workbench.shelf import Shelf


def paths_answers(shelf: Shelf) -> PathsAnswers:
    """Return the job of paths on a store."""
    return PathsAnswers(shelf)
