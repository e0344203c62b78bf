"""What the command that reviews strategies prints and writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from placewise.cli.diagnosing import check_same_question
from placewise.cli.outputs import (
    FOLDER,
    Outputs,
    Report,
    Target,
    check_outputs,
    check_targets,
    write_report,
    write_whole,
)
from placewise.errors import DocumentError, InputError, NotAvailableError
from placewise.model.review import ReviewSettings
from placewise.workbench.bench import Workbench
from placewise.workbench.reviewing.desk import OwnFiles

if TYPE_CHECKING:
    from placewise.data.corpus_sources import Source
    from placewise.workbench.reading import ReadingAhead

INDEX = "index"
"""What the page of all documents is called."""


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

    def inputs(self) -> dict[str, Path | None]:
        """Return the user's files that are read, by the options that name them."""
        names = {f"--names {path}": path for path in self.own.names}
        return names | {
            "--subjects": self.own.subjects, "--claims": self.own.claims,
            "--sectors": self.own.sectors,
        }  # fmt: skip

    def stores(self) -> list[str | Path]:
        """Return the folders of the workspace and the corpus that are read."""
        return [self.workspace, *([] if self.corpus is None else [self.corpus])]


def review_one(
    file: Path, reading: ReadingAhead, place: str, question: Question, outputs: Outputs
) -> None:
    """Review one document, write what was asked for, print the summary."""
    read = {"FILE": file, **question.inputs()}
    check_outputs(outputs, read, usual=_page_name(file), stores=question.stores())
    bench = Workbench.open(question.workspace)
    review = bench.review(
        reading, place, kind=question.kind, settings=question.settings, corpus=question.corpus,
        own=question.own,
    )  # fmt: skip
    from placewise.report.review_json import review_json
    from placewise.report.review_page import review_html
    from placewise.report.review_tables import write_review_csv, write_review_workbook
    from placewise.report.review_text import review_text

    report = Report(
        Path(_page_name(file)),
        page=lambda: review_html(review),
        json=lambda: review_json(review),
        csv=lambda folder: write_review_csv(review, folder),
        xlsx=lambda file: write_review_workbook(review, file),
        text=lambda html: review_text(review, html),
    )
    write_report(report, outputs)


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

    _check_folder(folder, out)
    bench = Workbench.open(question.workspace)
    sources = sources_in(folder, listed, naming_of(bench.store))
    files = names_of(folder, [source.path for source in sources])
    check_same_question(out, f"{folder}\n{question!r}\n")
    # The JSON is written last: where it is there, the document is finished.
    left = [source for source in sources if not (out / f"{files[source.path]}.json").exists()]
    failed = [
        problem
        for problem in track(
            _reviewed(bench, left, question, out, files),
            description=f"{len(left)} documents",
            total=len(left),
            console=Console(stderr=True),
        )
        if problem
    ]
    written = sorted(out / f"{name}.json" for name in files.values())
    rows = [matrix_row(path) for path in written if path.exists()]
    write_whole(out / f"{INDEX}.html", review_matrix_html(rows))
    done = len(left) - len(failed)
    before = len(sources) - len(left)
    print(f"{done} of {len(sources)} documents reviewed, {before} were done before.")
    for problem in failed:
        print(f"Not reviewed: {problem}")
    print(f"All documents: {out / f'{INDEX}.html'}")


def _reviewed(
    bench: Workbench,
    sources: Sequence[Source],
    question: Question,
    out: Path,
    files: Mapping[Path, str],
) -> Iterator[str]:
    """Review and write documents; yield what is in the way of each, or an empty text."""
    from placewise.report.review_json import review_json
    from placewise.report.review_page import review_html

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
        name = files[source.path]
        write_whole(out / f"{name}.html", review_html(review))
        write_whole(out / f"{name}.json", review_json(review))
        yield ""


def _page_name(file: Path) -> str:
    return f"{file.stem}.review.html"


def _check_folder(folder: Path, out: Path) -> None:
    """Refuse reports among the documents, which the next run would take for documents.

    Raises:
        InputError: they would be written there, or cannot be written.
    """
    target = Target("--out", out, FOLDER)
    if folder.resolve() in (out.resolve(), *out.resolve().parents):
        raise InputError(
            "The reports would lie among the documents, and be taken for some the next time",
            where=str(target),
            allowed=f"a folder outside {folder}",
        )
    check_targets([target], {})


def names_of(folder: Path, files: Sequence[Path]) -> dict[Path, str]:
    """Return what the report of each document is called: as its file, or as the way to it.

    The way is taken where several documents are called alike, as ``plan.pdf`` and ``plan.docx``. No
    two names are the same, in capitals or not, and none is that of the page of all documents.
    """
    alike = Counter(file.stem.casefold() for file in files)
    names: dict[Path, str] = {}
    taken = {INDEX.casefold()}
    for file in files:
        way = "-".join(file.relative_to(folder).parts).replace(".", "-")
        name = file.stem if alike[file.stem.casefold()] == 1 else way
        while name.casefold() in taken:
            name += "-2"
        taken.add(name.casefold())
        names[file] = name
    return names
