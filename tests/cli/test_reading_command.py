"""``placewise read`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.review.reading.files import Sheet, pdf_of

from placewise.cli.app import run


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    sheets = []
    for number in range(1, 5):
        sheet = Sheet().text(60, 40, "Plan of the borough", 9).text(300, 810, str(number), 9)
        sheet.text(60, 90, f"Chapter {'ABCD'[number - 1]}", 18, bold=True)
        sheet.lines(60, 130, ["Some words of a paragraph that go on for a while and then end", "."])
        sheets.append(sheet)
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf_of([*sheets, Sheet().scan()], "The plan"))
    return path


def test_what_was_read_is_said(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["read", str(plan)])
    said = capsys.readouterr().out
    assert "plan.pdf: pdf, 5 pages, " in said
    assert 'It calls itself "The plan".' in said
    assert "       4  headings" in said
    assert "       4  running headers" in said
    assert "       4  page numbers" in said
    assert "Chapter C  (page 3)" in said
    assert "Note: Nothing was read from page 5: pictures without a text layer." in said


def test_json_holds_every_passage(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["read", str(plan), "--json", "-"])
    shown = json.loads(capsys.readouterr().out)
    assert shown["pages"] == 5
    assert shown["scanned_pages"] == [5]
    for passage in shown["passages"]:
        assert shown["text"][passage["start"] : passage["end"]] == passage["text"]
    target = plan.with_suffix(".json")
    run(["read", str(plan), "--json", str(target)])
    assert json.loads(target.read_text(encoding="utf-8")) == shown
    assert "plan.pdf" in capsys.readouterr().out


def test_a_file_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and no more")
    for path, words in ((broken, "is broken"), (tmp_path / "none.pdf", "is not there")):
        with pytest.raises(SystemExit) as left:
            run(["read", str(path)])
        assert left.value.code == 3
        message = capsys.readouterr().err
        assert words in message
        assert "Traceback" not in message
