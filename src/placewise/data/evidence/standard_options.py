"""Standard options as they ship: what an intervention costs and brings for each one it serves."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from math import isfinite
from pathlib import Path
from typing import Any

from placewise.data.entries import faults_of_names, refuse
from placewise.errors import InputError
from placewise.model.barriers import FAILURES
from placewise.model.evidence import STATUSES
from placewise.model.options import PROJECT_TYPES, Span
from placewise.model.standard_options import (
    FIGURES,
    SPENDING,
    Counted,
    StandardFigure,
    StandardOption,
    StandardOptionBase,
    Tranches,
)

ENDS = ("low", "central", "high")
SHARES = ("deadweight", "displacement", "leakage", "substitution")
WORDS = (
    "unit", "count", "per_cent", "counts", "shares", "spending", "failure", "project_type",
    "with_whom", "powers", "counterfactual", "loss_bearer", "gains", "pays", "conditions",
)  # fmt: skip
LISTS = ("held", "shared", "evidence")
ALWAYS = frozenset({"take_up", "public_cost", "private_cost", "lag", "decay"})
HEAD = frozenset({"intervention", "barrier", "title"})
NEEDED = HEAD | ALWAYS | {*WORDS, *LISTS, "reach"}
OPTIONAL = frozenset(
    {"jobs", "cost_per_net_job", "duration", "sections", "sections_words", *SHARES}
)
FIGURE = frozenset({"central", "status", "source", "why"})
"""What a figure needs; low and high may be left out."""
READ = ("direct", "secondary", "derived", "memory")
"""Statuses of figures that come from somewhere: they name where."""
WHOLE = ("lag", "duration")
"""Figures that are whole years."""


def read_standard_options(own: Path | None = None) -> StandardOptionBase:
    """Return the standard options that ship, or those of a user's own file in their place.

    A file of one's own may be in another currency, which makes standard options for places of
    another country.

    Args:
        own: a TOML file of the same form.

    Raises:
        InputError: the file cannot be read, or is not as it should be; lists all faults.
    """
    if own is None:
        return _shipped()
    try:
        text = own.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"Cannot read the standard options: {error}", where=str(own),
            allowed="a TOML file in UTF-8",
        ) from error  # fmt: skip
    return parse_standard_options(text, str(own))


@lru_cache(maxsize=1)
def _shipped() -> StandardOptionBase:
    file = files("placewise.data.evidence") / "standard_options.toml"
    return parse_standard_options(file.read_text(encoding="utf-8"), "standard_options.toml")


def parse_standard_options(text: str, name: str) -> StandardOptionBase:
    """Return the standard options of a TOML text of the form of the one that ships.

    Args:
        text: of the file.
        name: of the file, for messages.

    Raises:
        InputError: it is no TOML, or options are not as they should be; lists all faults.
    """
    try:
        given = tomllib.loads(text)
        prices = {entry["year"]: entry for entry in given.get("prices", ())}
        known = {key: _named(entry, prices) for key, entry in given.get("figures", {}).items()}
        groups = {group["name"]: _group(group) for group in given.get("shares", ())}
        tranches = Tranches(**given["tranches"])
        entries = given.get("option", [])
        currency, price_year = str(given["currency"]), int(given["price_year"])
        shared = {key: given[key] for key in ("sunset", "words_status", "power_status")}
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"The standard options cannot be read: {error!r}", where=name,
            allowed="the form of the file that ships",
        ) from error  # fmt: skip
    faults = [fault for at, entry in enumerate(entries, 1)
              for fault in _faults(entry, f"option {at}", known, groups)]  # fmt: skip
    keys = [entry.get("intervention") for entry in entries]
    faults += [f'two options are of "{key}"' for key in dict.fromkeys(keys) if keys.count(key) > 1]
    for key, figure in known.items():
        faults += _faults_of_figure(figure, f"figure {key}")
    for group, figures in groups.items():
        for figure in figures.values():
            faults += _faults_of_figure(figure, f"shares {group}, {figure.name}")
    if not 0 < tranches.money < 1 or not 0 < tranches.effect < 1:
        faults.append("tranches are no shares between 0 and 1")
    if not entries:
        faults.append("there is no [[option]]")
    refuse(faults, "standard options", name)
    options = tuple(_option(entry, known, groups, shared) for entry in entries)
    return StandardOptionBase(
        currency, price_year, tranches, groups, options, tuple(given["notes"])
    )


def _named(entry: Mapping[str, Any], prices: Mapping[int, Mapping[str, Any]]) -> StandardFigure:
    """Return a figure that several options share, at the prices of the file."""
    year = entry.get("price_year")
    if year is None:
        return _figure("", entry)
    price = prices[year]
    raised = {end: entry[end] * price["factor"] for end in ENDS if end in entry}
    why = (
        f"{entry['why']} Raised by {price['factor']:g} from prices of {year} "
        f"({price['source']}; {price['status']})."
    )
    return _figure("", {**entry, **raised, "why": why})


def _figure(name: str, entry: Mapping[str, Any]) -> StandardFigure:
    central = float(entry["central"])
    low, high = float(entry.get("low", central)), float(entry.get("high", central))
    return StandardFigure(
        name, Span(low, central, high), entry["status"], entry["source"], entry["why"]
    )


def _group(group: Mapping[str, Any]) -> dict[str, StandardFigure]:
    """Return the shares of one group by name."""
    about = {key: group[key] for key in ("status", "source", "why")}
    return {
        name: _figure(name, {**dict(zip(ENDS, group[name], strict=True)), **about})
        for name in SHARES
    }


def _option(
    entry: Mapping[str, Any],
    known: Mapping[str, StandardFigure],
    groups: Mapping[str, Mapping[str, StandardFigure]],
    shared: Mapping[str, Any],
) -> StandardOption:
    sized = "no_size" not in entry
    words: dict[str, Any] = {name: entry.get(name, "") for name in WORDS}
    counted = Counted(words.pop("count"), words.pop("per_cent"), words.pop("counts"))
    words |= {name: tuple(entry.get(name, ())) for name in LISTS}
    return StandardOption(
        intervention=entry["intervention"], barrier=entry["barrier"], title=entry["title"],
        counted=counted, figures=_figures(entry, known, groups) if sized else {},
        no_size=entry.get("no_size", ""), sections=tuple(entry.get("sections", ())),
        sections_words=entry.get("sections_words", ""),
        reach={name: float(each) for name, each in entry.get("reach", {}).items()},
        **words, **shared,
    )  # fmt: skip


def _figures(
    entry: Mapping[str, Any],
    known: Mapping[str, StandardFigure],
    groups: Mapping[str, Mapping[str, StandardFigure]],
) -> dict[str, StandardFigure]:
    """Return the figures of an option by name, in the order of ``FIGURES``."""
    figures = _stated(entry, known, groups)
    if "jobs" not in figures:
        figures["jobs"] = _jobs(figures)
    return {name: figures[name] for name in FIGURES if name in figures}


def _stated(
    entry: Mapping[str, Any],
    known: Mapping[str, StandardFigure],
    groups: Mapping[str, Mapping[str, StandardFigure]],
) -> dict[str, StandardFigure]:
    """Return the figures that an option states itself, shares with others, or has by its group."""
    figures = dict(groups[entry["shares"]])
    for name in FIGURES:
        given = entry.get(_key(name))
        if isinstance(given, str):
            figures[name] = replace(known[given], name=name)
        elif given is not None:
            figures[name] = _figure(name, given)
    return figures


def _key(name: str) -> str:
    return name.replace(" ", "_").replace("-", "_")


def _jobs(figures: Mapping[str, StandardFigure]) -> StandardFigure:
    """Return the gross jobs that follow from the public money per net additional job."""
    money, each = figures["public cost"].span.central, figures["cost per net job"]
    kept = 1.0
    for name in SHARES:
        kept *= 1 - figures[name].span.central
    low, central, high = (
        money / end / kept for end in (each.span.high, each.span.central, each.span.low)
    )
    return StandardFigure(
        "jobs", Span(low, central, high),
        "proposal" if each.status == "proposal" else "derived", each.source,
        "Follows from the public cost, the cost per net job and the central share that is kept.",
    )  # fmt: skip


def _faults(
    entry: Mapping[str, Any],
    where: str,
    known: Mapping[str, StandardFigure],
    groups: Mapping[str, Mapping[str, StandardFigure]],
) -> list[str]:
    """Return what is wrong with an option: its shape first, then what it names, then figures."""
    if "no_size" in entry:
        return faults_of_names(entry, HEAD | {"no_size"}, frozenset(), where)
    faults = faults_of_names(entry, NEEDED, OPTIONAL, where)
    faults = faults or _faults_of_shape(entry, where)
    faults = faults or _faults_of_choices(entry, where, known, groups)
    if faults:
        return faults
    stated = _stated(entry, known, groups)
    faults = [
        fault
        for figure in stated.values()
        for fault in _faults_of_figure(figure, f"{where}, {figure.name}")
    ]
    if any(stated[name].span.central == 1 for name in SHARES):
        faults.append(f"{where}: nothing is left of its gross jobs")
    return faults


def _faults_of_shape(entry: Mapping[str, Any], where: str) -> list[str]:
    """Return what stands where something of another kind should."""
    texts = (*HEAD, *WORDS, "sections_words")
    faults = [f"{where}: {name} is no text" for name in texts
              if not isinstance(entry.get(name, ""), str)]  # fmt: skip
    faults += [
        f"{where}: {name} is no list of texts"
        for name in (*LISTS, "sections")
        if not isinstance(entry.get(name, []), list)
        or not all(isinstance(one, str) for one in entry.get(name, []))
    ]
    reach = entry["reach"]
    if not isinstance(reach, dict) or not all(
        name in ("residents", "jobs", "firms") and _is_number(each) and each > 0
        for name, each in reach.items()
    ):
        faults.append(f"{where}: reach is no table of residents, jobs and firms above 0")
    for name in map(_key, FIGURES):
        given = entry.get(name, "")
        if isinstance(given, dict):
            faults += faults_of_names(given, FIGURE, frozenset(ENDS), f"{where}, {name}")
            faults += [f"{where}, {name}: {end} is no number"
                       for end in ENDS if not _is_number(given.get(end, 0))]  # fmt: skip
            faults += [f"{where}, {name}: {text} is no text" for text in FIGURE - {"central"}
                       if not isinstance(given.get(text, ""), str)]  # fmt: skip
        elif not isinstance(given, str):
            faults.append(f"{where}: {name} is no figure")
    return faults


def _faults_of_choices(
    entry: Mapping[str, Any],
    where: str,
    known: Mapping[str, StandardFigure],
    groups: Mapping[str, Mapping[str, StandardFigure]],
) -> list[str]:
    """Return names that lead nowhere, and parts that do not go together."""
    allowed: dict[str, Sequence[str]] = {
        "failure": FAILURES, "project_type": PROJECT_TYPES, "shares": tuple(groups),
        "spending": SPENDING,
    }  # fmt: skip
    faults = [
        f'{where}: {name} "{entry[name]}" is none of {", ".join(values)}'
        for name, values in allowed.items()
        if entry[name] not in values
    ]
    faults += [
        f'{where}: {name} "{entry[name]}" is no figure under [figures]'
        for name in map(_key, FIGURES)
        if isinstance(entry.get(name), str) and entry[name] not in known
    ]
    if ("sections" in entry) != ("sections_words" in entry):
        faults.append(f"{where}: sections and sections_words come together")
    if ("jobs" in entry) == ("cost_per_net_job" in entry):
        faults.append(f"{where}: needs jobs or cost_per_net_job, and not both")
    if ("duration" in entry) == (entry["spending"] == "service"):
        faults.append(f"{where}: what is rolling has a duration, a service has none")
    return faults


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _faults_of_figure(figure: StandardFigure, where: str) -> list[str]:
    """Return what is wrong with a figure: order, bounds, and what it rests on."""
    span, faults = figure.span, []
    if not 0 <= span.low <= span.central <= span.high:
        faults.append(f"{where}: low, central and high are out of order or below 0")
    if figure.name in (*SHARES, "take-up") and span.high > 1:
        faults.append(f"{where}: is no share from 0 to 1")
    if figure.name in ("take-up", "public cost", "cost per net job") and span.low <= 0:
        faults.append(f"{where}: is not above 0")
    if figure.name == "decay" and span.high >= 1:
        faults.append(f"{where}: is not below 1")
    if figure.name == "duration" and span.central < 1:
        faults.append(f"{where}: is not a year at least")
    if figure.name in WHOLE and span.central != int(span.central):
        faults.append(f"{where}: is no whole number of years")
    if figure.status not in STATUSES:
        faults.append(f'{where}: status "{figure.status}" is none of {", ".join(STATUSES)}')
    if figure.status in READ and not figure.source:
        faults.append(f"{where}: what comes from somewhere names its source")
    if not figure.why:
        faults.append(f"{where}: does not say why")
    return faults
