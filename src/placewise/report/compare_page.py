"""A comparison of places as one self-contained page: should strategies be distinctive?"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from placewise.model.glossary import Term
from placewise.model.plan import Comparison
from placewise.model.wording import money, plural
from placewise.report.answer_page import with_terms
from placewise.report.charts import Row
from placewise.report.compare_charts import (
    bins_chart,
    cluster_rings,
    differs_chart,
    mantel_chart,
    place_map,
    south_chart,
    table_of,
    written_chart,
)
from placewise.report.compare_rows import (
    cluster_table,
    common_table,
    exceptions_table,
    groups_table,
    heat_table,
    mantel_table,
    places_table,
    south_table,
    written_table,
)
from placewise.report.marked import printable

SECTIONS = ("differs", "mantel", "gate", "clusters", "common", "south", "written", "places")
"""Findings whose sentence opens a section, or stands in one."""


def compare_page(comparison: Comparison, glossary: Sequence[Term] = ()) -> str:
    """Return a comparison of places as a page of HTML that needs no script and asks for no file.

    Args:
        comparison: the comparison.
        glossary: terms of which those that stand on the page are explained at its end.
    """
    told = comparison.clusters.height > 1
    return printable(with_terms(
        "compare.html",
        glossary,
        d=comparison,
        kinds=plural(comparison.kind),
        asked=_asked(comparison),
        sentences=_sentences(comparison),
        differs=differs_chart(comparison),
        mantel=mantel_chart(comparison),
        bins=[chart for against in _against(comparison)
              if (chart := bins_chart(comparison, against))],
        tests=mantel_table(comparison),
        map=place_map(comparison, told),
        rings=cluster_rings(comparison) if told else [],
        heats=[heat for by in ("cluster", "region") if (heat := heat_table(comparison, by))],
        groups=cluster_table(comparison),
        common=common_table(comparison),
        south=south_chart(comparison),
        sides=groups_table(comparison),
        south_tests=south_table(comparison),
        exceptions=exceptions_table(comparison),
        written=written_chart(comparison),
        writings=written_table(comparison),
        places=places_table(comparison),
        cannot_tell=_cannot_tell(comparison),
    ))  # fmt: skip


def _asked(comparison: Comparison) -> str:
    settings = comparison.settings
    amount = money(settings.budget, settings.currency).removesuffix(".00")
    years = "1 year" if settings.years == 1 else f"{settings.years} years"
    return (
        f"{comparison.places.height:,} {plural(comparison.kind)}, {amount} of public money a head "
        f"over {years} each"
    )


def _sentences(comparison: Comparison) -> dict[str, str]:
    """Return the sentence of each section, unless the top of the page has said it.

    A section with nothing else in it says it again; one of which nothing is known has none.
    """
    said = {
        one.key: one.sentence
        for one in comparison.findings
        if one.sentence not in comparison.headline or one.table.is_empty()
    }
    return {key: said.get(key, "") for key in SECTIONS}


def _against(comparison: Comparison) -> list[str]:
    table = table_of(comparison, "bins")
    return [] if table.is_empty() else table["against"].unique(maintain_order=True).to_list()


def _cannot_tell(comparison: Comparison) -> list[Row]:
    """Return what the comparison leaves open, and what would settle it."""
    rows = [
        ("Would places do better with plans as different as these?",
         "it is not known what any plan of this kind did in a place",
         "evaluations of whole strategies, with places that had none or another"),
        ("How far do the sizes of standard options decide the mixes?",
         "most of their costs and effects are proposals with wide ranges",
         "options of one's own for a few places: placewise plan --options FILE"),
    ]  # fmt: skip
    if unknown := _unknown_needs(comparison):
        rows.append(
            ("Do needs that no table tells of differ between places?", unknown,
             "evidence of each place: placewise plan --evidence FILE")
        )  # fmt: skip
    if table_of(comparison, "written").is_empty():
        rows.append(
            ("Do written strategies differ as much as needs do?", "no corpus was given",
             "a corpus of them: placewise compare --corpus FOLDER")
        )  # fmt: skip
    keys = ("question", "why", "what_would_settle_it")
    return [dict(zip(keys, row, strict=True)) for row in rows]


def _unknown_needs(comparison: Comparison) -> str:
    """Return of which barriers nothing is known anywhere, and of which in some places alone."""
    known = comparison.needs.group_by("barrier").agg(pl.col("need").is_not_null().mean())
    nowhere = known.filter(pl.col("need") == 0)["barrier"].sort().to_list()
    some = known.filter((pl.col("need") > 0) & (pl.col("need") < 1))["barrier"].sort().to_list()
    parts = [(nowhere, "anywhere"), (some, "in some places")]
    return "; ".join(
        f"of {len(names)} barrier{'' if len(names) == 1 else 's'} nothing is known {where}: "
        + ", ".join(names)
        for names, where in parts
        if names
    )
