"""``placewise plan`` as a user meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from placewise.cli.app import run
from placewise.errors import InputError
from placewise.model.amounts import amount

PLACE = "South Yorkshire"
FEW = ("--draws", "120")
KEYS = (
    "options", "portfolio", "left_out", "principles", "sector_against_horizontal", "mix",
    "budget_steps", "break_evens", "weight_flips", "headline", "barriers", "command",
)  # fmt: skip


def test_everything_is_written_and_says_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    html, data = tmp_path / "plan.html", tmp_path / "plan.json"
    book, folder = tmp_path / "plan.xlsx", tmp_path / "tables"
    run(["plan", PLACE, "--budget", "£40m", *FEW, "--out", str(html), "--json", str(data),
         "--xlsx", str(book), "--csv", str(folder)])  # fmt: skip
    said = " ".join(capsys.readouterr().out.split())
    told = json.loads(data.read_text(encoding="utf-8"))
    assert set(KEYS) <= set(told)
    for sentence in told["headline"]:
        assert " ".join(sentence.split()) in said
    assert "illustrative" in said
    assert html.read_text(encoding="utf-8").count("<h2") > 3
    assert book.read_bytes()[:2] == b"PK"
    assert (folder / "options.csv").exists()
    option = told["options"][0]
    assert [step["step"] for step in option["gate"]["steps"]] == [
        "barrier", "failure", "power", "additionality",
    ]  # fmt: skip
    assert set(option["reach"]) == {"residents", "jobs", "firms"}
    assert {"inclusion_probability", "net_cost", "origin", "status"} <= set(option)
    chosen = {row["option"] for row in told["options"] if row["chosen"]}
    assert set(told["portfolio"]["chosen"]) == chosen
    assert all(row["reason"] for row in told["left_out"])


def test_json_on_standard_output_is_clean() -> None:
    """Of a process of its own: the solver writes past Python's standard output."""
    made = subprocess.run(
        [sys.executable, "-m", "placewise", "plan", PLACE, "--budget", "40m", *FEW, "--options",
         "examples/worked/transport.csv", "--json", "-"],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert set(KEYS) <= set(json.loads(made.stdout))


def test_the_template_reads_back_as_the_same_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "options.csv"
    run(["plan", PLACE, "--template", str(file)])
    assert "--only-own" in capsys.readouterr().out
    shares = []
    for extra in ([], ["--options", str(file), "--only-own"]):
        run(["plan", PLACE, "--budget", "40m", *FEW, "--json", "-", *extra])
        told = json.loads(capsys.readouterr().out)
        shares.append({
            row["option"]: row["probability"] for row in told["portfolio"]["inclusion"]
        })  # fmt: skip
    assert shares[0] == shares[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Atlantis"], "No place is called"),
        ([PLACE, "--budget", "lots"], "no amount of money"),
        ([PLACE, "--budget=-5m"], "no amount of money"),
        ([PLACE, "--budget", "0"], "no amount above 0"),
        ([PLACE, "--budget", "$40m"], "The budget is in USD"),
        ([PLACE, "--years", "0"], "out of range"),
        ([PLACE, "--only-own"], "there are none"),
        ([PLACE, "--options", "none.csv"], "Cannot read the options"),
        ([PLACE, "--weights", "none.csv"], "Cannot read the weights"),
        ([], "Say which place"),
        (["--template", "a.csv"], "`placewise appraise --template a.csv` writes a file without"),
        ([PLACE, "--out", "."], "it is a folder"),
        ([PLACE, "--json", "/dev/null/plan.json"], "/dev/null is no folder"),
        ([PLACE, "--csv", __file__], "a folder is needed"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        run(["plan", *arguments])
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("100m", 1e8, None), ("1.5bn", 1.5e9, None), ("£100m", 1e8, "GBP"),
        ("100,000,000", 1e8, None), ("$ 2 million", 2e6, "USD"), ("250k", 2.5e5, None),
        ("EUR 3bn", 3e9, "EUR"), ("12345.5", 12345.5, None), ("€1B", 1e9, "EUR"),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(text: str, value: float, currency: str | None) -> None:
    assert amount(text, "--budget") == (value, currency)


@pytest.mark.parametrize("text", ["", "m", "1,00m", "5 apples", "1e8", "£", "10m m"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no amount of money"):
        amount(text, "--budget")


def test_an_interruption_says_once_that_nothing_was_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from placewise.workbench.bench import Workbench

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Workbench, "plan", interrupted)
    with pytest.raises(SystemExit) as left:
        run(["plan", PLACE])
    assert left.value.code == 130
    told = capsys.readouterr()
    assert "nothing was written" in told.err
    assert "kept" not in told.err
    assert not list(tmp_path.iterdir())
