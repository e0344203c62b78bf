"""Write docs/reference/answers.md: every table of every topic, with its columns.

    PLACEWISE_SHARED=... python -m scripts.answers_page

The columns are those of one combined authority on the official tables of the United Kingdom.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from placewise import Workbench
from placewise.data.load import load
from placewise.data.workspace import Workspace
from placewise.workbench.topics import TOPICS

PAGE = Path(__file__).parents[1] / "docs/reference/answers.md"
PLACE, KIND = "Greater Manchester", "combined authority"


def page(bench: Workbench) -> str:
    """Return the page."""
    lines = [
        "# The tables of every topic",
        "",
        "Written by `python -m scripts.answers_page`; a test holds it.",
        "",
        "`placewise explain PLACE TOPIC --json FILE` writes them as lists of objects under these "
        "names, `--csv FOLDER` as files; `placewise diagnose` holds all topics. Missing is null. "
        "What a column means stands beside the code that makes it: the modules of "
        "`placewise.workbench` of the same name.",
    ]  # fmt: skip
    for topic in TOPICS:
        answer = bench.explain(PLACE, topic, kind=KIND)
        lines += ["", f"## {topic}", "", f"{answer.question}", "", "| table | question | columns |",
                  "|---|---|---|"]  # fmt: skip
        lines += [
            f"| `{finding.key}` | {finding.question} | {', '.join(finding.table.columns)} |"
            for finding in answer.findings
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Load the tables and write the page."""
    shared = Path(os.environ["PLACEWISE_SHARED"])
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "uk"
        load("uk", shared / "data" / "uk", Workspace.create(workspace))
        PAGE.write_text(page(Workbench.open(workspace)), encoding="utf-8")


if __name__ == "__main__":
    main()
