"""The job of reading: a file is parsed in a process of its own, which may crash, hang or swell."""

from __future__ import annotations

import json
import signal
import struct
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import placewise
from placewise.data.documents import DocumentFile, read_whole
from placewise.errors import DocumentError
from placewise.model.document import Document, LeftOut, Passage
from placewise.review.reading.limits import ReadingLimits

_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from placewise.workbench.reading_child import main; main()"
)


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """What the process that reads a document may use.

    Attributes:
        seconds: by the clock, and of the processor.
        address_space: bytes of memory, reserved or used; as far as the system can hold it to that.
    """

    seconds: float = 120.0
    address_space: int = 3 << 30


DEFAULT_LIMITS = ReadingLimits()
DEFAULT_PROCESS = ProcessLimits()


def open_document(
    path: str | Path,
    *,
    limits: ReadingLimits = DEFAULT_LIMITS,
    process: ProcessLimits = DEFAULT_PROCESS,
) -> Document:
    """Read a document from disk, safely.

    Args:
        path: the file.
        limits: how large the document may be.
        process: time and memory that reading it may take.

    Raises:
        DocumentError: the file is missing, empty, broken, encrypted, a scan, too large, hostile or
            of no known format; or reading it took too long, too much memory, or crashed.
    """
    file = read_whole(Path(path), limits.file_bytes)
    answer = _in_child(file, limits, process)
    if "error" in answer:
        raise DocumentError(**answer["error"])
    return document_from_json(answer["document"])


def document_from_json(fields: dict[str, Any]) -> Document:
    """Return a document from the fields that ``dataclasses.asdict`` makes of it."""
    return Document(
        **{
            **fields,
            "passages": tuple(Passage(**passage) for passage in fields["passages"]),
            "left_out": tuple(LeftOut(**part) for part in fields["left_out"]),
            "scanned_pages": tuple(fields["scanned_pages"]),
            "notes": tuple(fields["notes"]),
        }
    )


def _in_child(file: DocumentFile, limits: ReadingLimits, process: ProcessLimits) -> dict[str, Any]:
    """Return what the child made of a file.

    The answer is JSON, not pickled objects: a child that a hostile file has taken over can make
    this process believe a wrong text, but not run anything.
    """
    head = json.dumps(
        {"name": file.name, "limits": asdict(limits), "process": asdict(process)}
    ).encode()
    root = str(Path(placewise.__file__).parent.parent)
    child = subprocess.Popen(  # noqa: S603 (our own interpreter, our own module)
        [sys.executable, "-P", "-c", _START, root],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    with child:
        try:
            output, complaint = child.communicate(
                struct.pack("<I", len(head)) + head + file.data, timeout=process.seconds
            )
        except subprocess.TimeoutExpired:
            child.kill()
            raise _too_slow(file.name, process) from None
        except BaseException:
            child.kill()
            raise
    if child.returncode == -signal.SIGXCPU:
        raise _too_slow(file.name, process)
    try:
        answer = json.loads(output)
    except ValueError:
        raise _died(child.returncode, complaint, file.name) from None
    return answer if isinstance(answer, dict) else {}


def _too_slow(name: str, process: ProcessLimits) -> DocumentError:
    return DocumentError(
        f"Reading the document took more than {process.seconds:g} seconds",
        where=name,
        action="The file is broken or made to stall readers: save it again as PDF, or split it.",
    )


def _died(code: int, complaint: bytes, name: str) -> DocumentError:
    """Return the error for a child that gave no answer."""
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    lines = complaint.decode("utf-8", "replace").strip().splitlines()
    return DocumentError(
        f"The document made its reader crash ({how})",
        where=name,
        action="The file is broken or made to crash readers: save it again as PDF or DOCX."
        + (f" The reader said: {lines[-1][:200]}" if lines else ""),
    )
