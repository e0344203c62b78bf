"""One tree of errors, each saying what, where, what is allowed and what to do.

    PlacewiseError                  everything that placewise raises on purpose
    ├── UnknownNameError            a place, industry, table, indicator or option that is not there
    ├── InputError                  a value outside what a function or a command accepts
    ├── DataError                   tables or documents that cannot be used as they are
    │   ├── FaultyTableError        rows that break a schema: carries the table of all faults
    │   ├── RecipeError             a recipe that cannot be read or does not fit its files
    │   ├── NotAvailableError       a question that the loaded tables cannot answer
    │   └── DocumentError           a document that cannot be read, or is not safe to read
    └── WorkspaceError              a workspace that cannot be opened, read or written
        ├── WorkspaceBusyError      another process is writing; says which
        └── WorkspaceVersionError   written by another version of the schema

The command line prints the message alone and leaves with ``exit_code``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

MOST_FAULTS = 10
"""Faults that a message lists; a reader mends these, and then sees the next."""


class PlacewiseError(Exception):
    """The root of the tree: one message that a person can act on.

    Args:
        what: what went wrong, as one sentence without the final stop.
        where: the file, option, row or place it concerns.
        allowed: what would have been accepted.
        action: what to do about it.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", allowed: str = "", action: str = "") -> None:
        self.what, self.where, self.allowed, self.action = what, where, allowed, action
        parts = [
            what,
            f"Where: {where}" if where else "",
            f"Allowed: {allowed}" if allowed else "",
            f"What to do: {action}" if action else "",
        ]
        super().__init__("\n".join(part for part in parts if part))


class UnknownNameError(PlacewiseError):
    """A name that is not known; the message offers the nearest ones that are."""

    exit_code = 2

    @classmethod
    def among(
        cls, kind: str, name: str, known: Iterable[str], *, action: str = ""
    ) -> UnknownNameError:
        """Build the message for ``name``, a missing ``kind``, from the names that are known."""
        names = sorted(set(known))
        near = nearest_names(name, names)
        hint = " or ".join(f'"{candidate}"' for candidate in near)
        between = "; " if any(", " in known_name for known_name in names[:12]) else ", "
        shown = between.join(names[:12])
        shown += f" and {len(names) - 12} more" if len(names) > 12 else ""
        return cls(
            f'No {kind} is called "{name}"' + (f". Did you mean {hint}?" if near else ""),
            allowed=shown or f"there is no {kind} at all",
            action=action,
        )


class InputError(PlacewiseError):
    """A value outside what is accepted."""

    exit_code = 2


class DataError(PlacewiseError):
    """Tables or documents that cannot be used as they are."""

    exit_code = 3


class FaultyTableError(DataError):
    """Rows that break a schema.

    Attributes:
        faults: a Polars frame with columns ``table``, ``row``, ``column``, ``rule``, ``value``,
            ``what_to_do``; one row a fault, row numbers as in the file that was given.
    """

    def __init__(self, what: str, faults: Any, *, where: str = "", action: str = "") -> None:
        self.faults = faults
        super().__init__(what, where=where, action=action)


class RecipeError(DataError):
    """A recipe that cannot be read, or that does not fit the files it is given."""


class NotAvailableError(DataError):
    """A question that the loaded tables cannot answer."""


class DocumentError(DataError):
    """A document that cannot be read: broken, encrypted, empty, too large, hostile or no text."""


class WorkspaceError(PlacewiseError):
    """A workspace that cannot be opened, read or written."""

    exit_code = 4


class WorkspaceBusyError(WorkspaceError):
    """Another process is writing to the workspace."""


class WorkspaceVersionError(WorkspaceError):
    """The workspace was written by another version of the schema."""


def with_faults(what: str, faults: Sequence[str]) -> str:
    """Return what went wrong with its faults: one behind it, several a line each, ten at most.

    Args:
        what: what went wrong, without the final stop.
        faults: one or more, without the final stop.
    """
    if len(faults) == 1:
        return f"{what}: {faults[0]}"
    lines = [f"- {fault}" for fault in faults[:MOST_FAULTS]]
    if len(faults) > MOST_FAULTS:
        lines.append(f"- and {len(faults) - MOST_FAULTS:,} more")
    return "\n".join([f"{what}, {len(faults):,} faults:", *lines])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``, did you mean "kept"?`` for what looks like a known word, else nothing."""
    near = nearest_names(word, known, most=1)
    return f', did you mean "{near[0]}"?' if near else ""


def nearest_names(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return up to ``most`` of the ``known`` names that look like ``name``, best first.

    Case is ignored. A name that begins with the wanted one comes first, as "Kern County,
    California" does for "Kern County"; one that contains it counts as near.
    """
    wanted = name.casefold().strip()
    by_fold = {candidate.casefold(): candidate for candidate in known}
    inside = [fold for fold in sorted(by_fold) if wanted and wanted in fold]
    begins = [fold for fold in inside if re.match(rf"{re.escape(wanted)}\b", fold)]
    near = get_close_matches(wanted, by_fold, n=most, cutoff=0.6)
    return [by_fold[fold] for fold in list(dict.fromkeys(begins + near + inside))[:most]]
