"""Where commands write: what cannot be written is refused before the work, not after it.

One rule of endings for all commands: a file ends as its format does, or has no ending at all.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from placewise.errors import InputError

PAGE = (".html", ".htm")
JSON = (".json",)
WORKBOOK = (".xlsx",)
TABLE = (".csv",)
TEXT = (".txt", ".md", ".markdown")
FOLDER = ()
"""The endings of a folder: none is asked for."""

Inputs = Mapping[str, Path | None]
"""What a command reads, by the option that names it."""

NAME_ANOTHER = "Name a file in a folder that you may write to."


@dataclass(frozen=True, slots=True)
class Target:
    """One file or folder that is to be written.

    Attributes:
        option: what names it, such as ``--out``.
        path: where it is written.
        endings: those that its format has; none for a folder.
        template: whether it is one to fill in: its ending says the format, and what is there
            already may have been filled in and stays.
    """

    option: str
    path: Path
    endings: tuple[str, ...]
    template: bool = False

    def __str__(self) -> str:
        return f"{self.option} {self.path}"


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the answer of a command is written; None where it is not asked for.

    Attributes:
        html: file of the page.
        json: file of the JSON; ``-`` prints it instead of the summary.
        csv: folder of the tables.
        xlsx: file of the workbook.
    """

    html: Path | None = None
    json: Path | None = None
    csv: Path | None = None
    xlsx: Path | None = None

    def targets(self, usual: str | None) -> list[Target]:
        """Return what is written, the page as ``usual`` unless it is named or JSON is printed."""
        page = self.html or (None if is_printed(self.json) or not usual else Path(usual))
        file = None if is_printed(self.json) else self.json
        asked = (
            ("--out", page, PAGE), ("--json", file, JSON), ("--csv", self.csv, FOLDER),
            ("--xlsx", self.xlsx, WORKBOOK),
        )  # fmt: skip
        return [Target(option, path, endings) for option, path, endings in asked if path]


@dataclass(frozen=True, slots=True)
class Report:
    """What a command has to say; each part is made when it is asked for.

    Attributes:
        usual: file of the page where none is named.
        page: the HTML.
        json: the JSON.
        csv: writes the tables into a folder.
        text: the summary, given where the page is.
        xlsx: writes the workbook; None for a command that has none.
    """

    usual: Path
    page: Callable[[], str]
    json: Callable[[], str]
    csv: Callable[[Path], object]
    text: Callable[[str], str]
    xlsx: Callable[[Path], object] | None = None


def write_report(report: Report, outputs: Outputs) -> None:
    """Write what was asked for; print the summary, or the JSON in its place."""
    printed = is_printed(outputs.json)
    html = outputs.html or (None if printed else report.usual)
    if html is not None:
        write_whole(html, report.page())
    if outputs.json is not None and not printed:
        write_whole(outputs.json, report.json())
    if outputs.csv is not None:
        report.csv(outputs.csv)
    if outputs.xlsx is not None and report.xlsx is not None:
        report.xlsx(outputs.xlsx)
    if printed:
        print(report.json(), end="")
    else:
        print(report.text(str(html)))


def is_printed(json: Path | None) -> bool:
    """Is JSON printed instead of written to a file?"""
    return str(json) == "-"


def check_outputs(
    outputs: Outputs,
    inputs: Inputs,
    *,
    usual: str | None = "page.html",
    stores: Sequence[str | Path] = (),
) -> None:
    """Refuse the files of a report that cannot be written, or would destroy what is read.

    Args:
        outputs: where it is written.
        inputs: what is read.
        usual: name of the page, or one like it, where none is named; None if there is no page.
        stores: folders of workspaces and corpora that are read.

    Raises:
        InputError: as :func:`check_targets`.
    """
    check_targets(outputs.targets(usual), inputs, stores=stores)


def check_template(option: str, path: Path, endings: tuple[str, ...]) -> None:
    """Refuse a file for a template that cannot be written, or that may have been filled in."""
    check_targets([Target(option, path, endings, template=True)], {})


def check_targets(
    targets: Sequence[Target], inputs: Inputs, *, stores: Sequence[str | Path] = ()
) -> None:
    """Refuse what cannot be written, before any work.

    Args:
        targets: what is to be written.
        inputs: what is read.
        stores: folders of workspaces and corpora that are read.

    Raises:
        InputError: an ending is that of another format; a file is a folder, or a folder a file;
            it may not be written; two would be written to one place; or what is read would be
            written over.
    """
    for target in targets:
        _check_ending(target)
    for one, other in combinations(targets, 2):
        _check_apart(one, other)
    read = {option: path for option, path in inputs.items() if path is not None}
    read |= {f"the manifest of {store}": Path(store, "manifest.json") for store in stores}
    for target in targets:
        for option, path in read.items():
            _check_not_read(target, option, path)
        why = _in_the_way(target)
        if why:
            raise InputError(
                f"Cannot write {target.path}: {why}",
                where=str(target),
                allowed=_allowed(target),
                action="Name a new file." if target.template and target.path.is_file()
                else NAME_ANOTHER if target.endings
                else "Name a folder that you may write to, which may be a new one.",
            )  # fmt: skip


def _allowed(target: Target) -> str:
    if not target.endings:
        return "a folder"
    return f"a file that ends in {' or '.join(target.endings)}"


def _check_ending(target: Target) -> None:
    ending = target.path.suffix.lower()
    if not re.fullmatch(r"\.[a-z][a-z0-9]*", ending):  # "St. Helens" and "plan 2.1" have none
        ending = ""
    if not target.endings or ending in target.endings or not (ending or target.template):
        return
    raise InputError(
        f'"{target.path.name}" does not end as its format does',
        where=str(target),
        allowed=" or ".join(target.endings),
        action=f"Call it {_named(target.path, ending, target.endings[0])}.",
    )


def _named(path: Path, ending: str, right: str) -> str:
    return f"{path.name[: len(path.name) - len(ending)]}{right}"


def _check_apart(one: Target, other: Target) -> None:
    first, second = one.path.absolute().resolve(), other.path.absolute().resolve()
    inside = (one.endings and first in second.parents) or (
        other.endings and second in first.parents
    )
    if _same(first, second) or inside:
        raise InputError(
            "Two outputs would be written to one place",
            where=f"{one} and {other}",
            action="Give each a name of its own.",
        )


def _check_not_read(target: Target, option: str, path: Path) -> None:
    among = not target.endings and path.suffix.lower() in TABLE and path.exists()
    if target.endings and _same(target.path, path) and path.exists():
        what = f"{path} is read, and would be written over"
    elif among and _same(target.path, path.parent):
        what = f"{path} is read, and a table might be written over it"
    else:
        return
    raise InputError(
        what,
        where=f"{target}, and {option}",
        allowed=f"{_allowed(target)}, other than what is read",
        action="Name another one.",
    )


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there yet
        return one.absolute().resolve() == other.absolute().resolve()


def _in_the_way(target: Target) -> str:
    """Return why a target cannot be written; nothing if it can."""
    path = target.path.absolute()
    if str(target.path) == "-":
        return "only --json may be printed"
    try:
        if target.endings and path.is_dir():
            return "it is a folder"
        _part_of(path).exists()  # asks whether so long a name may be
        folder = next(one for one in (path, *path.parents) if one.is_dir())
        blocked = next((one for one in path.parents if one.exists() and not one.is_dir()), None)
        if blocked is not None:
            return f"{blocked} is no folder"
        if target.endings:
            why = _file_in_the_way(path, target.template)
        else:
            why = "it is a file, and a folder is needed" if path.exists() and folder != path else ""
        if why:
            return why
    except OSError as error:
        return str(error.strerror)
    try:
        # Tried, not asked for: rights alone do not know of file systems that take no file.
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return f"the folder {folder} may not be written to ({error.strerror})"


def _file_in_the_way(path: Path, template: bool) -> str:
    if not path.exists():
        return ""
    if not path.is_file():
        return "it is a device or a pipe, and no file"
    if template:
        return "it is there already, and may have been filled in"
    # Its rights themselves as well: an administrator may write what somebody made read-only.
    writable = os.access(path, os.W_OK) and path.stat().st_mode & 0o222
    return "" if writable else "the file is read-only"


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that it is there whole or not at all.

    Raises:
        InputError: the file cannot be written there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = _part_of(path)
        part.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        part.replace(path)
    except OSError as error:
        raise InputError(
            f"Cannot write {path}: {error.strerror}", action=NAME_ANOTHER
        ) from error  # fmt: skip


def _part_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def safe_name(name: str) -> str:
    """Return a name with nothing in it but small letters, digits and hyphens."""
    kept = "".join(letter if letter.isalnum() else " " for letter in name.casefold())
    return "-".join(kept.split())
