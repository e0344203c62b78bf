"""The job of reading: a file is parsed in a process of its own, which may crash, hang or swell."""

from __future__ import annotations

import json
import signal
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import placewise
from placewise.data.documents import read_whole
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
    with ReadingAhead(path, limits=limits, process=process) as reading:
        return reading.document()


class ReadingAhead:
    """A document that is being read in a process of its own while this one does something else.

    To be used in a ``with`` block: where that is left early, the process ends with it.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        limits: ReadingLimits = DEFAULT_LIMITS,
        process: ProcessLimits = DEFAULT_PROCESS,
    ) -> None:
        """Begin to read.

        Args:
            path: the file.
            limits: how large the document may be.
            process: time and memory that reading it may take.

        Raises:
            DocumentError: the file is missing, or larger than is allowed.
        """
        self._file = read_whole(Path(path), limits.file_bytes)
        self._process = process
        head = json.dumps(
            {"name": self._file.name, "limits": asdict(limits), "process": asdict(process)}
        ).encode()
        self._child = subprocess.Popen(  # noqa: S603 (our own interpreter, our own module)
            [sys.executable, "-P", "-c", _START, str(Path(placewise.__file__).parent.parent)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._answer = self._pool.submit(
            self._child.communicate,
            struct.pack("<I", len(head)) + head + self._file.data,
            timeout=process.seconds,
        )

    def __enter__(self) -> ReadingAhead:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._answer.done() or self._answer.exception() is not None:
            self._child.kill()
        with self._child:
            self._pool.shutdown()

    def document(self) -> Document:
        """Return the document once it is read.

        The answer is JSON, not pickled objects: a child that a hostile file has taken over can make
        this process believe a wrong text, but not run anything.

        Raises:
            DocumentError: as of :func:`open_document`.
        """
        try:
            output, complaint = self._answer.result()
        except subprocess.TimeoutExpired:
            raise _too_slow(self._file.name, self._process) from None
        if self._child.returncode == -signal.SIGXCPU:
            raise _too_slow(self._file.name, self._process)
        try:
            answer = json.loads(output)
        except ValueError:
            raise _died(self._child.returncode, complaint, self._file.name) from None
        answer = answer if isinstance(answer, dict) else {}
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
