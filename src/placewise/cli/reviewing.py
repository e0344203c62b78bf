"""What the command that reviews strategies prints and writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from placewise.cli.diagnosing import check_same_question, write_whole
from placewise.errors import DocumentError, InputError, NotAvailableError
from placewise.model.review import Review, ReviewSettings
from placewise.workbench.bench import Workbench
from placewise.workbench.reviewing.desk import OwnFiles

if TYPE_CHECKING:
    from placewise.data.corpus_sources import Source
    from placewise.workbench.reading import ReadingAhead


@dataclass(frozen=True, slots=True)
class ReviewOutputs:
    """Where a review is written; None where it is not asked for."""

    html: Path
    json: Path | None = None
    csv: Path | None = None
    xlsx: Path | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one document or of many.

    Attributes:
        workspace: folder of a workspace, or ``sample``.
        kind: kind of the place.
        settings: as of a review.
        corpus: folder of a corpus; None without one.
        own: files of the user's own.
    """

    workspace: str
    kind: str | None
    settings: ReviewSettings
    corpus: Path | None
    own: OwnFiles


def review_one(
    reading: ReadingAhead, place: str, question: Question, outputs: ReviewOutputs
) -> None:
    """Review one document, write what was asked for, print the summary."""
    bench = Workbench.open(question.workspace)
    review = bench.review(
        reading, place, kind=question.kind, settings=question.settings, corpus=question.corpus,
        own=question.own,
    )  # fmt: skip
    from placewise.report.review_json import review_json

    if outputs.json is not None and str(outputs.json) == "-":
        print(review_json(review), end="")
        return
    from placewise.report.review_tables import write_review_csv, write_review_workbook
    from placewise.report.review_text import review_text

    _write_page(review, outputs.html)
    if outputs.json is not None:
        write_whole(outputs.json, review_json(review))
    if outputs.csv is not None:
        write_review_csv(review, outputs.csv)
    if outputs.xlsx is not None:
        write_review_workbook(review, outputs.xlsx)
    print(review_text(review, str(outputs.html)))


def review_folder(folder: Path, listed: Path | None, question: Question, out: Path) -> None:
    """Review every document of a folder, passing over those that are done, and compare them.

    Raises:
        InputError: the places of some documents are not known, or nothing is there.
    """
    from rich.console import Console
    from rich.progress import track

    from placewise.data.corpus_sources import sources_in
    from placewise.report.review_matrix import matrix_row, review_matrix_html
    from placewise.workbench.corpus import naming_of

    bench = Workbench.open(question.workspace)
    sources = sources_in(folder, listed, naming_of(bench.store))
    check_same_question(out, f"{folder}\n{question!r}\n")
    # The JSON is written last: where it is there, the document is finished.
    left = [source for source in sources if not _json_of(out, source).exists()]
    failed = [
        problem
        for problem in track(
            _reviewed(bench, left, question, out),
            description=f"{len(left)} documents",
            total=len(left),
            console=Console(stderr=True),
        )
        if problem
    ]
    rows = [matrix_row(path) for path in sorted(out.glob("*.json"))]
    write_whole(out / "index.html", review_matrix_html(rows))
    done = len(left) - len(failed)
    before = len(sources) - len(left)
    print(f"{done} of {len(sources)} documents reviewed, {before} were done before.")
    for problem in failed:
        print(f"Not reviewed: {problem}")
    print(f"All documents: {out / 'index.html'}")


def _reviewed(
    bench: Workbench, sources: Sequence[Source], question: Question, out: Path
) -> Iterator[str]:
    """Review and write documents; yield what is in the way of each, or an empty text."""
    from placewise.report.review_json import review_json

    for source in sources:
        try:
            year = source.entry.year
            review = bench.review(
                source.path, source.entry.place, kind=source.entry.kind or question.kind,
                settings=replace(question.settings, year=int(year)) if year.isdigit()
                else question.settings,
                corpus=question.corpus, own=question.own,
            )  # fmt: skip
        except (DocumentError, NotAvailableError, InputError) as error:
            yield f"{source.path.name}: {error.what}"
            continue
        path = _json_of(out, source)
        _write_page(review, path.with_suffix(".html"))
        write_whole(path, review_json(review))
        yield ""


def _json_of(out: Path, source: Source) -> Path:
    return out / f"{source.path.stem}.json"


def _write_page(review: Review, path: Path) -> None:
    from placewise.report.review_page import review_html

    write_whole(path, review_html(review))
