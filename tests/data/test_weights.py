"""A file of weights: read as it stands, or one error that lists all that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from placewise.data.weights import read_weights
from placewise.errors import InputError

BARRIERS = ("skills", "housing")


def written(folder: Path, *lines: str) -> Path:
    file = folder / "weights.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_weights_are_read_by_person(tmp_path: Path) -> None:
    file = written(tmp_path, "person,barrier,weight", "Mayor,skills,3", "Leader,housing,1.5",
                   "Mayor,housing,0")  # fmt: skip
    assert read_weights(file, BARRIERS) == {
        "Mayor": {"skills": 3.0, "housing": 0.0}, "Leader": {"housing": 1.5},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("person,barrier,weight",), "there is no weight in it"),
        (("who,barrier,weight", "Mayor,skills,1"), "column person is missing"),
        (
            ("person,barrier,weight", "Mayor,skils,1"),
            '"skils" is no barrier, did you mean "skills"?',
        ),
        (("person,barrier,weight", "Mayor,skills,-1"), 'row 2, column weight: "-1"'),
        (("person,barrier,weight", "Mayor,skills,nan"), "no number of at least 0"),
        (("person,barrier,weight", ",skills,1"), "row 2, column person: is empty"),
        (("person,barrier,weight", "A,skills,1", "A,skills,2"), "in another row as well"),
        (("person,barrier,weight", "A,skills,0"), "A gives no barrier a weight above 0"),
        (("person,barrier,weight", "A,skills,1,x"), "more cells than columns"),
    ],
)
def test_every_fault_is_said(tmp_path: Path, lines: tuple[str, ...], said: str) -> None:
    with pytest.raises(InputError, match=r"weights") as error:
        read_weights(written(tmp_path, *lines), BARRIERS)
    assert said in error.value.what


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Cannot read"):
        read_weights(tmp_path / "none.csv", BARRIERS)
