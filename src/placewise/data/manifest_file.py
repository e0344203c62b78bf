"""The one file that decides what a folder holds: written whole, and switched in one step."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

Checkpoint = Callable[[str], None]
"""Called with the name of each step, for tests that kill the process there."""


def replace_manifest(
    folder: Path, manifest: dict[str, Any], checkpoint: Checkpoint = lambda _: None
) -> None:
    """Write the manifest beside the old one and put it in its place in one step."""
    part = folder / "manifest.json.part"
    part.write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")
    flush(part)
    checkpoint("before the switch")
    part.replace(folder / "manifest.json")
    flush(folder)


def flush(path: Path) -> None:
    """Have the disk hold what was written before anything counts on it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
