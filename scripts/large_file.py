"""A faulty file of a gigabyte: every kind of fault counted, nothing loaded, memory bounded.

    python -m scripts.large_file              # 1.1 GB, 1,200 MB of memory at most; minutes
    python -m scripts.large_file --rows 500000

Twenty million rows of jobs by area, industry and year, with known numbers of mistakes. Leaves with
1 if a count is wrong, a row is loaded, or more memory was used than is promised.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import tempfile
import time
from pathlib import Path
from threading import Thread

from placewise.data.load import load
from placewise.data.workspace import Workspace
from placewise.errors import FaultyTableError

MEMORY = 1_200
"""Megabytes at most for the gigabyte: 1,011 were seen, and 338 for 6 million rows (300 MB).

Counted is memory of the process itself. The file is mapped, so that the resident set holds pages of
it as well, which the system takes back when it needs them.
"""

AREAS, INDUSTRIES = 1_000, 100
ROWS = 22_000_000

SOURCE = """
[dataset.source]
title = "Invented"
publisher = "Nobody"
licence = "CC0"
vintage = "2023"
"""
RECIPE = f"""
[[dataset]]
name = "areas"
file = "areas.csv"
{SOURCE}
[[dataset.table]]
into = "areas"
[dataset.table.columns]
code = "code"
name = "code"
kind = {{ value = "district" }}

[[dataset]]
name = "industries"
file = "industries.csv"
{SOURCE}
[[dataset.table]]
into = "industries"
[dataset.table.columns]
classification = {{ value = "own" }}
code = "code"
name = "code"
level = {{ value = "industry" }}

[[dataset]]
name = "jobs"
file = "jobs.csv"
{SOURCE}
[[dataset.table]]
into = "industry_values"
[dataset.table.columns]
measure = {{ value = "jobs" }}
area = "area"
classification = {{ value = "own" }}
industry = "industry"
year = "year"
value = "jobs"
unit = {{ value = "jobs" }}
"""


def write(folder: Path, rows: int) -> dict[str, int]:
    """Write the files; return how many faults of each rule they hold."""
    areas = [f"A{number:05d}" for number in range(AREAS)]
    industries = [f"I{number:03d}" for number in range(INDUSTRIES)]
    (folder / "areas.csv").write_text("\n".join(["code", *areas]), encoding="utf-8")
    (folder / "industries.csv").write_text("\n".join(["code", *industries]), encoding="utf-8")
    (folder / "recipe.toml").write_text(RECIPE, encoding="utf-8")
    counts = {"is no number": 0, "is negative": 0, "is no known area": 0, "has the same": 0}
    row = 0
    with (folder / "jobs.csv").open("w", encoding="utf-8") as file:
        file.write("area,industry,year,jobs,remark\n")
        for year in range(1800, 2201):
            for area in areas:
                lines = [
                    f"{area},{i},{year},1234.5,as published in the table\n" for i in industries
                ]
                if row % 500_000 == 0:
                    lines[1] = lines[1].replace("1234.5", "n/a")
                    lines[2] = lines[2].replace("1234.5", "-5")
                    lines[3] = lines[3].replace(area, "nowhere")
                    lines[4] = lines[5]
                    for rule in counts:
                        counts[rule] += 1 + (rule == "has the same")
                file.write("".join(lines))
                row += len(lines)
                if row >= rows:
                    return counts
    return counts


class Watch(Thread):
    """Look at the memory of this process ten times a second, and keep the most."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0.0

    def run(self) -> None:
        """Look until the process ends."""
        while True:
            status = Path("/proc/self/status").read_text(encoding="ascii")
            found = re.search(r"RssAnon:\s+(\d+) kB", status)
            if found:
                self.most = max(self.most, int(found[1]) / 1e3)
            time.sleep(0.1)


def main() -> int:
    """Write, load, compare; print what was seen."""
    parser = argparse.ArgumentParser(prog="python -m scripts.large_file", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        expected = write(folder, rows)
        size = (folder / "jobs.csv").stat().st_size / 1e6
        workspace = Workspace.create(folder / "workspace")
        watch = Watch()
        watch.start()
        started = time.monotonic()
        try:
            load(str(folder / "recipe.toml"), folder, workspace)
            message, listed = "", None
        except FaultyTableError as error:
            message, listed = str(error), error.faults
        seconds = time.monotonic() - started
        loaded = Workspace.open(workspace.folder).tables()
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    found = {
        rule: listed["rule"].str.starts_with(rule).sum() if listed is not None else 0
        for rule in expected
    }
    print(
        f"{size:,.0f} MB, {rows:,} rows: {seconds:.0f} s, {watch.most:,.0f} MB of memory, "
        f"{resident:,.0f} MB resident with the file mapped"
    )
    print(message)
    print(f"expected {expected}, listed {found}, tables loaded {list(loaded)}")
    good = found == expected and not loaded and 0 < watch.most <= MEMORY
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
