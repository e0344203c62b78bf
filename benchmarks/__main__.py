"""All benchmarks: ``make bench``; the official tables are looked for in PLACEWISE_SHARED."""

import os
from pathlib import Path

from benchmarks import bench_ranks, bench_reuse, bench_specialisation

if __name__ == "__main__":
    print("# Specialisation\n")
    bench_specialisation.main(Path(os.environ.get("PLACEWISE_SHARED", "../shared")))
    print("\n# Rank sets\n")
    print(bench_ranks.report())
    print("\n# Reuse\n")
    bench_reuse.main(Path(os.environ.get("PLACEWISE_SHARED", "../shared")))
