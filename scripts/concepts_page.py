"""Write docs/reference/concepts.md: which concepts are known for which places, and how.

    python -m scripts.concepts_page UK_WORKSPACE US_WORKSPACE

Beside it, how well a rebuilt rate agrees with a published one: GVA per hour and per job of combined
authorities, rebuilt from their districts although the publisher gives them.
"""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import polars as pl

from placewise.workbench.bench import Workbench
from placewise.workbench.concept_tables import ConceptTables

PAGE = Path(__file__).parents[1] / "docs/reference/concepts.md"
UK_KINDS = ("district", "ITL3", "combined authority", "local enterprise partnership")
US_KINDS = ("county", "metropolitan or micropolitan area")


def availability(bench: Workbench, kinds: tuple[str, ...]) -> list[str]:
    """Return one row of the page for each concept that any of these kinds has."""
    rows = []
    for key, concept in bench.shelf.concepts.items():
        cells, known = [], False
        for kind in kinds:
            places = bench.places(kind)
            latest = bench.shelf.latest(key, places)
            if latest.is_empty():
                cells.append("")
                continue
            known = True
            years = bench.shelf.concept(key, places)["year"]
            mark = " \N{ALMOST EQUAL TO}" if latest["approximate"].sum() * 2 > latest.height else ""
            cells.append(f"{latest.height:,}, {years.min()} to {years.max()}{mark}")
        if known:
            rows.append(f"| {key} | {concept.unit} | " + " | ".join(cells) + " |")
    return rows


def rebuilt(bench: Workbench, key: str) -> str:
    """Return how far a rate that is rebuilt from areas lies from the published one."""
    places = bench.places("combined authority")
    concepts = bench.shelf.concepts
    published = bench.shelf.concept(key, places).filter(~pl.col("approximate"))
    # Names that no area has leave the tables nothing to publish, so that every rate is rebuilt.
    unpublished = tuple(
        dataclasses.replace(place, code=None, areas=tuple(sorted(
            bench.shelf.territories.of_place(place)))) for place in places
    )  # fmt: skip
    tables = ConceptTables(bench.store, bench.shelf.territories, concepts)
    made = tables.values(key, unpublished).select("place", "year", made="value")
    both = published.join(made, on=["place", "year"])
    off = 100 * (both["made"] / both["value"] - 1)
    return (
        f"{key}: rebuilt from districts for {both['place'].n_unique()} combined authorities, "
        f"{both['year'].min()} to {both['year'].max()}: {off.abs().median():.2f} per cent off in "
        f"the middle, {off.abs().max():.2f} at most."
    )


def page(kingdom: Workbench, states: Workbench) -> str:
    """Return the page."""
    lines = [
        "# Concepts",
        "",
        "What an analyst starts with, and for how many places the official tables give it in the "
        "latest year that most have, with the years of the series. \N{ALMOST EQUAL TO}: averaged "
        "over areas or rebuilt, not published. Written by `python -m scripts.concepts_page`.",
    ]  # fmt: skip
    for title, bench, kinds in (
        ("United Kingdom", kingdom, UK_KINDS), ("United States", states, US_KINDS),
    ):  # fmt: skip
        lines += ["", f"## {title}", ""]
        lines.append("| concept | unit | " + " | ".join(kinds) + " |")
        lines.append("|---|---|" + "---|" * len(kinds))
        lines += availability(bench, kinds)
    lines += ["", "## How well a rebuilt rate agrees", ""]
    lines += [f"- {rebuilt(kingdom, key)}" for key in ("gva per hour", "gva per job")]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    text = page(Workbench.open(Path(sys.argv[1])), Workbench.open(Path(sys.argv[2])))
    PAGE.write_text(text, encoding="utf-8")
    print(f"Written to {PAGE}")
