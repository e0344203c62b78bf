"""Toolkits: what is written by hand of a policy area, and the columns of what is computed."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

FOUND = {
    "key": pl.String, "intervention": pl.String, "outcome": pl.String, "sentence": pl.String,
    "effect": pl.String, "direction": pl.String, "positive": pl.Int64, "kept": pl.Int64,
    "share": pl.Float64, "lower": pl.Float64, "upper": pl.Float64, "strength": pl.String,
    "source": pl.String, "url": pl.String, "status": pl.String,
}  # fmt: skip
"""Columns of what evaluations found, one row a record in force. ``share`` is that of evaluations
that found a positive effect, with its 95 % interval; missing where counts are not known."""
COST = {
    "what": pl.String, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64,
    "unit": pl.String, "note": pl.String, "source": pl.String, "status": pl.String,
}  # fmt: skip
"""Columns of costs: as records state them (in ``note`` where in words), what a job cost elsewhere,
and the general figures that an appraisal takes where an option states none."""
DESIGN = {
    "choice": pl.String, "found": pl.String, "source": pl.String, "url": pl.String,
    "status": pl.String,
}  # fmt: skip
"""Columns of design: what the choice is about, and what is known of it."""
EVALUATE = {
    "step": pl.String, "how": pl.String, "maryland": pl.Int64, "source": pl.String,
    "status": pl.String,
}  # fmt: skip
"""Columns of how to evaluate: ``maryland`` is the level that a design can reach, missing on rows
that are no design."""
RULES = {
    "barrier": pl.String, "barrier_title": pl.String, "failures": pl.String, "failure": pl.String,
    "failure_status": pl.String, "advice": pl.String, "title": pl.String, "reason": pl.String,
    "source": pl.String, "status": pl.String,
}  # fmt: skip
"""Columns of the candidate rules of an area: against which barrier, the failures behind that, by
name and in words with what the words rest on, then consider or avoid, and why."""
STEPS = (
    "design", "why not higher", "comparison", "outcome data", "smallest effect", "displacement",
    "when",
)  # fmt: skip
"""What a toolkit says of evaluation. Designs carry the level that they can reach."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is written by hand.

    Attributes:
        about: the choice of design or the step of evaluation; "" in a rationale.
        text: in our own words.
        status: one of :data:`placewise.model.evidence.STATUSES`.
        source: where it was read, or "".
        url: where it can be read, or "".
        maryland: level that a design can reach; None where it is no design.
    """

    about: str
    text: str
    status: str
    source: str = ""
    url: str = ""
    maryland: int | None = None


@dataclass(frozen=True, slots=True)
class ToolkitText:
    """Everything of a toolkit that cannot be computed.

    Attributes:
        area: name of the policy area.
        title: as a heading.
        example: name of the worked example in the docs, or "".
        areas: policy areas whose records it shows.
        records: keys of further records that it shows.
        programmes: names of benchmarks of a job's cost that stand beside.
        project_types: kinds of project whose optimism bias stands beside.
        rationale: which failure it answers, and when it is the wrong answer.
        design: choices that mattered, beyond the lessons of its records.
        evaluate: how to evaluate it.
    """

    area: str
    title: str
    example: str
    areas: tuple[str, ...]
    records: tuple[str, ...]
    programmes: tuple[str, ...]
    project_types: tuple[str, ...]
    rationale: tuple[Statement, ...]
    design: tuple[Statement, ...]
    evaluate: tuple[Statement, ...]
