"""Reading from disk in a process of its own: the same document, and errors instead of crashes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.review.reading.files import Sheet, pdf_of, word

from placewise.errors import DocumentError
from placewise.review.reading import ReadingLimits, read_document
from placewise.workbench import reading
from placewise.workbench.reading import ProcessLimits, open_document


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf_of([Sheet().text(60, 80, "Words of the plan")], "Plan"))
    return path


def test_the_document_is_the_same_as_without_the_process(plan: Path) -> None:
    assert open_document(plan) == read_document(plan.read_bytes(), "plan.pdf")


def test_the_process_costs_little(plan: Path) -> None:
    start = time.perf_counter()
    open_document(plan)
    assert time.perf_counter() - start < 5  # about 0.2 s on a machine with nothing else to do


def test_errors_come_through_whole(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf_of([Sheet().scan()]))
    with pytest.raises(DocumentError, match="a scan") as caught:
        open_document(path)
    assert caught.value.action == "Run text recognition (OCR) on it and give the result."
    assert caught.value.where == "plan.pdf, page 1 of 1"


def test_limits_reach_the_process(plan: Path) -> None:
    with pytest.raises(DocumentError, match="17 characters"):
        open_document(plan, limits=ReadingLimits(characters=10))
    with pytest.raises(DocumentError, match="too large"):
        open_document(plan, limits=ReadingLimits(file_bytes=100))


def test_what_is_no_document_on_disk(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="is not there"):
        open_document(tmp_path / "missing.pdf")
    with pytest.raises(DocumentError, match="is a folder"):
        open_document(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DocumentError, match="no regular file"):
        open_document(tmp_path / "pipe")
    with pytest.raises(DocumentError, match="no name of a file"):
        open_document("a\0b")
    (tmp_path / "empty.pdf").touch()
    with pytest.raises(DocumentError, match="The file is empty"):
        open_document(tmp_path / "empty.pdf")


def instead(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let the process do something else when it should read."""
    start = reading._START.replace("main()", f"limit_and(); {code}")
    start = start.replace(
        "import main; ",
        "import limit; limit_and = lambda: limit(5, 1 << 30); sys.stdin.buffer.read(); ",
    )
    monkeypatch.setattr(reading, "_START", start)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import ctypes; ctypes.string_at(0)", "crash \\(signal 11\\)"),
        ("import os; os.abort()", "crash \\(signal 6\\)"),
        ("x = bytearray(1 << 34)", "crash"),
        ("import os; os._exit(3)", "crash \\(exit code 3\\)"),
        ("print('half an answ')", "crash \\(exit code 0\\)"),
    ],
)
def test_a_crash_becomes_an_error(
    plan: Path, monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    instead(monkeypatch, code)
    with pytest.raises(DocumentError, match=words):
        open_document(plan)


def test_a_reader_that_hangs_is_stopped(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, "import time; time.sleep(60)")
    with pytest.raises(DocumentError, match=r"took more than 0\.5 seconds"):
        open_document(plan, process=ProcessLimits(seconds=0.5))


def test_a_reader_that_works_for_ever_is_stopped(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead(monkeypatch, "limit(0, 1 << 30)\nwhile True: pass")
    with pytest.raises(DocumentError, match="took more than 60 seconds"):
        open_document(plan, process=ProcessLimits(seconds=60))


def test_memory_is_limited(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"word " * 4_000_000)
    wide = ReadingLimits(characters=1 << 40)
    with pytest.raises(DocumentError, match=r"more memory than is allowed|reader crash"):
        open_document(path, limits=wide, process=ProcessLimits(address_space=120 << 20))


def test_no_guard_is_needed_around_a_script(plan: Path, tmp_path: Path) -> None:
    """Not the script that asks is started again, and nothing in the folder is imported."""
    (tmp_path / "json.py").write_text("raise SystemExit('imported from the folder')")
    script = tmp_path / "scripts" / "script.py"
    script.parent.mkdir()
    script.write_text(
        "from placewise.workbench.reading import open_document\n"
        f"print(open_document({str(plan)!r}).text)\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(reading.__file__).parents[2])},
    )  # fmt: skip
    assert done.stdout == "Words of the plan\n"


def test_word_files_go_through_too(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(word())
    assert [passage.kind for passage in open_document(path).passages] == [
        "heading", "paragraph", "list item", "table",
    ]  # fmt: skip
