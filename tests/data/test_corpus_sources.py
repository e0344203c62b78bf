"""Which place a document is about: from a list, from names, or one error that lists what lacks."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from placewise.data.corpus_sources import rows_of, sources_in
from placewise.errors import InputError
from placewise.model.corpus import Entry

NAMES = {"leeds": ("Leeds", "district"), "south yorkshire": ("South Yorkshire", "CA")}


def naming(name: str) -> tuple[str, str] | None:
    return NAMES.get(name.casefold())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "South Yorkshire").mkdir()
    for name in ("leeds-2019.md", "South Yorkshire/plan.txt", "other.txt", "picture.png"):
        (tmp_path / name).write_text("Some text.", encoding="utf-8")
    return tmp_path


def test_names_and_lists_say_the_place(folder: Path) -> None:
    (folder / "corpus.csv").write_text(
        "file,place,kind,year,title\nother.txt,York,district,2020,Our plan\n", encoding="utf-8"
    )
    found = {s.path.name: s.entry for s in sources_in(folder, None, naming)}
    assert found == {
        "leeds-2019.md": Entry("Leeds", "district", "2019"),
        "plan.txt": Entry("South Yorkshire", "CA"),
        "other.txt": Entry("York", "district", "2020", "Our plan"),
    }


def test_a_list_may_be_toml_and_lie_elsewhere(folder: Path) -> None:
    (folder / "corpus.csv").write_text("file,place\nother.txt,York\n", encoding="utf-8")
    listed = folder / "South Yorkshire" / "places.toml"
    listed.write_text('[[document]]\nfile = "other.txt"\nplace = "Hull"\n', encoding="utf-8")
    found = {s.path.name: s.entry.place for s in sources_in(folder, listed, naming)}
    assert found["other.txt"] == "Hull"


def test_what_lacks_a_place_is_listed_in_one_error(folder: Path) -> None:
    (folder / "more.txt").write_text("Some text.", encoding="utf-8")
    with pytest.raises(InputError, match=r"place of 2 documents(.|\n)*more.txt, other.txt"):
        sources_in(folder, None, naming)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("file,place\nlost.txt,York\n", "names 1 files that are not there"),
        ("file,place\nother.txt,\n", "Entry 1 of the list has no file or no place"),
        ("", "cannot be read"),
    ],
)
def test_a_faulty_list_is_refused(folder: Path, lines: str, words: str) -> None:
    (folder / "corpus.csv").write_text(lines, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        sources_in(folder, None, naming)


def test_nothing_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no document"):
        sources_in(tmp_path, None, naming)
    with pytest.raises(InputError, match="no such folder"):
        sources_in(tmp_path / "x", None, naming)


def test_texts_of_a_table(tmp_path: Path) -> None:
    frame = pl.DataFrame({"place": ["A", "B"], "text": ["one", "two"], "year": [2001, None]})
    frame.write_parquet(tmp_path / "t.parquet")
    frame.write_csv(tmp_path / "t.csv")
    for name in ("t.parquet", "t.csv"):
        rows = list(rows_of(tmp_path / name))
        assert [(entry, text) for entry, text, _ in rows] == [
            (Entry("A", "", "2001"), "one"), (Entry("B"), "two"),
        ]  # fmt: skip
        assert len({sha256 for _, _, sha256 in rows}) == 2
    frame.drop("place").write_csv(tmp_path / "without.csv")
    with pytest.raises(InputError, match="no columns place and text"):
        list(rows_of(tmp_path / "without.csv"))
    frame.with_columns(text=pl.lit(" ")).write_csv(tmp_path / "empty.csv")
    with pytest.raises(InputError, match=r"2 rows have no place or no text(.|\n)*rows 1, 2"):
        list(rows_of(tmp_path / "empty.csv"))
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(InputError, match="cannot be read"):
        list(rows_of(tmp_path / "broken.parquet"))
