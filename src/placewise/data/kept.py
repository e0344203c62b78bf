"""Results that took long and may be worked out again: kept in the user's cache, never trusted.

    CACHE/<job>/<key>/<name>.json    one file a result
    CACHE/<job>/<key>/asked.txt      what was asked, for people who look into the folder

The key is a hash of everything that the results hang on: what was asked, the tables they were made
from, and the program itself. A file that is missing, damaged or of another key is no error: what it
held is worked out again. Questions that nobody asked for 90 days are deleted when another is new.
CACHE is ``$PLACEWISE_CACHE``, else ``$XDG_CACHE_HOME/placewise``, else
``~/.cache/placewise``.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from placewise.model.store import Store

ANSWER = "answer"
SUFFIXES = {".py", ".toml", ".csv", ".parquet"}
"""Files of the program that results hang on."""
ASKED = "asked.txt"
FORGOTTEN = 90 * 24 * 3600
"""Seconds after which a question that nobody asked again is deleted."""
OURS = re.compile(r"[0-9a-f]{24}")
"""Names of folders of questions; others are left alone."""


class Kept:
    """The results of one question, one file each."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder = folder
        self.key = key

    @classmethod
    def of(cls, job: str, asked: Sequence[str], cache: Path | None = None) -> Kept:
        """Return where the results of a question are kept.

        Args:
            job: what makes them, a word that may name a folder.
            asked: everything they hang on besides the program itself.
            cache: another folder than the user's.
        """
        text = "\n".join(asked)
        key = hashlib.sha256(f"{program_version()}\n{text}".encode()).hexdigest()[:24]
        kept = cls((cache or cache_folder()) / job / key, key)
        with suppress(OSError):
            new = not kept.folder.exists()
            kept.folder.mkdir(parents=True, exist_ok=True)
            # Written each time it is asked: that is when it was last of use.
            (kept.folder / ASKED).write_text(text + "\n", encoding="utf-8")
            if new:
                kept._forget_others()
        return kept

    def _forget_others(self) -> None:
        """Delete the results of questions of the same job that nobody asked for long."""
        for folder in self.folder.parent.iterdir():
            asked = folder / ASKED
            if folder == self.folder or not OURS.fullmatch(folder.name) or folder.is_symlink():
                continue
            with suppress(OSError):
                if asked.stat().st_mtime >= (self.folder / ASKED).stat().st_mtime - FORGOTTEN:
                    continue
                for file in (*folder.glob("*.json"), *folder.glob(".*.part"), asked):
                    file.unlink(missing_ok=True)
                folder.rmdir()

    def read(self, name: str) -> Any | None:
        """Return a result; None where it is not there or cannot be read."""
        try:
            held = json.loads(self._path(name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        whole = isinstance(held, Mapping) and held.get("key") == self.key
        return held[ANSWER] if whole and ANSWER in held else None

    def write(self, name: str, answer: Any) -> None:
        """Keep a result, whole or not at all; where the disk refuses, it is not kept."""
        path = self._path(name)
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps({"key": self.key, ANSWER: answer}), encoding="utf-8")
            part.replace(path)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        # Names of places hold slashes and other signs; the hash keeps them apart.
        return self.folder / f"{hashlib.sha256(name.encode()).hexdigest()[:24]}.json"


def cache_folder() -> Path:
    """Return the folder of the user in which results are kept."""
    own = os.environ.get("PLACEWISE_CACHE")
    if own:
        return Path(own)
    shared = os.environ.get("XDG_CACHE_HOME")
    return (Path(shared) if shared else Path.home() / ".cache") / "placewise"


def tables_version(store: Store) -> str:
    """Return a hash of what a store holds: its tables, their sources, and the user's places."""
    parts = [repr(source) for source in store.provenance()]
    parts += [repr(place) for place in store.own_places()]
    parts += list(store.tables())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


@lru_cache(maxsize=1)
def program_version() -> str:
    """Return a hash of the files of the program: another program may find something else."""
    found = hashlib.sha256()
    root = Path(str(files("placewise")))
    for path in sorted(path for path in root.rglob("*") if path.suffix in SUFFIXES):
        found.update(path.relative_to(root).as_posix().encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:24]
