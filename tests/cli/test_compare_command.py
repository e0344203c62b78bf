"""``placewise compare``: what it asks for, what it refuses, and its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from placewise.cli.app import run
from placewise.cli.comparing import names_in
from placewise.errors import InputError


def test_it_asks_which_places(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for words in ([], ["--all", "--places", str(tmp_path / "list.txt")]):
        with pytest.raises(SystemExit) as left:
            run(["compare", *words])
        assert left.value.code == 2
        assert "--all, or --places FILE" in capsys.readouterr().err


def test_a_list_of_places(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text('Leeds  # a city\n\n"Bristol, City of"\nLeeds\n# nothing\n', encoding="utf-8")
    assert names_in(file) == ("Leeds", "Bristol, City of")
    file.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(InputError, match="names no place"):
        names_in(file)
    with pytest.raises(InputError, match="Cannot read the list"):
        names_in(tmp_path / "none.txt")


def test_a_misspelt_place_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLACEWISE_CACHE", str(tmp_path / "cache"))
    file = tmp_path / "list.txt"
    file.write_text("Leedz\n", encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        run(["compare", "--places", str(file)])
    assert left.value.code == 2
    assert "Leeds" in capsys.readouterr().err
    assert not (tmp_path / "cache").exists()


def test_who_stops_it_is_told_that_what_was_finished_is_kept(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("placewise.cli.comparing.compare_all", stopped)
    with pytest.raises(SystemExit) as left:
        run(["compare", "--all"])
    assert left.value.code == 130
    assert "what was finished is kept" in capsys.readouterr().err
