"""Concepts of the sample: every concept of every strategy area, computed once from all tables.

The tables that they are computed from cover districts and are too large to ship. A store may hold a
concept under the name ``concept: KEY``, which comes before every other table.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl

from placewise.data.load import load
from placewise.data.workspace import Workspace
from placewise.model.concepts import OWN_NAME
from placewise.workbench.bench import Workbench

KINDS = ("combined authority", "local enterprise partnership", "ITL2")
FIRST_YEAR = 2008
DIGITS = 5


def concept_tables(shared: Path) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return definitions, values and provenance of the concepts of the sample."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "uk"
        load("uk", shared / "data" / "uk", Workspace.create(workspace))
        bench = Workbench.open(workspace)
        shelf = bench.shelf
        places = {kind: bench.places(kind) for kind in KINDS}
        english = set(pl.read_parquet(_areas())["code"])
        rows, definitions = [], []
        for key, concept in shelf.concepts.items():
            found = pl.concat(shelf.concept(key, places[kind]) for kind in KINDS)
            codes = pl.DataFrame(
                [(p.name, p.kind, p.code) for kind in KINDS for p in places[kind]],
                schema=["place", "kind", "area"], orient="row",
            )  # fmt: skip
            found = found.join(codes, on=["place", "kind"]).filter(
                (pl.col("year") >= FIRST_YEAR) & pl.col("area").is_in(english)
            )
            if found.is_empty():
                continue
            definitions.append((OWN_NAME + key, concept.title, concept.unit))
            rows.append(
                found.with_columns(indicator=pl.lit(OWN_NAME + key), unit=pl.lit(concept.unit))
            )
        values = pl.concat(rows)
        sources = shelf.sources(values["dataset"].unique())
    known = pl.col("lower").is_not_null() & pl.col("upper").is_not_null()
    table = values.select(
        "indicator", "area", "year", period=pl.col("year").cast(pl.String),
        value=pl.col("value").round_sig_figs(DIGITS), unit="unit",
        lower=pl.when(known).then(pl.col("lower").round_sig_figs(DIGITS)),
        upper=pl.when(known).then(pl.col("upper").round_sig_figs(DIGITS)),
        flag=pl.when("approximate").then(pl.lit("estimated")).otherwise(pl.lit("ok")),
        dataset="dataset",
    )  # fmt: skip
    defined = pl.DataFrame(
        [(*row, False, None, None, None, "indicators") for row in definitions],
        schema={
            "indicator": pl.String, "title": pl.String, "unit": pl.String, "additive": pl.Boolean,
            "numerator": pl.String, "denominator": pl.String, "scale": pl.Float64,
            "dataset": pl.String,
        },
        orient="row",
    )  # fmt: skip
    provenance = pl.DataFrame(
        [
            (s.dataset, s.source, s.publisher, s.vintage,
             "concepts computed for strategy areas: summed, rebuilt or averaged over districts "
             "where not published for the area", s.licence)
            for s in sources
        ],
        schema=["dataset", "source", "publisher", "vintage", "transformations", "licence"],
        orient="row",
    )  # fmt: skip
    return defined, table, provenance


def _areas() -> Path:
    """Return the areas that the sample holds, which are compiled first."""
    return Path(__file__).parents[1] / "src/placewise/data/sample/areas.parquet"
