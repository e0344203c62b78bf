"""The promises of docs/explanation/validation.md, on few draws."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_what_is_promised_holds_within_monte_carlo_error() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "scripts.validation", "--quick"],
        cwd=ROOT, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    lines = ran.stdout.splitlines()
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert len(lines) >= 14
    # Intervals wider than promised, where theta sits in a spike, are stated and not hidden.
    short = [line for line in lines if line.startswith("SHORT")]
    assert all("97 % at most, theta in a spike" in line for line in short)
    assert all(line.startswith(("holds", "SHORT")) for line in lines)
