"""Write docs/reference/commands.md from the help of every command.

python -m scripts.commands_page
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "reference" / "commands.md"
COMMANDS = (
    (), ("diagnose",), ("plan",), ("appraise",), ("claim",), ("compare",), ("review",), ("read",),
    ("mask",), ("sectors",), ("places",),
    ("place", "add"), ("place", "remove"),
    ("data", "create"), ("data", "load"), ("data", "list"), ("data", "show"), ("data", "recipes"),
    ("corpus", "add"), ("corpus", "list"), ("corpus", "remove"),
    ("evidence", "list"), ("evidence", "show"), ("evidence", "search"), ("evidence", "check"),
    ("evidence", "template"), ("evidence", "toolkit"),
)  # fmt: skip


def written() -> str:
    """Return the page."""
    parts = ["# Commands\n\nWritten by `python -m scripts.commands_page`.\n"]
    for command in COMMANDS:
        shown = subprocess.run(
            [sys.executable, "-m", "placewise", *command, "--help"],
            capture_output=True, text=True, check=True,
            env={"COLUMNS": "90", "PATH": "", "PYTHONPATH": str(ROOT / "src")},
        ).stdout  # fmt: skip
        lines = "\n".join(line.rstrip() for line in shown.strip().splitlines())
        parts.append(f"## placewise {' '.join(command)}".rstrip() + f"\n\n```text\n{lines}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
