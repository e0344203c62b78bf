"""Every error of the tree says what, where, what is allowed and what to do."""

from __future__ import annotations

import re

import pytest

from placewise import errors
from placewise.errors import PlacewiseError, UnknownNameError, nearest_names

CLASSES = [
    value for value in vars(errors).values()
    if isinstance(value, type) and issubclass(value, PlacewiseError)
]  # fmt: skip
PLAIN = [kind for kind in CLASSES if kind is not errors.FaultyTableError]


def test_parents_are_drawn_as_they_are() -> None:
    drawn, branch = {}, [""]
    for prefix, name in re.findall(r"^    ([│├└─ ]*)(\w+Error)  ", errors.__doc__ or "", re.M):
        depth = len(prefix) // 4
        branch[depth + 1 :] = [name]
        drawn[name] = branch[depth]
    assert drawn == {
        kind.__name__: "" if kind is PlacewiseError else kind.__bases__[0].__name__
        for kind in CLASSES
    }


@pytest.mark.parametrize("kind", PLAIN, ids=lambda kind: kind.__name__)
def test_a_message_has_four_parts(kind: type[PlacewiseError]) -> None:
    error = kind("It is wrong", where="row 3", allowed="1 to 5", action="Correct it.")
    assert (error.what, error.where) == ("It is wrong", "row 3")
    assert (error.allowed, error.action) == ("1 to 5", "Correct it.")
    assert str(error).count("\n") == 3
    assert str(kind("It is wrong")) == "It is wrong"


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_the_command_line_leaves_with_a_code_of_its_branch(kind: type[PlacewiseError]) -> None:
    codes = {"UnknownNameError": 2, "InputError": 2, "DataError": 3, "WorkspaceError": 4}
    branch = next((base.__name__ for base in kind.__mro__ if base.__name__ in codes), "")
    assert kind.exit_code == codes.get(branch, 1)


def test_a_faulty_table_carries_its_faults() -> None:
    faults = [("jobs", 3)]
    error = errors.FaultyTableError("Two rows", faults, where="jobs.csv", action="Correct them.")
    assert error.faults is faults
    assert str(error).splitlines()[1:] == ["Where: jobs.csv", "What to do: Correct them."]


def test_unknown_names_are_met_with_what_there_is() -> None:
    known = [f"place {number:02}" for number in range(20)]
    assert UnknownNameError.among("place", "xyz", known).allowed.endswith("place 11 and 8 more")
    titles = UnknownNameError.among("place", "xyz", ["Ada, OK", "Akron, OH"])
    assert titles.allowed == "Ada, OK; Akron, OH"
    assert "there is no place at all" in str(UnknownNameError.among("place", "xyz", []))


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("leeds", ["Leeds"]),
        ("  YORK ", ["York", "North Yorkshire"]),
        ("Ledes", ["Leeds"]),
        ("zzz", []),
        ("", []),
    ],
)
def test_nearest_names_ignore_case_and_take_parts(name: str, near: list[str]) -> None:
    assert nearest_names(name, ["North Yorkshire", "Leeds", "York"]) == near


def test_no_more_names_are_offered_than_asked_for() -> None:
    assert len(nearest_names("Leeds", [f"Leeds {letter}" for letter in "abcdef"], most=2)) == 2


def test_a_name_without_its_state_is_offered_with_it() -> None:
    known = ["Kent County, Texas", "Kerr County, Texas", "Kearny County, Kansas",
             "Kern County, California", "Old Kern County, Nowhere"]  # fmt: skip
    assert nearest_names("Kern County", known)[0] == "Kern County, California"
    assert nearest_names("kern", known)[0] == "Kern County, California"
    assert nearest_names("Kerm County, Texas", known)[0] in {known[0], known[1]}


@pytest.mark.parametrize(("count", "lines", "last"), [(2, 3, "- row 2"), (10, 11, "- row 10"),
                                                      (30, 12, "- and 20 more")])  # fmt: skip
def test_many_faults_stand_a_line_each(count: int, lines: int, last: str) -> None:
    said = errors.with_faults("It is wrong", [f"row {number}" for number in range(1, count + 1)])
    told = said.splitlines()
    assert told[:2] == [f"It is wrong, {count} faults:", "- row 1"]
    assert (len(told), told[-1]) == (lines, last)


def test_one_fault_stands_behind_what_is_wrong() -> None:
    assert errors.with_faults("It is wrong", ["row 3"]) == "It is wrong: row 3"
