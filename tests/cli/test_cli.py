"""The command line as a user meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import pytest

from placewise.cli.app import run


def placewise(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "placewise", *arguments],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_diagnose_prints_a_summary_and_writes_the_report(tmp_path: Path) -> None:
    done = placewise(
        "diagnose", "South Yorkshire", "--json", "s.json", "--csv", "tables", folder=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "Report: south-yorkshire.html" in done.stdout
    assert (tmp_path / "south-yorkshire.html").stat().st_size > 50_000
    written = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert written["place"]["code"] == "E47000002"
    assert (tmp_path / "tables" / "specialisms.csv").exists()


def test_json_on_standard_output_is_the_same_twice(tmp_path: Path) -> None:
    arguments = ("diagnose", "Tees Valley", "--json", "-", "--seed", "3")
    first, again = (placewise(*arguments, folder=tmp_path) for _ in range(2))
    assert first.stdout == again.stdout
    assert json.loads(first.stdout)["settings"]["seed"] == 3
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("diagnose", "Grater Manchester"), 2, 'Did you mean "Greater Manchester"'),
        (("diagnose",), 2, "Say which place"),
        (("diagnose", "--all"), 2, "takes a folder"),
        (("diagnose", "London", "--threshold", "-1"), 2, "out of range"),
        (("diagnose", "London", "--year", "1066"), 3, "years 2023, 2024"),
        (("diagnose", "London", "--workspace", "nowhere"), 4, "There is no workspace here"),
        (("diagnose", "London", "--against", "Atlantis"), 2, 'No place is called "Atlantis"'),
        (("diagnose", "London", "--out", "/proc/x/y.html"), 2, "Cannot write"),
        (("claim", "London", "alchemy"), 2, "No industry is called"),
        (("data", "load", "uk", "--from", "nowhere", "--workspace", "w"), 3, "is not there"),
        (("data", "show", "job"), 2, "No dataset or table"),
    ],
)
def test_wrong_input_gets_one_clear_error(
    tmp_path: Path, arguments: tuple[str, ...], code: int, words: str,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        run(list(arguments))
    assert left.value.code == code
    message = capsys.readouterr().err
    assert words in message
    assert "Traceback" not in message
    assert not list(tmp_path.glob("*.html"))


def test_every_place_of_a_kind_can_be_stopped_and_taken_up_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "all"
    run(["diagnose", "--all", "--out", str(out)])
    assert "15 of 15 places diagnosed" in capsys.readouterr().out
    pages = sorted(out.glob("*.html"))
    assert len(pages) == 16
    before = (out / "index.html").read_text(encoding="utf-8")
    lost = next(path for path in out.glob("south-yorkshire*.json"))
    kept = lost.read_text(encoding="utf-8")
    lost.unlink()
    run(["diagnose", "--all", "--out", str(out)])
    assert "1 of 15 places diagnosed, 14 were done before" in capsys.readouterr().out
    assert lost.read_text(encoding="utf-8") == kept
    assert (out / "index.html").read_text(encoding="utf-8") == before
    with pytest.raises(SystemExit):
        run(["diagnose", "--all", "--out", str(out), "--threshold", "2"])
    assert "other settings" in capsys.readouterr().err


def test_claim_and_places(capsys: pytest.CaptureFixture[str]) -> None:
    run(["claim", "Leeds City Region", "manufacturing"])
    said = capsys.readouterr().out
    assert "16 of the 38 local enterprise partnerships could claim it" in " ".join(said.split())
    run(["places"])
    assert "15  combined authority" in capsys.readouterr().out
    run(["places", "--kind", "LEP"])
    assert len(capsys.readouterr().out.splitlines()) == 38


def test_data_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from tests.data.example_country import write_country

    recipe = write_country(tmp_path / "files")
    folder = str(tmp_path / "w")
    run(["data", "create", folder])
    assert "Created" in capsys.readouterr().out
    run(["data", "load", str(recipe), "--from", str(recipe.parent), "--workspace", folder])
    assert "Loaded 3 datasets" in capsys.readouterr().out
    run(["data", "list", "--workspace", folder])
    assert "Jobs by trade (2023). CC BY 4.0." in capsys.readouterr().out
    run(["data", "show", "jobs", "--workspace", folder])
    shown = capsys.readouterr().out
    assert "industry_values: 12 rows, years 2023 to 2023" in shown
    assert "sha256" in shown
    run(["place", "add", "Twins", "--areas", "Zenda,P1", "--workspace", folder])
    assert "2 areas" in capsys.readouterr().out
    run(["diagnose", "Twins", "--workspace", folder, "--out", str(tmp_path / "t.html")])
    assert "Twins" in capsys.readouterr().out
    run(["place", "remove", "Twins", "--workspace", folder])
    run(["data", "list"])
    assert "GVA by industry 2023" in capsys.readouterr().out
    run(["data", "recipes"])
    assert "uk" in capsys.readouterr().out


def test_help_needs_no_heavy_package() -> None:
    code = (
        "import sys; from placewise.cli.app import app; app(['--help']);"
        "heavy = {'polars', 'numpy', 'scipy', 'duckdb', 'dataframely', 'vl_convert', 'jinja2'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_sectors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    run(["sectors"])
    said = capsys.readouterr().out
    assert "Creative industries" in said
    assert len(said.splitlines()) > 60
    run(["sectors", "agri-tech", "--json", "-"])
    (sector,) = json.loads(capsys.readouterr().out)
    assert sector["key"] == "agri-tech"
    own = tmp_path / "own.toml"
    own.write_text(
        '[[sector]]\nkey = "cheese"\nterms = ["cheese"]\nsic = ["1051"]\nmeasurable = 1.0\n'
        'judged = "official definition"\nbasis = "SIC 10.51"\n',
        encoding="utf-8",
    )
    run(["sectors", "cheese", "--own", str(own)])
    assert "SIC 10.51" in capsys.readouterr().out
    with pytest.raises(SystemExit) as left:
        run(["sectors", "alchemy"])
    assert left.value.code == 2


class Interrupted:
    """Processes that are interrupted at their first result."""

    ended: ClassVar[list[bool]] = []

    def __init__(self, **_: object) -> None:
        pass

    def submit(self, *_: object) -> Interrupted:
        return self

    def result(self) -> list[str]:
        raise KeyboardInterrupt

    def shutdown(self, *, cancel_futures: bool = False) -> None:
        self.ended.append(cancel_futures)


def test_interrupted_nothing_more_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", Interrupted)
    monkeypatch.setattr("placewise.cli.diagnosing.FEW_PLACES", 0)
    with pytest.raises(SystemExit) as left:
        run(["diagnose", "--all", "--out", str(tmp_path / "all")])
    assert left.value.code == 130
    assert Interrupted.ended == [True]
    assert "what was finished is kept" in capsys.readouterr().err
