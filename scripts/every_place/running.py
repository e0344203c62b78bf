"""Run ``placewise diagnose --all``, and measure what it takes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """What a run said and took.

    Attributes:
        code: 0 where it ended well.
        said: what it printed.
        seconds: on the clock.
        processor_seconds: of all its processes together.
        gigabytes: peak of the largest of its processes.
    """

    code: int
    said: str
    seconds: float
    processor_seconds: float
    gigabytes: float

    @property
    def failures(self) -> list[str]:
        """Return the places that it names as not diagnosed."""
        return [line for line in self.said.splitlines() if line.startswith("Not diagnosed")]

    def in_words(self) -> str:
        """Return what it took in words."""
        return (
            f"ran in {self.seconds:.0f} s, {self.processor_seconds:.0f} s of processor time, "
            f"{self.gigabytes:.2f} GB in its largest process; left with {self.code}, "
            f"{len(self.failures)} places not diagnosed"
        )


def diagnose_every(workspace: str, kind: str, folder: Path) -> Run:
    """Diagnose every place of a kind into a folder; those that stand there are passed over."""
    command = [sys.executable, "-m", "placewise", "diagnose", "--all", "--kind", kind,
               "--out", str(folder), "--workspace", workspace]  # fmt: skip
    started, before = time.perf_counter(), _processor_seconds()
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return Run(
        ran.returncode, ran.stdout + ran.stderr * (ran.returncode != 0),
        time.perf_counter() - started, _processor_seconds() - before, peak / 1024**2,
    )  # fmt: skip


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
