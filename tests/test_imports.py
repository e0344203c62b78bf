"""Asking for help loads none of the heavy packages: it answers before one could be imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "dataframely", "duckdb", "fastexcel", "jinja2", "numpy", "polars", "pyarrow", "rapidfuzz",
    "scipy", "vl_convert",
}  # fmt: skip
HELP = """
from placewise.cli import main
try:
    main()
except SystemExit as left:
    assert not left.code, left.code
"""


@pytest.mark.parametrize(
    ("code", "arguments", "said"),
    [
        ("import placewise", [], ""),
        (HELP, ["--help"], "diagnose"),
        (HELP, ["diagnose", "--help"], "--threshold"),
        (HELP, ["--version"], "0.1.0"),
    ],
    ids=["import", "help", "help of a command", "version"],
)
def test_nothing_heavy_is_loaded(code: str, arguments: list[str], said: str) -> None:
    listing = "\nimport sys\nprint('LOADED', *{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code + listing, *arguments],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    shown, _, loaded = done.stdout.rpartition("LOADED")
    assert said in shown
    assert "placewise" in loaded.split()
    assert HEAVY & set(loaded.split()) == set()
