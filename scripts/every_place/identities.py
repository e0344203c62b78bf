"""Sums that must add up: productivity, mix and within, growth, own parts, barriers."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from scripts.every_place.tally import Tally, rounding

Row = dict[str, Any]
EXACT = 1e-9
"""By how much of the whole a sum may be off, beside the rounding of the numbers as written."""
BARRIERS = 15
RULED_OUT = "not a barrier here"
OUTCOMES = {
    "binding": ("p_binding",),
    "contributing": ("p_binding", "p_contributing"),
    RULED_OUT: ("p_not",),
}
"""What the probability of an outcome adds up: what binds contributes at least."""
PARTS = ("p_binding", "p_contributing", "p_not")
UNTOLD = "cannot tell"


def check_identities(diagnosis: Row, tally: Tally) -> None:
    """Check every sum of one diagnosis."""
    productivity, paths = diagnosis["productivity"], diagnosis["paths"]
    for rows in by(productivity.get("identity", []), lambda row: row["comparator"]).values():
        check_productivity(rows, tally)
    for rows in by(productivity.get("mix_within", []), lambda row: row["comparator"]).values():
        check_mix_within(rows, tally)
    for rows in by(productivity.get("own_parts", []), lambda row: row["outcome"]).values():
        check_own_parts(rows, tally)
    for rows in by(paths.get("shift_share_total", []), lambda row: row["form"]).values():
        check_growth(rows, tally)
    for row in paths.get("shift_share", []):
        adds_up(row["change"], [row["national"], row["mix"], row["local"]],
                "an industry's growth adds up", tally)  # fmt: skip
        adds_up(row["change"], [row["after"], negative(row["before"])],
                "an industry's change is after less before", tally)  # fmt: skip


def by(rows: Sequence[Row], key: Callable[[Row], Hashable]) -> dict[Hashable, list[Row]]:
    """Return rows by a key."""
    found: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def adds_up(whole: float | None, parts: Sequence[float | None], sort: str, tally: Tally) -> None:
    """Check that parts are their whole, or that whole and some part are both missing."""
    known = [part for part in parts if part is not None]
    if whole is None or len(known) < len(parts):
        tally.expect(whole is None and len(known) < len(parts),
                     "a sum with a missing part is missing", sort, whole, parts)  # fmt: skip
        return
    size = max(abs(whole), *map(abs, known))
    miss = abs(math.fsum(known) - whole)
    tally.expect(miss <= EXACT * size + rounding(whole, *known), sort, whole, parts, miss)


def negative(value: float | None) -> float | None:
    """Return a number turned round."""
    return None if value is None else -value


def check_productivity(rows: Sequence[Row], tally: Tally) -> None:
    """Check the identity of one comparator: parts, their product, and each part from its levels."""
    total = next(row for row in rows if row["factor"] == "total")
    parts = [row for row in rows if row["factor"] != "total"]
    for column in ("log_part", "amount"):
        adds_up(total[column], [row[column] for row in parts],
                f"the identity of productivity adds up ({column})", tally)  # fmt: skip
    for row in rows:
        ratio = math.log(row["value"] / row["comparator_value"])
        slack = rounding(row["value"]) / row["value"]
        slack += rounding(row["comparator_value"]) / row["comparator_value"]
        tally.expect(abs(ratio - row["log_part"]) <= EXACT + slack + rounding(row["log_part"]),
                     "a part of the identity is the logarithm of its ratio",
                     row["factor"], ratio, row["log_part"])  # fmt: skip


def check_mix_within(rows: Sequence[Row], tally: Tally) -> None:
    """Check that mix and within are the gap, and the industries are mix and within."""
    whole = {row["part"]: row["value"] for row in rows if not row["industry"]}
    adds_up(whole["gap"], [whole["mix"], whole["within"]], "mix and within are the gap", tally)
    for part in ("mix", "within"):
        industries = [row["value"] for row in rows if row["part"] == part and row["industry"]]
        adds_up(whole[part], industries, f"the industries add up to {part}", tally)


def check_own_parts(rows: Sequence[Row], tally: Tally) -> None:
    """Check that what goes with each trait, and the rest, are the gap."""
    gap = next(row["log_part"] for row in rows if row["driver"] == "gap")
    parts = [row["log_part"] for row in rows if row["driver"] != "gap"]
    adds_up(gap, parts, "own parts and the rest are the gap", tally)


def check_growth(rows: Sequence[Row], tally: Tally) -> None:
    """Check that the parts of a form of shift-share are the change."""
    for column in ("value", "per_cent"):
        change = next(row[column] for row in rows if row["part"] == "change")
        parts = [row[column] for row in rows if row["part"] != "change"]
        adds_up(change, parts, f"the parts of growth are the change ({column})", tally)


def check_barriers(diagnosis: Row, tally: Tally) -> None:
    """Check that every barrier has an outcome, and each outcome the probability that it needs."""
    rows, detail = diagnosis["barriers"], diagnosis["barriers_detail"]
    tally.expect(len({row["barrier"] for row in rows}) == BARRIERS,
                 f"all {BARRIERS} barriers have an outcome", len(rows))  # fmt: skip
    asked = " ".join(row["question"] for row in detail["cannot_tell"])
    gates = by(detail["gate"], lambda row: row["barrier"])
    for row in rows:
        tally.expect(row["outcome"] in {*OUTCOMES, UNTOLD}, "an outcome is one of four",
                     row["barrier"], row["outcome"])  # fmt: skip
        tally.expect(bool(gates.get(row["barrier"])), "a barrier shows the steps of its gate",
                     row["barrier"])  # fmt: skip
        check_outcome(row, tally)
        if row["outcome"] == UNTOLD:
            tally.expect(bool(row["why_open"]) and bool(row["what_would_settle_it"]),
                         "what cannot be told says why, and what would settle it",
                         row["barrier"])  # fmt: skip
            tally.expect(row["title"] in asked, "what cannot be told is listed", row["title"])


def check_outcome(row: Row, tally: Tally) -> None:
    """Check the probabilities of one barrier."""
    parts = [row[name] for name in PARTS]
    known = any(part is not None for part in parts)
    if known:
        adds_up(1.0, parts, "the probabilities of a barrier add up to one", tally)
    if row["outcome"] in OUTCOMES and not known:
        # One step of the gate rules it out, whatever the others would say.
        tally.expect(row["outcome"] == RULED_OUT and row["probability"] is not None,
                     "a barrier is ruled out where not all is known, and never called",
                     row["barrier"], row["outcome"], row["probability"])  # fmt: skip
    elif row["outcome"] in OUTCOMES:
        adds_up(row["probability"], [row[name] for name in OUTCOMES[row["outcome"]]],
                "an outcome has the probability of its parts", tally)  # fmt: skip
    else:
        tally.expect(row["probability"] is None, "what cannot be told has no probability",
                     row["barrier"], row["probability"])  # fmt: skip
