"""All benchmarks: ``make bench``; the official tables are looked for in PLACEWISE_SHARED.

PLACEWISE_PEERS may name a Python interpreter that has peers installed which this one lacks.
"""

import os
from pathlib import Path

from benchmarks import (
    bench_portfolio,
    bench_ranks,
    bench_reading,
    bench_relatedness,
    bench_reuse,
    bench_review,
    bench_specialisation,
)

if __name__ == "__main__":
    print("# Specialisation\n")
    shared = Path(os.environ.get("PLACEWISE_SHARED", "../shared"))
    bench_specialisation.main(shared)
    print("\n# Relatedness\n")
    bench_relatedness.main(os.environ.get("PLACEWISE_PEERS"))
    print("\n# Rank sets\n")
    print(bench_ranks.report())
    print("\n# Reading documents\n")
    bench_reading.main(shared)
    print("\n# Reuse\n")
    bench_reuse.main(shared)
    print("\n# Reviews\n")
    bench_review.main(shared)
    print("\n# Plans under a budget\n")
    bench_portfolio.main()
