"""The map of the house tells the truth, and no file is too long to love."""

from __future__ import annotations

import re
from pathlib import Path

from scripts import inventory

import placewise
from placewise import errors

ROOT = Path(__file__).parent.parent
LONGEST = 450


def test_the_inventory_is_up_to_date() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert inventory.written(text) == text, "run: python scripts/inventory.py"


def test_every_module_says_what_it_is() -> None:
    assert [row for row in inventory.rows() if row.endswith("|  |")] == []


def test_no_file_is_too_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "src").rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_public_names_exist_and_are_few() -> None:
    assert len(placewise.__all__) <= 15
    assert placewise.__all__ == sorted(placewise.__all__)
    for name in placewise.__all__:
        assert getattr(placewise, name) is not None


def test_the_tree_of_errors_is_drawn_as_it_is() -> None:
    drawn = re.findall(r"[│├└─ ]*(\w+Error)  ", errors.__doc__ or "")
    classes = [
        name for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.PlacewiseError)
    ]  # fmt: skip
    assert sorted(drawn) == sorted(classes)


def test_messages_say_what_where_what_is_allowed_and_what_to_do() -> None:
    error = errors.InputError("It is wrong", where="row 3", allowed="1 to 5", action="Correct it.")
    assert str(error).splitlines() == [
        "It is wrong", "Where: row 3", "Allowed: 1 to 5", "What to do: Correct it.",
    ]  # fmt: skip
    unknown = errors.UnknownNameError.among("place", "Ledes", ["Leeds", "York"])
    assert 'Did you mean "Leeds"?' in str(unknown)
    assert errors.nearest_names("manchester", ["Greater Manchester", "York"]) == [
        "Greater Manchester"
    ]


def test_only_errors_of_the_tree_are_raised() -> None:
    """Python's own errors may be raised where Python asks for them (``__getattr__``)."""
    allowed = {
        name for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.PlacewiseError)
    } | {"AttributeError"}  # fmt: skip
    strange = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r"^\s*raise (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        if name not in allowed and name[0].isupper()
    ]
    assert strange == []


def test_nothing_of_the_workshop_is_in_the_project() -> None:
    """No registry host, no path of one machine, no writing tool, in what the project contains."""
    words = ["py" + "pi.org", "files.python" + "hosted", "registry.npm" + "js", "/wo" + "rk/",
             "/ro" + "ot/", "language " + "model", "Chat" + "GPT", "Open" + "AI"]  # fmt: skip
    found = []
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if parts[0].startswith((".git", ".venv", ".mypy", ".ruff", ".pytest", ".hypothesis", "out",
                                "site", ".import")) or not path.is_file():  # fmt: skip
            continue
        assert path.stat().st_size < 2_000_000, path
        if path.suffix in {".py", ".md", ".toml", ".lock", ".html", ".css", ".yml", ".in", ""}:
            text = path.read_text(encoding="utf-8", errors="ignore")
            found += [f"{path.relative_to(ROOT)}: {word}" for word in words if word in text]
    assert found == []
