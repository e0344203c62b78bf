"""What studies found on skills, mix, density and places: evidence on both sides."""

from __future__ import annotations

import polars as pl

from placewise.data.evidence import read_elasticities
from placewise.model.productivity import EVIDENCE
from placewise.model.wording import share_per_cent
from placewise.model.words import Finding
from placewise.workbench.productivity.parts import Found

QUESTION = "What did studies find, for and against?"

EVIDENCE_TYPES = {
    "key": pl.String, "statement": pl.String, "outcome": pl.String, "driver": pl.String,
    "value": pl.Float64, "lower": pl.Float64, "upper": pl.Float64, "unit": pl.String,
    "scope": pl.String, "source": pl.String, "source_url": pl.String, "status": pl.String,
    "note": pl.String,
}  # fmt: skip
"""Columns of the finding ``evidence``: one row a published relation, as the elasticities that ship
have it. Lower and upper are the range that the source gives. ``status`` says how far the figure
was checked in its source; ``note`` what a reader must know of it."""


def evidence_found() -> Found:
    """Return the published relations that bear on skills, mix and density."""
    known = read_elasticities()
    rows = [
        (one.key, one.relation, one.outcome, one.driver, one.value, one.low, one.high, one.unit,
         one.scope, one.source, one.source_url, one.status, one.note)
        for one in (known[key] for key in EVIDENCE)
    ]  # fmt: skip
    table = pl.DataFrame(rows, schema=EVIDENCE_TYPES, orient="row")
    people = known["pay between areas"]
    mix = known["pay and mix of sectors"]
    sentence = (
        f"Studies disagree. Of the spread of pay between people less than "
        f"{share_per_cent(people.value or 0)} goes with the area ({people.source}, "
        f"{people.status}). Of the differences between areas "
        f"{share_per_cent(mix.value or 0)} go with the mix of sectors and the "
        f"rest with the area itself ({mix.source}, {mix.status})."
    )
    return Found(findings=(Finding("evidence", QUESTION, sentence, table),))
