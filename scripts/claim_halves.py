"""Draw the last two lots of passages: one to mend the rules of claims on, and one that tests them.

No plan is left that no draw has touched, so that plans are halved by chance. The twelfth draw, for
training, is of one half, the thirteenth and fourteenth, the test, of the other: of passages that no
draw holds. Rules were mended on labels of both halves before; what the test can say is how they do
on sentences that nobody looked at, of plans of which other sentences were looked at.

Cells are told as in ``scripts/claim_lots.py``, by nets of words that are none of the lexicons. Two
richer nets come first, as claims are rare: words that place a sector in an economy, beside the
sector, where the passage speaks of an economy or of jobs; a number behind a word of aim, an act
with a deadline, or a number a year. The thirteenth draw held 22 passages with a target, too few to
say much, so that before any rule was tried on it the fourteenth added passages of a net that is
narrower still. It parts the cell of the one before: a target that is outright is a cell of its own.

    PLACEWISE_SHARED=... python -m scripts.claim_halves FOLDER

writes ``twelfth.jsonl`` to ``fourteenth.jsonl``, as ``scripts/claim_lots.py`` does.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
from collections import Counter
from pathlib import Path

import polars as pl
from scripts.claim_lots import MISLABELLED, drawn, narrow_cell, open_plans
from scripts.claims_evaluation import LABELS, read_labels
from scripts.label_sample import PLANS, SECTORS, passages

SEED = 20261210
PLACED = re.compile(
    r"(?:largest|biggest|major|main|primary|key|leading|dominant|predominant|principal|important|"
    r"significant|strong|growing|vital|critical|essential|core|top)\s(?:[\w-]+\s){0,3}"
    r"(?:employ|industr|sector|cluster|source|component|part\b|role|econom|jobs?\b|asset|presence|"
    r"driver|generator|contributor|influence|share|proportion)|"
    r"strengths?\b|speciali[sz]|renown|known (?:for|as)|famous|\bhub\b|clusters?\b|concentration|"
    r"cent(?:er|re)s? (?:of|for)|home to|"
    r"econom(?:y|ic base)[^.]{0,40}(?:based|built|depend|relies|compris)|"
    r"backbone|mainstay|cornerstone|foundation of|dominat|predominan|"
    r"(?:primarily|mainly|mostly|largely) employed|"
    r"(?:majority|most) of (?:the )?(?:[\w-]+ ){0,3}(?:jobs|employ|work)|competitive|advantage|"
    r"world[- ]|leader|excellence|destination",
    re.IGNORECASE,
)
PLACED_BESIDE = re.compile(
    rf"(?:{PLACED.pattern})[^.]{{0,80}}(?:{SECTORS.pattern})|"
    rf"(?:{SECTORS.pattern})[^.]{{0,80}}(?:{PLACED.pattern})",
    re.IGNORECASE,
)
JOBS = re.compile(
    r"\b(?:local|regional|city.s|town.s|our|area.s|its|community.s) "
    r"(?:[\w-]+ )?(?:econom|tax base)|"
    r"econom(?:y|ic base|ic sector|ic strength)|employers?\b|\bjobs\b|industr(?:y|ies)\b|"
    r"employment (?:by|base|sector|trend)|workforce|labor force|"
    r"residents (?:are |were )?(?:employed|work)",
    re.IGNORECASE,
)
SET = re.compile(
    r"\b(?:objectives?|goals?|targets?)\b[^.;]{0,100}(?<![\w.-])\d|"
    r"\b(?:shall|will|to)\s[^.;]{3,120}\b(?:by|before|no later than)\s"
    r"(?:[A-Za-z]+\s){0,4}(?:\d{1,2},\s)?20[0-6]\d|"
    r"\b\d[\d,]*\s[^.;]{3,60}\b(?:per year|annually|each year|a year)\b",
    re.IGNORECASE,
)
SET_OUTRIGHT = re.compile(
    r"\b(?:objectives?|goals?|targets?)\b[^.;]{0,60}(?<![\w.-])\d[\d,]*\s(?:[\w-]+\s){0,3}"
    r"(?:units?|households?|homes?|loans?|families|jobs|percent|acres|persons|residents|low|very)|"
    r"\b(?:goal|target|objective) of\b[^.;]{0,20}\d|"
    r"\b(?:will|shall)\s[^.;]{3,80}\bby\s(?:the end of\s)?(?:[A-Z][a-z]+\s)?"
    r"(?:\d{1,2},\s)?20[0-6]\d",
    re.IGNORECASE,
)
COUNTS: dict[str, dict[str, int]] = {
    "twelfth": {"rich strength": 150, "rich target": 110},
    "thirteenth": {
        "rich strength": 140, "rich target": 110, "narrow strength": 30, "narrow target": 30,
        "wide": 50, "neither": 30,
    },
    "fourteenth": {"outright target": 80},
}  # fmt: skip
"""For each draw, the passages of each cell; the first is of one half, the others of the other."""


def rich_cell(text: str) -> str:
    """Return what the two rich nets say of a passage, and where they say nothing, the others."""
    if PLACED_BESIDE.search(text) and JOBS.search(text):
        return "rich strength"
    return "rich target" if SET.search(text) else narrow_cell(text)


def cell_of(text: str) -> str:
    """Return the cell by which a passage of the test is weighted: one for each of the nets."""
    cell = rich_cell(text)
    outright = cell == "rich target" and SET_OUTRIGHT.search(text)
    return "outright target" if outright else cell


def halves(named: list[str]) -> tuple[list[int], list[int]]:
    """Return the rows of the plans to train on, and of those to test on.

    Args:
        named: the place of each plan.
    """
    rows = [row for row, name in enumerate(named) if name != MISLABELLED]
    random.Random(SEED).shuffle(rows)  # noqa: S311 - a draw, no secret
    return sorted(rows[: len(rows) // 2]), sorted(rows[len(rows) // 2 :])


def main(folder: str) -> None:
    """Write the draws."""
    text = Path(os.environ["PLACEWISE_SHARED"]) / "text"
    plans = pl.read_parquet(text / PLANS).sort("place", "title")
    seen = {one.sha256 for one in read_labels(LABELS) if one.draw not in COUNTS}
    train, test = (
        list(passages(open_plans(plans, rows))) for rows in halves(plans["place"].to_list())
    )
    for number, (name, counts) in enumerate(COUNTS.items(), start=1):
        chance = random.Random(SEED + number)  # noqa: S311 - a draw, no secret
        tell = cell_of if name == "fourteenth" else rich_cell
        found = list(drawn(tell, counts, train if number == 1 else test, seen, chance))
        seen |= {str(row["sha256"]) for row in found}
        lines = [json.dumps(row) + "\n" for row in found]
        Path(folder, f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
        print(f"{name}: {len(lines)} passages of {len({row['document'] for row in found})} plans")
        print(Counter(str(row["cell"]) for row in found))


if __name__ == "__main__":
    main(*sys.argv[1:])
