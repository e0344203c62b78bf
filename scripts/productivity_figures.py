"""Is it skills? The table of docs/explanation/productivity.md, and how long answers take.

    python -m scripts.productivity_figures WORKSPACE

WORKSPACE holds the tables of a recipe (``placewise data load uk FOLDER --workspace WORKSPACE``).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

import polars as pl

from placewise import DiagnosisSettings, Workbench
from placewise.model.answer import Answer
from placewise.model.comparators import Comparator
from placewise.model.words import Place
from placewise.workbench.productivity import productivity_answers
from placewise.workbench.shelf import Shelf


class AllOthers:
    """Every place against all others of its kind."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def of(self, place: Place) -> Sequence[Comparator]:
        """Return one comparator: the others."""
        others = tuple(other for other in self._shelf.compared(place) if other != place)
        return (Comparator("nation", f"the {len(others):,} others", others, "All of its kind."),)


def within_is_larger(answer: Answer) -> bool:
    """Say whether what happens inside industries outweighs their mix."""
    table = answer.table("mix_within")
    if table.is_empty():
        return False
    whole = table.filter(pl.col("industry") == "")
    size = dict(whole.select("part", "value").iter_rows())
    return abs(float(size["within"])) > abs(float(size["mix"]))


def main(workspace: str) -> int:
    """Print the table of skills, and for each kind places, findings and seconds."""
    bench = Workbench.open(workspace)
    answers = productivity_answers(bench.shelf, AllOthers(bench.shelf))
    answer: Answer | None = None
    lines = []
    kinds = set(bench.store.table("areas").select("kind").collect()["kind"])
    for kind in (unit for unit in answers.settings.units if unit in kinds):
        started, used = time.monotonic(), time.process_time()
        counts: dict[str, int] = {}
        places = bench.places(kind)
        for place in places:
            answer = answers.of(place, DiagnosisSettings())
            for finding in answer.findings:
                counts[finding.key] = counts.get(finding.key, 0) + 1
            counts["within"] = counts.get("within", 0) + within_is_larger(answer)
        lines.append(
            f"| {kind} | {len(places):,} | {counts.get('identity', 0):,} | "
            f"{counts.get('mix_within', 0):,} | {counts['within']:,} | "
            f"{counts.get('own_parts', 0):,} | "
            f"{time.monotonic() - started:.1f} | {time.process_time() - used:.1f} |"
        )
    if answer is None:
        return 1
    print("| outcome | unit | qualifications of | places | share | 95 % | all drivers |")
    print("|---|---|---|---|---|---|---|")
    for row in answer.table("is_it_skills").iter_rows(named=True):
        print(
            f"| {row['outcome_title']} ({row['outcome_basis']}, {row['year']}) | {row['unit']} | "
            f"{row['skills_of']} | {row['places']:,} | {100 * row['share']:.0f} % | "
            f"{100 * row['lower']:.0f} to {100 * row['upper']:.0f} | {100 * row['r_squared']:.0f} "
            "% |"
        )
    print(
        "\n| kind | places | identity | mix and within | within larger | own parts | seconds | "
        "CPU seconds |"
    )
    print("|---|---|---|---|---|---|---|---|")
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where the tables are: python -m scripts.productivity_figures WORKSPACE")
    sys.exit(main(sys.argv[1]))
