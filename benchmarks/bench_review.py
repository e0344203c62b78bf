"""A whole review: 150 pages against a corpus of 233 plans, as the command line does it.

    python -m benchmarks.bench_review SHARED [WORKSPACE]

The document is the first 150 pages of three English local plans. The corpus is the Californian
plans (132 million characters) under the names of English districts, so that every plan stands for
a place that the document could be about. WORKSPACE is a folder of tables; else the sample. The
corpus is indexed once, then one review makes what is kept beside it, and the next ones are what
is held to the bounds. CPU seconds and memory are those of the command with the process that it
reads the document in. Leaves with 1 if a bound is broken; seconds by the clock mean little on a
machine that does something else.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

LOCAL_PLANS = ("fenland", "buckinghamshire-draft-part-a", "buckinghamshire-draft-part-b")
PAGES = 150
PLACE = "Fenland"
MOST_SECONDS, MOST_INDEXING, MOST_MEMORY = 10.0, 60.0, 3_000.0
"""By the clock; CPU seconds for 100 million characters; megabytes."""


@dataclass(frozen=True, slots=True)
class Used:
    """What a command took: seconds by the clock, CPU seconds, peak of memory in megabytes."""

    seconds: float
    processor: float
    memory: float


def document(plans: Path, path: Path) -> None:
    """Write the first pages of the local plans as one PDF."""
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for name in LOCAL_PLANS:
        part = pypdfium2.PdfDocument(plans / f"{name}.pdf")
        left = PAGES - len(whole)
        if left > 0:
            whole.import_pages(part, list(range(min(len(part), left))))
    whole.save(path)


def districts(plans: Path, path: Path, workspace: str) -> int:
    """Write the Californian plans under the names of districts; return their characters."""
    import polars as pl

    from placewise import Workbench

    names = [place.name for place in Workbench.open(workspace).places("district")]
    table = pl.read_parquet(plans)
    others = [name for name in names if name != PLACE][: table.height]
    table = table.head(len(others)).with_columns(place=pl.Series(others))
    table.write_parquet(path)
    return int(table["text"].str.len_chars().sum())


def command(*words: str) -> Used:
    """Run placewise and measure it."""
    begin = time.perf_counter()
    pid = os.posix_spawn(
        sys.executable, [sys.executable, "-m", "placewise", *words], dict(os.environ),
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )  # fmt: skip
    _, status, used = os.wait4(pid, 0)
    if status:
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), words)
    return Used(time.perf_counter() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def main(shared: Path, workspace: str = "sample", times: int = 3) -> int:
    """Print the table; return 1 if a bound is broken."""
    text = shared / "text"
    if not text.is_dir():
        print(f"The texts are not at {shared}: reviews were not measured.")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan, plans, corpus = folder / "plan.pdf", folder / "plans.parquet", folder / "corpus"
        document(text / "pdf", plan)
        characters = districts(text / "us_ca_general_plans_dev.parquet", plans, workspace)
        print(f"{PAGES} pages; a corpus of {characters / 1e6:.0f} million characters; {workspace}")
        print("\n| | seconds | CPU s | peak MB |\n|---|---:|---:|---:|", flush=True)
        of_tables = ("--workspace", workspace)
        indexed = command("corpus", "add", str(plans), "--corpus", str(corpus), *of_tables)
        _print("index the corpus", indexed)
        asked = (
            "review", str(plan), "--place", PLACE, "--corpus", str(corpus),
            "--out", str(folder / "plan.html"), "--json", str(folder / "plan.json"), *of_tables,
        )  # fmt: skip
        _print("review, the first", command(*asked))
        later = [command(*asked) for _ in range(times)]
        for one in later:
            _print("review", one)
    best = min(one.seconds for one in later)
    per_hundred = indexed.processor / characters * 1e8
    peak = max(one.memory for one in (indexed, *later))
    print()
    held = [
        (best, MOST_SECONDS, f"the quickest review took {best:.1f} s"),
        (per_hundred, MOST_INDEXING, f"indexing took {per_hundred:.0f} CPU s for 100 M characters"),
        (peak, MOST_MEMORY, f"the peak was {peak:.0f} MB"),
    ]
    for value, bound, said in held:
        print(f"- {said}: at most {bound:g} {'holds' if value <= bound else 'falls short'}")
    return int(any(value > bound for value, bound, _ in held))


def _print(work: str, used: Used) -> None:
    print(f"| {work} | {used.seconds:.1f} | {used.processor:.1f} | {used.memory:.0f} |", flush=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "sample"))
