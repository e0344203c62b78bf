"""Diagnose every place of a workspace, and hold every figure to the workspace's own tables.

    python -m scripts.every_place WORKSPACE [--kind KIND ...] [--out DIR]

Runs ``placewise diagnose --all`` for every kind of place that is asked for, unless its folder below
DIR holds the diagnoses already, then checks each of them and prints what was counted. Leaves with 1
if a place has no diagnosis or a figure differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from scripts.every_place.checking import check_folder, folders
from scripts.every_place.indicators import Indicators
from scripts.every_place.running import diagnose_every
from scripts.every_place.workspace import Workspace

KINDS = (
    "combined authority", "local enterprise partnership", "district",
    "metropolitan or micropolitan area",
)  # fmt: skip
"""Kinds of place that are run where the workspace has them and none is asked for."""


def main(arguments: list[str]) -> int:
    """Run and check; return 1 if something differs."""
    asked = parsed(arguments)
    workspace = Workspace.open(asked.workspace)
    kinds = asked.kind or [kind for kind in KINDS if workspace.places(kind)]
    with tempfile.TemporaryDirectory() as scratch:
        return every(workspace, asked.workspace, kinds, asked.out or Path(scratch))


def every(workspace: Workspace, name: str, kinds: list[str], out: Path) -> int:
    """Run and check all kinds; return 1 if something differs."""
    indicators, wrong = Indicators(workspace), 0
    for kind, folder in folders(out, kinds):
        run = diagnose_every(name, kind, folder)
        print(f"{kind}: {run.in_words()}")
        print("\n".join(run.failures) if run.code == 0 else run.said, flush=True)
        started = time.perf_counter()
        tally = check_folder(folder, kind, workspace, indicators)
        print("\n".join(tally.lines()))
        print(f"  checked in {time.perf_counter() - started:.0f} s", flush=True)
        wrong += tally.differences + (run.code != 0)
    return int(wrong > 0)


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.every_place",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("workspace", help="folder of the workspace, or sample")
    parser.add_argument("--kind", action="append", help="kind of place; may be repeated")
    parser.add_argument("--out", type=Path, help="folder of the diagnoses, kept; else they are not")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
