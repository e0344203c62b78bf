"""What ``placewise sectors`` prints."""

from __future__ import annotations

import json as json_of
from dataclasses import asdict
from pathlib import Path
from textwrap import fill

from placewise.cli.outputs import Outputs, check_outputs, is_printed, write_whole
from placewise.data.lexicons import read_concordance
from placewise.model.claims import Sector
from placewise.review.claims.sectors import find_sector

LINE = 88


def show_sectors(words: str | None, own: Path | None, json: Path | None) -> None:
    """Print all sectors, or one of them."""
    check_outputs(Outputs(json=json), {"--own": own}, usual=None)
    concordance = read_concordance(own)
    found = concordance.sectors if words is None else (find_sector(concordance, words),)
    if json is not None:
        text = json_of.dumps([asdict(sector) for sector in found], indent=1, ensure_ascii=False)
        if is_printed(json):
            print(text)
            return
        write_whole(json, text + "\n")
    if words is None:
        print(_all(concordance.sectors))
    else:
        print(_one(found[0]))


def _all(sectors: tuple[Sector, ...]) -> str:
    width = max(len(sector.name) for sector in sectors)
    rows = [
        f"{sector.name:<{width}}  {sector.measurable:>5.0%}  {sector.judged}"
        + ("  *" if sector.modern_industrial_strategy else "")
        for sector in sectors
    ]
    return "\n".join(
        [
            f"{'Sector':<{width}}  {'Seen':>5}  How that was judged",
            *rows,
            "",
            "Seen: share of what the words mean that industry codes can measure.",
            "* one of the eight sectors of the United Kingdom's industrial strategy (2025).",
        ]
    )


def _one(sector: Sector) -> str:
    return "\n".join(
        _line(label, text)
        for label, text in (
            ("Sector", sector.name),
            ("Said as", ", ".join(sector.terms)),
            ("SIC 2007", ", ".join(sector.sic)),
            ("NAICS 2017", ", ".join(sector.naics)),
            ("Seen", f"{sector.measurable:.0%} of what the words mean ({sector.judged})"),
            ("Definition", sector.basis),
        )
    )


def _line(label: str, text: str) -> str:
    return fill(text, LINE, initial_indent=f"{label:<12}", subsequent_indent=" " * 12)
