"""What the commands on diagnoses print and write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from placewise.cli.outputs import (
    FOLDER,
    Outputs,
    Report,
    Target,
    check_outputs,
    check_targets,
    is_printed,
    safe_name,
    write_report,
    write_whole,
)
from placewise.errors import InputError, NotAvailableError
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.words import Place
from placewise.workbench.bench import Workbench

Outcome = dict[str, Any] | str
"""Of a place that was diagnosed its row in the index, of another what was in the way."""
FEW_PLACES = 40
"""Up to as many places, starting more processes costs more than it saves."""
SHARE = 8
"""Places handed to a process at a time."""


def diagnose_one(
    workspace: str, place: str, kind: str | None, settings: DiagnosisSettings, outputs: Outputs
) -> None:
    """Diagnose one place, write what was asked for, print the summary."""
    check_outputs(outputs, {}, stores=[workspace])
    diagnosis = Workbench.open(workspace).diagnose(place, kind=kind, settings=settings)
    from placewise.data.glossary import read_glossary
    from placewise.report.html import diagnosis_html
    from placewise.report.json import diagnosis_json
    from placewise.report.tables import write_diagnosis_csv
    from placewise.report.text import diagnosis_text

    report = Report(
        Path(f"{safe_name(diagnosis.place.name)}.html"),
        page=lambda: diagnosis_html(diagnosis, read_glossary()),
        json=lambda: diagnosis_json(diagnosis),
        csv=lambda folder: write_diagnosis_csv(diagnosis, folder),
        text=lambda html: diagnosis_text(diagnosis, html),
    )
    write_report(report, outputs)


def diagnose_every(workspace: str, kind: str, folder: Path, settings: DiagnosisSettings) -> None:
    """Diagnose every place of a kind into a folder, passing over those that are done."""
    from rich.console import Console
    from rich.progress import track

    from placewise.model.wording import plural
    from placewise.report.html import index_html
    from placewise.report.json import summary_row

    check_targets([Target("--out", folder, FOLDER)], {})
    places = Workbench.open(workspace).places(kind)
    check_same_question(folder, f"{workspace}\n{kind}\n{settings!r}\n")
    # The JSON is written last: where it is there, the place is finished.
    left = [place for place in places if not (folder / f"{file_of(place)}.json").exists()]
    finished = (
        _in_parallel(workspace, left, folder, settings)
        if len(left) > FEW_PLACES
        else _one_by_one(Workbench.open(workspace), left, folder, settings)
    )
    outcomes = list(
        track(
            finished,
            description=f"{len(left)} places",
            total=len(left),
            console=Console(stderr=True),
        )
    )
    missing = [outcome for outcome in outcomes if isinstance(outcome, str)]
    rows = {outcome["file"]: outcome for outcome in outcomes if not isinstance(outcome, str)}
    # Only what was finished before is read again: a thousand reports are gigabytes.
    before = [path for path in folder.glob("*.json") if f"{path.stem}.html" not in rows]
    rows |= {f"{path.stem}.html": summary_row(path) for path in sorted(before)}
    write_whole(folder / "index.html", index_html(plural(kind), list(rows.values())))
    done = len(left) - len(missing)
    print(f"{done} of {len(places)} places diagnosed, {len(places) - len(left)} were done before.")
    for problem in missing:
        print(f"Not diagnosed: {problem}")
    print(f"All places: {folder / 'index.html'}")


def _one_by_one(
    bench: Workbench, places: Sequence[Place], folder: Path, settings: DiagnosisSettings
) -> Iterator[Outcome]:
    """Diagnose and write places; yield the row of each in the index, or what is in its way."""
    from placewise.data.glossary import read_glossary
    from placewise.report.html import diagnosis_html
    from placewise.report.json import diagnosis_json, summary_of

    for place in places:
        try:
            diagnosis = bench.diagnose(place, settings=settings)
        except NotAvailableError as error:
            yield f"{place.name}: {error.what}"
            continue
        write_whole(folder / f"{file_of(place)}.html", diagnosis_html(diagnosis, read_glossary()))
        write_whole(folder / f"{file_of(place)}.json", diagnosis_json(diagnosis))
        yield summary_of(diagnosis, f"{file_of(place)}.html")


def _in_parallel(
    workspace: str, places: Sequence[Place], folder: Path, settings: DiagnosisSettings
) -> Iterator[Outcome]:
    """Share the places among as many processes as there are processors.

    Interrupted, it ends them at once: files are written whole, so that a process may end anywhere.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    # Started afresh, not forked: threads of Polars and of the renderer do not survive a fork.
    pool = ProcessPoolExecutor(mp_context=get_context("spawn"))
    try:
        shares = [places[start : start + SHARE] for start in range(0, len(places), SHARE)]
        work = [pool.submit(_share, workspace, share, folder, settings) for share in shares]
        for future in work:
            yield from future.result()
    except (KeyboardInterrupt, GeneratorExit):
        # Libraries at work in them hold Ctrl-C back until they are done with their places.
        for process in active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


_benches: dict[str, Workbench] = {}


def _share(
    workspace: str, places: Sequence[Place], folder: Path, settings: DiagnosisSettings
) -> list[Outcome]:
    """Diagnose some places in a process of their own, which keeps its workbench for the next."""
    if workspace not in _benches:
        _benches[workspace] = Workbench.open(workspace)
    return list(_one_by_one(_benches[workspace], places, folder, settings))


def check_same_question(folder: Path, question: str) -> None:
    """Refuse to mix answers to different questions in one folder.

    Raises:
        InputError: the folder holds reports with other settings.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / "settings.txt"
    if mark.exists() and mark.read_text(encoding="utf-8") != question:
        raise InputError(
            "The folder holds reports made with other settings",
            where=str(mark),
            action="Choose another folder, or repeat the settings noted in that file.",
        )
    write_whole(mark, question)


def show_claim(
    workspace: str,
    place: str,
    kind: str | None,
    words: str,
    settings: DiagnosisSettings,
    json: Path | None,
) -> None:
    """Judge one claim and print it."""
    check_outputs(Outputs(json=json), {}, usual=None, stores=[workspace])
    verdict = Workbench.open(workspace).claim(place, words, kind=kind, settings=settings)
    from placewise.report.json import claim_json
    from placewise.report.text import claim_text

    if is_printed(json):
        print(claim_json(verdict), end="")
        return
    if json is not None:
        write_whole(json, claim_json(verdict))
    print(claim_text(verdict))


def list_places(workspace: str, kind: str | None) -> None:
    """Print the kinds of places, or the places of one kind."""
    bench = Workbench.open(workspace)
    if kind is not None:
        for place in bench.places(kind):
            print(f"{place.code or '':<12}{place.name}")
        return
    from placewise.data.places import all_places

    counts: dict[str, int] = {}
    for place in all_places(bench.store):
        counts[place.kind] = counts.get(place.kind, 0) + 1
    for name, count in counts.items():
        print(f"{count:>6}  {name}")


def file_of(place: Place) -> str:
    """Return the name of the files of one place among many: its name and code."""
    return safe_name(f"{place.name} {place.code or ''}")
