"""All benchmarks: ``make bench``; the official tables are looked for in PLACEWISE_SHARED."""

import os
from pathlib import Path

from benchmarks import bench_ranks, bench_reading, bench_reuse, bench_specialisation

if __name__ == "__main__":
    print("# Specialisation\n")
    shared = Path(os.environ.get("PLACEWISE_SHARED", "../shared"))
    bench_specialisation.main(shared)
    print("\n# Rank sets\n")
    print(bench_ranks.report())
    print("\n# Reading documents\n")
    bench_reading.main(shared)
    print("\n# Reuse\n")
    bench_reuse.main(shared)
