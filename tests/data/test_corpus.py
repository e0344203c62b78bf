"""A corpus is as before or as after whatever happens, and does not depend on how it grew."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
import pytest
from tests.review.reuse_texts import document_of, invented

from placewise.data import corpus_manifest
from placewise.data.corpus import Corpus
from placewise.data.corpus_manifest import segments_to_merge
from placewise.errors import (
    InputError,
    UnknownNameError,
    WorkspaceBusyError,
    WorkspaceError,
    WorkspaceVersionError,
)
from placewise.model.corpus import Entry
from placewise.model.document import Document
from placewise.workbench.corpus import indexed_words, reuse_of, words_indexing

INDEXING = words_indexing(
    tables={"counts": lambda d, _: pl.DataFrame({"words": [len(d.text.split())]})}
)
Named = tuple[Entry, Document]


def plan(place: str, seed: int = 0, words: int = 120) -> Named:
    """Return a plan of a place; every plan shares its second paragraph with all others."""
    own = [" ".join(invented(words, seed * 100 + sum(map(ord, place))))]
    paragraphs = [*own, " ".join(invented(40, 9999)), "Ende: Größe zählt — überall."]
    return Entry(place, "city", "2020", f"Plan of {place}"), document_of(paragraphs, f"{place}.txt")


def places(folder: Path) -> list[str]:
    return list(Corpus.open(folder).places())


def add(folder: Path, plans: Sequence[Named], **options: object) -> None:
    Corpus.open(folder).add(plans, INDEXING, **options)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Corpus.create(tmp_path / "c").add([plan("A"), plan("B")], INDEXING)
    return tmp_path / "c"


CHILD = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from tests.data.test_corpus import add, plan
def die(step):
    if step == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
add(Path(sys.argv[1]), [plan("X"), plan("Y")], checkpoint=die)
"""
ROOT = str(Path(__file__).parents[2])


def test_documents_come_back_as_they_were(folder: Path) -> None:
    corpus = Corpus.open(folder)
    assert corpus.documents()["title"].to_list() == ["Plan of A", "Plan of B"]
    for entry, document in (plan("A"), plan("B")):
        name = document.sha256[:16]
        assert corpus.document(name).passages == document.passages
        assert corpus.document(name).text == corpus.text(name) == document.text
        assert corpus.holds(document.sha256) == entry.place
    assert [(place, text) for place, _, text in corpus.texts()] == [
        (entry.place, document.text) for entry, document in (plan("A"), plan("B"))
    ]
    assert corpus.attached("counts").collect()["words"].to_list() == [165, 165]


@pytest.mark.parametrize(
    ("step", "after"),
    [
        ("swept", False),
        ("wrote", False),
        ("merged", False),
        ("before the switch", False),
        ("switched", True),
        ("never", True),
    ],
)
def test_an_addition_killed_anywhere_leaves_before_or_after(
    folder: Path, step: str, after: bool
) -> None:
    done = subprocess.run([sys.executable, "-c", CHILD, str(folder), step, ROOT], check=False)
    assert done.returncode == (0 if step == "never" else -signal.SIGKILL)
    assert places(folder) == (["A", "B", "X", "Y"] if after else ["A", "B"])
    # The next writer takes the dead one's lock over, and clears up what was left behind.
    add(folder, [plan("C")], wait=1)
    assert set(places(folder)) >= {"A", "B", "C"}
    named = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["segments"]
    assert {path.name for path in (folder / "segments").iterdir()} == {s["name"] for s in named}


def test_kills_at_random_moments_leave_before_or_after(tmp_path: Path) -> None:
    for number, pause in enumerate((0.5, 0.9)):
        folder = tmp_path / str(number)
        Corpus.create(folder).add([plan("A"), plan("B")], INDEXING)
        child = subprocess.Popen([sys.executable, "-c", CHILD, str(folder), "never", ROOT])
        time.sleep(pause)
        child.kill()
        child.wait()
        assert places(folder) in (["A", "B"], ["A", "B", "X", "Y"])
        add(folder, [plan("X"), plan("Y")])
        assert places(folder) == ["A", "B", "X", "Y"]


def test_a_second_writer_is_told_who_holds_the_lock(folder: Path) -> None:
    def second(step: str) -> None:
        if step == "swept":
            with pytest.raises(WorkspaceBusyError, match=f"corpus: process {os.getpid()}"):
                add(folder, [plan("C")], wait=0.1)

    add(folder, [plan("D")], checkpoint=second)
    assert places(folder) == ["A", "B", "D"]


def test_a_second_writer_waits_and_nothing_is_lost(folder: Path) -> None:
    slow = CHILD.replace("if step == sys.argv[2]:", "if step == 'swept':").replace(
        "os.kill(os.getpid(), signal.SIGKILL)",
        "import time; print('in', flush=True); time.sleep(1)",
    )
    child = subprocess.Popen(
        [sys.executable, "-c", slow, str(folder), "", ROOT], stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.readline()
    add(folder, [plan("C"), plan("X")], wait=30)
    assert child.wait() == 0
    child.stdout.close()
    assert places(folder) == ["A", "B", "C", "X", "Y"]


def test_a_reader_sees_one_state(folder: Path) -> None:
    reader = Corpus.open(folder)

    def read(step: str) -> None:
        if step != "switched":
            assert reader.places() == ("A", "B")

    add(folder, [plan("X")], checkpoint=read)
    with pytest.raises(WorkspaceError, match="open it again"):
        reader.places()


def test_what_was_read_before_an_interruption_is_kept(folder: Path) -> None:
    def plans() -> Iterator[Named]:
        yield plan("C")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Corpus.open(folder).add(plans(), INDEXING)
    assert places(folder) == ["A", "B", "C"]


def test_the_same_file_is_noticed(folder: Path) -> None:
    again = (Entry("Elsewhere"), plan("A")[1])
    added = Corpus.open(folder).add([again, plan("C"), plan("C")], INDEXING)
    assert added.known == (("A.txt", "A"), ("C.txt", "C"))
    assert places(folder) == ["A", "B", "C"]


@pytest.mark.parametrize("largest", [0, 10**9])
def test_how_it_grew_and_in_which_order_does_not_matter(
    tmp_path: Path, largest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus_manifest, "LARGEST_MERGE", largest)
    plans = [plan(place, number, 60 + 40 * number) for number, place in enumerate("ABCDEFG")]
    at_once = Corpus.create(tmp_path / "once")
    at_once.add(plans, INDEXING)
    one_by_one = Corpus.create(tmp_path / "one")
    for named in reversed(plans):
        one_by_one.add([named], INDEXING)
    assert len(one_by_one.segments()) == (7 if largest == 0 else len(one_by_one.segments()))
    assert at_once.documents().equals(one_by_one.documents())
    for entry, document in plans:
        first, second = (reuse_of(document, entry.place, c) for c in (at_once, one_by_one))
        assert first.matches.equals(second.matches)
        assert first.passages.equals(second.passages)
        assert first.passages["places"].to_list() == [0, 6, 0]
        assert first.boilerplate == second.boilerplate
    counts = [c.attached("counts").sort("document").collect() for c in (at_once, one_by_one)]
    assert counts[0].equals(counts[1])


def test_segments_stay_few() -> None:
    sizes: list[int] = []
    for _ in range(500):
        sizes.append(1000)
        count = segments_to_merge(sizes)
        sizes[-count:] = [sum(sizes[-count:])]
    assert sum(sizes) == 500_000
    assert len(sizes) <= 10


def test_a_removed_document_is_gone_from_the_disk(folder: Path) -> None:
    corpus = Corpus.open(folder)
    corpus.remove(plan("A")[1].sha256[:16], INDEXING)
    assert places(folder) == ["B"]
    assert [indexed_words(s).places for s in corpus.segments()] == [("B",)]
    assert corpus.attached("counts").collect().height == 1
    with pytest.raises(UnknownNameError, match="No document"):
        corpus.remove("nothing", INDEXING)
    corpus.remove(plan("B")[1].sha256[:16], INDEXING)
    assert corpus.documents().is_empty()
    assert list((folder / "segments").iterdir()) == []
    add(folder, [plan("A")])
    assert places(folder) == ["A"]


def test_tables_are_attached_and_survive_a_merge(folder: Path) -> None:
    corpus = Corpus.open(folder)
    names = corpus.documents()["document"].to_list()
    corpus.attach("claims", pl.DataFrame({"document": names, "claims": [3, 4]}))
    corpus.attach("claims", pl.DataFrame({"document": names, "claims": [5, 6]}))
    add(folder, [plan("C")])
    found = Corpus.open(folder).attached("claims").collect()
    assert dict(found.iter_rows()) == dict(zip(names, (5, 6), strict=True))
    with pytest.raises(UnknownNameError, match="No table of the corpus"):
        corpus.attached("other")
    with pytest.raises(UnknownNameError, match="No document"):
        corpus.attach("claims", pl.DataFrame({"document": ["x"], "claims": [1]}))


def test_what_is_no_corpus_says_so(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(WorkspaceError, match="There is no corpus here"):
        Corpus.open(tmp_path / "nothing")
    with pytest.raises(WorkspaceError, match="not empty"):
        Corpus.create(folder)
    with pytest.raises(WorkspaceVersionError, match="was indexed by"):
        Corpus.open(folder).add([plan("C")], words_indexing(name="another"))
    with pytest.raises(InputError, match="needs a place"):
        Corpus.open(folder).add([(Entry(" "), plan("C")[1])], INDEXING)
    manifest = folder / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(json.dumps(json.loads(text) | {"schema_version": 99}), encoding="utf-8")
    with pytest.raises(WorkspaceVersionError, match="version 99"):
        Corpus.open(folder)
    manifest.write_text(text[:40], encoding="utf-8")
    with pytest.raises(WorkspaceError, match="cannot be read"):
        Corpus.open(folder)
