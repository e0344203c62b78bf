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
    assert all(line.startswith("holds") for line in lines)
