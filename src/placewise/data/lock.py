"""One writer at a time: a lock that the kernel gives back when its holder dies."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from placewise.errors import WorkspaceBusyError


@contextmanager
def writing(folder: Path, wait: float, what: str = "workspace") -> Iterator[None]:
    """Hold the writer's lock of a workspace or a corpus.

    The lock is an advisory lock on a file, so a process that is killed lets go of it. The file
    says who holds it, for the message of the one who waits.

    Args:
        folder: the workspace or corpus.
        wait: seconds to wait for another writer.
        what: what the folder is, for the message.

    Raises:
        WorkspaceBusyError: another process still holds the lock after ``wait`` seconds.
    """
    path = folder / "writer.lock"
    with path.open("a+", encoding="utf-8") as file:
        _take(file.fileno(), path, wait, what)
        file.seek(0)
        file.truncate()
        json.dump({"pid": os.getpid(), "host": socket.gethostname(), "since": _now()}, file)
        file.flush()
        try:
            yield
        finally:
            file.seek(0)
            file.truncate()
            file.flush()
            fcntl.flock(file.fileno(), fcntl.LOCK_UN)


def _take(descriptor: int, path: Path, wait: float, what: str) -> None:
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise WorkspaceBusyError(
                    f"Another process is writing to the {what}: {_holder(path)}",
                    where=str(path.parent),
                    action="Wait until it has finished, or wait longer with --wait SECONDS.",
                ) from None
            time.sleep(0.05)
        else:
            return


def _holder(path: Path) -> str:
    """Say who holds the lock, as far as its file tells."""
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        return f"process {holder['pid']} on {holder['host']}, since {holder['since']}"
    except (ValueError, KeyError, OSError):
        return "a process that has only just begun"


def _now() -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S")
