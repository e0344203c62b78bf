"""The commands on documents: review a strategy, hide its names, read it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from placewise.cli.options import JsonFile, Workspace
from placewise.errors import InputError

if TYPE_CHECKING:
    from placewise.cli.reviewing import Question


def review(
    file: Path,
    *,
    place: str | None = None,
    kind: str | None = None,
    workspace: Workspace = "sample",
    corpus: Path | None = None,
    compare_kind: str | None = None,
    year: int | None = None,
    out: Path | None = None,
    json: JsonFile = None,
    csv: Path | None = None,
    xlsx: Path | None = None,
    listed: Annotated[Path | None, Parameter(name="--list")] = None,
    names: Annotated[list[Path] | None, Parameter(negative="")] = None,
    subjects: Path | None = None,
    claims: Path | None = None,
    sectors: Path | None = None,
    threshold: float = 1.25,
    seed: int = 20260101,
) -> None:
    """Review a strategy: would you know the place, and do its claims stand up?

    Prints the five answers and writes a self-contained HTML report: the document with its passages
    marked. For a folder, reviews every document in it and compares them; resumable.

    Args:
        file: The document (PDF, DOCX, ODT, HTML, Markdown or text), or a folder of documents.
        place: Name or code of the place that the document is about.
        kind: Kind of the place, such as "combined authority" or "LEP".
        corpus: Folder of a corpus of other strategies (see `placewise corpus add`).
        compare_kind: Kind of the places that it could be about; else the kind of its place.
        year: Year of the document: figures are not held to later tables.
        out: File of the HTML report; for a folder of documents, the folder of all reports.
        json: File for the JSON; "-" prints it instead of the summary.
        csv: Folder for the tables as CSV.
        xlsx: File for the tables as a workbook for Excel.
        listed: For a folder: a CSV or TOML that says which place each document is about.
        names: TOML file of adjectives, abbreviations and other names; may be given several times.
        subjects: TOML file of subjects of figures of your own.
        claims: TOML file of words that give claims away, of your own.
        sectors: TOML file with sectors of your own.
        threshold: Location quotient that a claimed strength must pass.
        seed: Seed of the random draws.
    """

    def question() -> Question:
        from placewise.cli.reviewing import Question
        from placewise.model.review import ReviewSettings
        from placewise.workbench.reviewing.desk import OwnFiles

        settings = ReviewSettings(kind=compare_kind, year=year, threshold=threshold, seed=seed)
        own = OwnFiles(tuple(names or ()), subjects, claims, sectors)
        return Question(workspace, kind, settings, corpus, own)

    if file.is_dir():
        if out is None or place is not None or any((json, csv, xlsx)):
            raise InputError(
                "A folder of documents takes --out, and no place or further output",
                allowed="placewise review FOLDER --out REPORTS [--list LIST.csv]",
            )
        from placewise.cli.reviewing import review_folder

        review_folder(file, listed, question(), out)
        return
    if place is None:
        raise InputError(
            "Say which place the document is about",
            allowed='placewise review FILE --place "Tees Valley"',
            action="`placewise places` lists the places.",
        )
    from placewise.workbench.reading import ReadingAhead

    # A long document takes seconds to read: the rest of the program is loaded meanwhile.
    with ReadingAhead(file) as reading:
        from placewise.cli.outputs import Outputs
        from placewise.cli.reviewing import review_one

        review_one(file, reading, place, question(), Outputs(out, json, csv, xlsx))


def mask(
    file: Path,
    *,
    place: str,
    level: int = 2,
    names: Annotated[list[Path] | None, Parameter(negative="")] = None,
    out: Path | None = None,
    csv: Path | None = None,
    workspace: Workspace = "sample",
) -> None:
    """Hide names in a document: its place's own, those of all places, or every proper noun.

    Writes the masked text, and prints what was hidden.

    Args:
        file: The document.
        place: Name or code of the place that it is about.
        level: 0 nothing, 1 the place's own names, 2 every place name, 3 every proper noun.
        names: TOML file of adjectives, abbreviations and other names; may be given several times.
        out: File of the masked text; else FILE.masked-LEVEL.txt beside the document.
        csv: File for the table of what was masked: span, kind, level, reason, page, offsets, count.
    """
    from placewise.cli.masking import MaskOutputs, mask_one

    mask_one(workspace, file, place, level, names or [], MaskOutputs(out, csv))


def read(file: Path, *, json: JsonFile = None) -> None:
    """Read a document and say what was found: pages, passages, and what was kept out of them.

    Reads PDF with a text layer, DOCX, ODT, HTML, Markdown and plain text.

    Args:
        file: The document.
        json: File for every passage as JSON, with page and offsets; "-" prints it instead.
    """
    from placewise.cli.reading import show_reading

    show_reading(file, json)
