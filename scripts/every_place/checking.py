"""Hold the diagnoses of a folder to the tables of their workspace."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from scripts.every_place.figures import check_figures, check_page, check_provenance, check_words
from scripts.every_place.identities import check_barriers, check_identities
from scripts.every_place.indicators import Indicators, check_indicators
from scripts.every_place.industries import Bases, check_industries
from scripts.every_place.reasons import check_reasons
from scripts.every_place.tally import Tally
from scripts.every_place.workspace import Workspace

TWO_LINES = 175
"""Characters that fit two lines of a page."""


def check_folder(folder: Path, kind: str, workspace: Workspace, indicators: Indicators) -> Tally:
    """Check every diagnosis of a folder, and that there is one for every place of a kind."""
    tally, bases = Tally(), Bases()
    found = set()
    for file in sorted(folder.glob("*.json")):
        found.add(check_file(file, workspace, indicators, bases, tally))
    tally.place = kind
    for code, name in workspace.places(kind).items():
        tally.expect(code in found, "every place of the kind has a diagnosis", name, code)
    return tally


def check_file(
    file: Path, workspace: Workspace, indicators: Indicators, bases: Bases, tally: Tally
) -> str:
    """Check one diagnosis and its page; return the code of its place."""
    written = file.read_text(encoding="utf-8")
    tally.places += 1
    tally.place = file.stem
    diagnosis = json.loads(written, parse_constant=lambda name: tally.expect(
        False, "the JSON has no NaN and no Infinity", name
    ))  # fmt: skip
    tally.place = diagnosis["place"]["name"]
    check_industries(diagnosis, workspace, bases, tally)
    check_indicators(diagnosis, indicators, tally)
    check_identities(diagnosis, tally)
    check_barriers(diagnosis, tally)
    check_figures(diagnosis, tally)
    check_provenance(diagnosis, workspace.sources, tally)
    check_reasons(diagnosis, tally)
    check_words(written, diagnosis, TWO_LINES, tally)
    page = file.with_suffix(".html")
    tally.expect(page.exists(), "a page stands beside the figures")
    if page.exists():
        check_page(page.read_text(encoding="utf-8"), tally)
    return str(diagnosis["place"]["code"])


def folders(out: Path, kinds: list[str]) -> Iterator[tuple[str, Path]]:
    """Yield every kind with the folder of its diagnoses."""
    for kind in kinds:
        yield kind, out / "-".join(kind.split())
