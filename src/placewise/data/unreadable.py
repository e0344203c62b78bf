"""Why a file could not be read, in words for the person who gave it."""

from __future__ import annotations

import csv


def why_unreadable(error: OSError | UnicodeDecodeError | csv.Error) -> str:
    """Return the reason, as the end of a sentence.

    Args:
        error: what reading the file raised.
    """
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "it is a folder"
    if isinstance(error, PermissionError):
        return "it may not be read"
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start + 1} is no UTF-8; save it as CSV UTF-8"
    if isinstance(error, OSError):
        return (error.strerror or "the system cannot read it").lower()
    return f"it is no CSV ({error})"
