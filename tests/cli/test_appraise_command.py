"""``placewise appraise`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placewise.cli.app import run


@pytest.fixture
def options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    file = tmp_path / "options.csv"
    run(["appraise", "--template", str(file)])
    assert "delete the two examples" in capsys.readouterr().out
    return file


def test_without_a_place_the_barrier_stays_open(
    options: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = tmp_path / "out" / "appraisal.xlsx"
    run(["appraise", str(options), "--xlsx", str(workbook)])
    said = " ".join(capsys.readouterr().out.split())
    for words in (
        "two conditional, none failed", "What would settle it: to name a place",
        "at least level 3", "unknown level", "cannot be told", f"Workbook: {workbook}",
    ):  # fmt: skip
        assert words in said, words
    assert workbook.read_bytes()[:2] == b"PK"


def test_json_and_lines_say_the_same(options: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["appraise", str(options), "--json", "-"])
    told = json.loads(capsys.readouterr().out)
    advice, site = told["options"]
    lines = {row["line"]: row for row in advice["lines"]}
    # 120 jobs, of which 45 % come anyway, 25 % are displaced and 10 % leak: by hand.
    assert lines["net"]["value"] == pytest.approx(120 * 0.55 * 0.75 * 0.9)
    assert lines["net"]["low"] < lines["net"]["middle"] < lines["net"]["high"]
    assert site["lines"][-1]["value"] is None
    assert advice["strength"] == 3
    assert site["strength"] is None
    assert [step["step"] for step in advice["gate"]["steps"]] == [
        "barrier", "failure", "power", "additionality",
    ]  # fmt: skip
    assert [row["key"] for row in advice["rests_on"]] == [
        "advice-any-business-outcome", "advice-employment",
    ]  # fmt: skip
    run(["appraise", str(options), "--option", "example advice"])
    said = capsys.readouterr().out
    assert f"{lines['net']['value']:.2f}" in said
    assert f"{lines['cost_per_unit']['value']:,.0f}" in said
    assert "17 of 23" in said


def test_with_a_place_the_gate_uses_its_barriers(
    options: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = options.read_text(encoding="utf-8-sig")
    options.write_text(text.replace(",management,", ",housing,"), encoding="utf-8")
    file = tmp_path / "appraisal.json"
    run(["appraise", str(options), "--place", "South Yorkshire", "--json", str(file)])
    said = " ".join(capsys.readouterr().out.split())
    assert "Options for South Yorkshire" in said
    assert "one failed" in said
    assert "is not a barrier here" in said
    told = json.loads(file.read_text("utf-8"))
    assert told["options"][0]["gate"]["standing"] == "failed"
    # It is appraised all the same: nothing is dropped in silence.
    assert told["options"][0]["lines"][-1]["value"] is not None
    assert '--place "South Yorkshire" --kind "combined authority"' in told["command"]


def test_what_is_wrong_is_said(
    options: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "never.xlsx"
    faulty = tmp_path / "faulty.csv"
    text = options.read_text(encoding="utf-8-sig")
    faulty.write_text(text.replace(",held,", ",had,"), encoding="utf-8")
    for words, message in (
        (["appraise"], "--template FILE"),
        (["appraise", str(faulty)], 'column power: "had" is none of'),
        (["appraise", str(options), "--option", "exmple site", "--xlsx", str(written)],
         "example site"),
        (["appraise", str(options), "--draws", "5"], "at least 100 draws"),
        (["appraise", str(options), "--schedule", "wealth"], "health"),
        (["appraise", str(options), "--evidence", "own.csv"], "belong to a place"),
        (["appraise", "--template", str(tmp_path / "options.ods")], ".csv or .xlsx"),
    ):  # fmt: skip
        with pytest.raises(SystemExit) as left:
            run(words)
        assert left.value.code == 2
        assert message in capsys.readouterr().err
    assert not written.exists()


def test_evidence_that_is_not_known_is_said(
    options: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = options.read_text(encoding="utf-8-sig")
    options.write_text(text.replace(",business advice,Adv", ",advise,Adv"), encoding="utf-8")
    run(["appraise", str(options)])
    said = " ".join(capsys.readouterr().out.split())
    assert "no record of evidence is named ‘advise’" in said
    assert "at least" not in said


def test_more_than_ten_options_are_counted(
    options: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head, first, _ = options.read_text(encoding="utf-8-sig").splitlines()
    rows = [first.replace("example advice", f"advice {at}", 1) for at in range(12)]
    options.write_text("\n".join([head, *rows]), encoding="utf-8")
    run(["appraise", str(options), "--draws", "100"])
    said = capsys.readouterr().out
    assert "and 2 more" in said
    assert "advice 11" not in said
