"""The years that growth is told over: which a table has, and what to say where none has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from placewise.errors import NotAvailableError
from placewise.model.wording import listed
from placewise.model.words import Place


def has_years(years: Sequence[int], since: int | None, until: int | None) -> bool:
    """Say whether a table has the years asked for, one before the other; None is any year."""
    begin = years[0] if since is None else since
    end = years[-1] if until is None else until
    return begin in years and end in years and begin < end


def spans(years: Iterable[int]) -> str:
    """Return years as text does: ``1998 to 2023``, or ``2009, 2011 to 2015 and 2021``."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    parts = [
        part
        for run in runs
        for part in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run))
    ]
    return listed(parts, len(parts))


def no_years(
    place: Place,
    since: int | None,
    until: int | None,
    there: Iterable[tuple[Sequence[int], str]],
) -> NotAvailableError:
    """Return the error of years that no table has, with those that there are.

    Args:
        place: the place.
        since: the first year asked for; None for any.
        until: the last year asked for; None for any.
        there: the years of each table, and the table in words.
    """
    asked = [f"--since {since}"] * (since is not None) + [f"--until {until}"] * (until is not None)
    tables = sorted({f"{spans(years)} ({name})" for years, name in there})
    return NotAvailableError(
        f"No table tells how {place.in_text} grew over the years asked for",
        where=" ".join(asked),
        allowed=f"a year and a later one, both of one table: {'; '.join(tables)}",
        action="Choose two of these years, or leave the options away.",
    )
