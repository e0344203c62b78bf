"""Results that took long: kept by question, tables and program, and never trusted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from placewise import Workbench
from placewise.data.kept import FORGOTTEN, Kept, cache_folder, program_version, tables_version


def test_the_cache_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PLACEWISE_CACHE", str(tmp_path / "own"))
    assert cache_folder() == tmp_path / "own"
    monkeypatch.delenv("PLACEWISE_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "shared"))
    assert cache_folder() == tmp_path / "shared" / "placewise"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache" / "placewise"


def test_another_question_or_program_has_another_key(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one = Kept.of("job", ["asked", "tables 1"], tmp_path)
    one.write("name / with : signs", {"found": [1.5, None]})
    assert one.read("name / with : signs") == {"found": [1.5, None]}
    assert one.read("another name") is None
    assert Kept.of("job", ["asked", "tables 2"], tmp_path).folder != one.folder
    again = Kept.of("job", ["asked", "tables 1"], tmp_path)
    assert again.read("name / with : signs") == {"found": [1.5, None]}
    assert "tables 1" in (one.folder / "asked.txt").read_text(encoding="utf-8")
    monkeypatch.setattr("placewise.data.kept.program_version", lambda: "changed")
    assert Kept.of("job", ["asked", "tables 1"], tmp_path).key != one.key


def test_a_file_of_another_key_is_not_read(tmp_path: Path) -> None:
    one, other = (Kept.of("job", [word], tmp_path) for word in ("one", "other"))
    one.write("name", 1)
    file = next(one.folder.glob("*.json"))
    (other.folder / file.name).write_bytes(file.read_bytes())
    assert other.read("name") is None


def test_where_the_disk_refuses_nothing_is_kept(tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("no folder", encoding="utf-8")
    kept = Kept.of("job", ["asked"], blocked)
    kept.write("name", 1)
    assert kept.read("name") is None


def test_tables_and_program_have_versions(bench: Workbench) -> None:
    assert len(tables_version(bench.store)) == len(program_version()) == 24


def test_questions_that_nobody_asks_any_more_are_deleted(tmp_path: Path) -> None:
    old, recent = (Kept.of("plans", [name], tmp_path) for name in ("old", "recent"))
    for one in (old, recent):
        one.write("a place", 1)
    others = tmp_path / "plans" / "of somebody"
    others.mkdir()
    (others / "asked.txt").write_text("mine", encoding="utf-8")
    long_ago = (old.folder / "asked.txt").stat().st_mtime - FORGOTTEN - 60
    for folder in (old.folder, others):
        os.utime(folder / "asked.txt", (long_ago, long_ago))
    assert Kept.of("plans", ["recent"], tmp_path).read("a place") == 1
    assert old.folder.exists()
    Kept.of("plans", ["new"], tmp_path)
    assert not old.folder.exists()
    assert recent.read("a place") == 1
    assert others.exists()


def test_a_question_that_is_asked_again_is_kept(tmp_path: Path) -> None:
    one = Kept.of("plans", ["old"], tmp_path)
    one.write("a place", 1)
    os.utime(one.folder / "asked.txt", (1.0, 1.0))
    assert Kept.of("plans", ["old"], tmp_path).read("a place") == 1
    Kept.of("plans", ["new"], tmp_path)
    assert one.read("a place") == 1
