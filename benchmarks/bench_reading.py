"""How fast documents are read: pages a second, and what the process of its own costs.

Run: ``python -m benchmarks.bench_reading SHARED``
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from placewise.review.reading import read_document
from placewise.workbench.reading import open_document


def main(shared: Path) -> None:
    """Read every PDF of the shared texts twice: here, and in a process of its own."""
    print("| document | pages | processor s | pages a second | in a process of its own, s |")
    print("|---|---|---|---|---|")
    pages, seconds = 0, 0.0
    for path in sorted((shared / "text" / "pdf").glob("*.pdf")):
        data = path.read_bytes()
        start = time.process_time()
        document = read_document(data, path.name)
        took = time.process_time() - start
        clock = time.perf_counter()
        open_document(path)
        whole = time.perf_counter() - clock
        count = document.pages or 0
        pages, seconds = pages + count, seconds + took
        print(f"| {path.stem} | {count} | {took:.2f} | {count / took:.0f} | {whole:.2f} |")
    print(f"| all | {pages} | {seconds:.2f} | {pages / seconds:.0f} | |")
    here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nPeak memory: {here:.0f} MB here, {child:.0f} MB in the largest process of its own.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
