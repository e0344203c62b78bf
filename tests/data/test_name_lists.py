"""Lists of names: what a user may write, and what is said of faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from placewise.data.gazetteer import place_names
from placewise.data.name_lists import read_name_list, shipped_name_lists
from placewise.data.places import find_place
from placewise.data.sample import Sample
from placewise.errors import InputError
from placewise.review.masking import mask


def written(folder: Path, text: str) -> Path:
    path = folder / "names.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_list_adds_adjectives_abbreviations_and_other_names(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '[[place]]\nname = "Tees Valley"\nadjectives = ["Teesish"]\nabbreviations = ["TVX"]\n'
        'also = ["Ironopolis"]\n',
    )
    place = find_place(Sample(), "Tees Valley")
    text = "The Teesish of Ironopolis run TVX; tvx is not."
    assert mask(text, place_names(Sample()), place, 1).spans == ()
    masked = mask(text, place_names(Sample(), [path]), place, 1)
    assert [span.text for span in masked.spans] == ["Teesish", "Ironopolis", "TVX"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[place", "not valid TOML"),
        ("", "there is no [[place]]"),
        ('place = "Leeds"', "places are written as [[place]]"),
        ("[[place]]\nadjectives = []", "the key 'name' is missing"),
        ('[[place]]\nname = "Leeds"\nadjectivs = ["x"]', "did you mean 'adjectives'?"),
        ('[[place]]\nname = "Leeds"\nadjectives = "Loiner"', "is a list of texts"),
        ('[[place]]\nname = "Leeds"\nabbreviations = ["L"]', "two letters or more"),
        ('[[plaec]]\nname = "Leeds"', "did you mean 'place'?"),
    ],
)
def test_faults_are_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_name_list(written(tmp_path, text))
    assert said in str(caught.value)
    assert "names.toml" in str(caught.value)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, '[[place]]\nnaem = "Leeds"\n[[place]]\nname = "York"\nalso = 3')
    with pytest.raises(InputError, match="3 faults"):
        read_name_list(path)


def test_a_place_that_the_store_does_not_know_is_an_error(tmp_path: Path) -> None:
    path = written(tmp_path, '[[place]]\nname = "Atlantis"\nalso = ["Poseidonis"]')
    with pytest.raises(InputError, match="Atlantis"):
        place_names(Sample(), [path])


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_name_list(tmp_path / "none.toml")


def test_the_list_that_ships_names_places_that_exist() -> None:
    known = {name.text for name in place_names(Sample()).names}
    lost = [place.name for place in shipped_name_lists() if place.name not in known]
    assert len(shipped_name_lists()) >= 100
    # Not in the sample, but in a workspace.
    assert set(lost) == {
        "Berkshire", "Hampshire", "Humber", "Northern Ireland", "Scotland", "Wales",
    }  # fmt: skip


def test_a_landscape_need_not_be_known_and_is_no_places_own(tmp_path: Path) -> None:
    path = written(tmp_path, '[[landscape]]\nname = "Ironmoors"\nadjectives = ["Moorish"]\n')
    names = place_names(Sample(), [path])
    place = find_place(Sample(), "Tees Valley")
    text = "The Moorish of Ironmoors."
    assert [span.text for span in mask(text, names, place, 2).spans] == ["Moorish", "Ironmoors"]
    assert mask(text, names, place, 1).spans == ()
