"""``placewise mask`` as a user meets it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from placewise.cli.app import run

TEXT = "# Plan for Tees Valley\n\nJobs in Darlington and in Leeds grew, said the TVCA.\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_it_writes_the_masked_text_and_the_table(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, csv = tmp_path / "masked.txt", tmp_path / "spans.csv"
    run(["mask", str(plan), "--place", "Tees Valley", "--level", "2", "--out", str(out),
         "--csv", str(csv)])  # fmt: skip
    text = out.read_text(encoding="utf-8")
    assert "Jobs in [this place] and in [place] grew, said the [this place]." in text
    table = pl.read_csv(csv)
    assert table.columns == [
        "span", "kind", "level", "reason", "page", "start", "end", "count",
    ]  # fmt: skip
    assert table["span"].to_list() == ["Tees Valley", "Darlington", "Leeds", "TVCA"]
    assert table["level"].to_list() == [1, 1, 2, 1]
    said = capsys.readouterr().out
    assert "4 spans" in said
    assert "Tees Valley" in said


def test_it_names_the_file_itself(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["mask", str(plan), "--place", "Tees Valley", "--level", "1"])
    assert (plan.parent / "plan.masked-1.txt").exists()
    assert "plan.masked-1.txt" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--place", "Atlantis"], 2, "No place is called"),
        (["--place", "Tees Valley", "--level", "7"], 2, "no masking level 7"),
        (["--place", "Tees Valley", "--names", "none.toml"], 2, "cannot be read"),
    ],
)
def test_errors_are_said(
    plan: Path, arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        run(["mask", str(plan), *arguments])
    assert left.value.code == code
    assert said in capsys.readouterr().err
    assert [path.name for path in plan.parent.iterdir()] == ["plan.md"]
