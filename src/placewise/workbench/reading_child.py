"""The process that reads one document: it limits itself first, then reads, then answers in JSON."""

from __future__ import annotations

import json
import os
import struct
import sys
from dataclasses import asdict
from typing import Any


def main() -> None:
    """Read a request from standard input and write the answer to standard output.

    The request is the length of a JSON object, the object (name, limits), and the bytes of the
    file. The answer is ``{"document": ...}`` or ``{"error": ...}``.
    """
    stream = sys.stdin.buffer
    (length,) = struct.unpack("<I", stream.read(4))
    request = json.loads(stream.read(length))
    data = stream.read()
    # Libraries may print: the answer goes to a copy of standard output that they do not know.
    answer_to = os.dup(1)
    os.dup2(2, 1)
    limit(request["process"]["seconds"], request["process"]["address_space"])
    answer = json.dumps(read(data, request["name"], request["limits"]))
    with os.fdopen(answer_to, "wb") as out:
        out.write(answer.encode())
        out.flush()
        os._exit(0)  # what a broken file left behind must not fail on the way out


def limit(seconds: float, address_space: int) -> None:
    """Hold this process to processor seconds and memory, where the system can do so."""
    try:
        import resource
    except ImportError:  # no such limits on this system; the clock still holds
        return
    for what, most in (
        (resource.RLIMIT_CPU, int(seconds) + 1),
        (resource.RLIMIT_AS, address_space),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (allowed, hard))
        except (ValueError, OSError):  # macOS knows no limit of the address space
            continue


def read(data: bytes, name: str, limits: dict[str, Any]) -> dict[str, Any]:
    """Read a document, or say what is wrong with it."""
    from placewise.errors import DocumentError
    from placewise.review.reading import ReadingLimits, read_document

    try:
        return {"document": asdict(read_document(data, name, ReadingLimits(**limits)))}
    except DocumentError as error:
        problem = error
    except MemoryError:
        problem = DocumentError(
            "Reading the document takes more memory than is allowed",
            where=name,
            action="The file is broken or made to swell: save it again, or split it.",
        )
    return {
        "error": {
            "what": problem.what,
            "where": problem.where,
            "allowed": problem.allowed,
            "action": problem.action,
        }
    }
