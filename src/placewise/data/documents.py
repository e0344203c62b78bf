"""Documents from disk: the whole file, checked against a size limit, with its hash."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass
from pathlib import Path

from placewise.errors import DocumentError


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A file as it was read.

    Attributes:
        name: name of the file without its folder.
        data: its bytes.
        sha256: their hash.
    """

    name: str
    data: bytes
    sha256: str


def read_whole(path: Path, most: int) -> DocumentFile:
    """Read a file whole.

    Args:
        path: the file.
        most: bytes that it may have.

    Raises:
        DocumentError: it is missing, no regular file, not readable, or too large.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            kind = "a folder" if stat.S_ISDIR(about.st_mode) else "no regular file"
            raise DocumentError(
                f"{path.name} is {kind}", where=str(path), action="Name one document."
            )
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        raise DocumentError(
            f"The file {path.name} " + ("is not there" if missing else "cannot be opened"),
            where=str(path),
            action="Check its name and folder." if missing else f"{error.strerror}.",
        ) from None
    except ValueError:
        raise DocumentError("This is no name of a file", where=repr(str(path))) from None
    if len(data) > most:
        raise DocumentError(
            f"The file {path.name} is too large",
            where=str(path),
            allowed=f"at most {most:,} bytes",
            action="Split the document, or save it with smaller pictures.",
        )
    return DocumentFile(path.name, data, hashlib.sha256(data).hexdigest())
