"""What the pages show runs, and what there is stands in the pages."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from scripts import commands_page, recipes_page, standard_options_page, toolkits_page

from placewise.cli.app import run
from placewise.data.recipe import COLUMN_KEYS, DATASET_KEYS, RECIPE_KEYS, TABLE_KEYS

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(language: str) -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for number, block in enumerate(re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)):
            found.append((f"{page.relative_to(ROOT)} {number}", block))
    return found


@pytest.mark.parametrize(("where", "code"), blocks("python"), ids=lambda v: v[:40])
def test_python_examples_run(where: str, code: str) -> None:
    exec(compile(code, where, "exec"), {})  # noqa: S102


@pytest.mark.parametrize(("where", "block"), blocks("console"), ids=lambda v: v[:40])
def test_console_examples_print_what_they_show(
    where: str, block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    command, *expected = block.strip().splitlines()
    words = shlex.split(command.removeprefix("$ "))
    assert words[0] == "placewise", where
    run(words[1:])
    said = capsys.readouterr().out
    shown = "\n".join(expected)
    pattern = ".*".join(re.escape(part.strip()) for part in shown.split("..."))
    assert re.search(pattern, " ".join(said.split()).replace("  ", " "), re.DOTALL) or re.search(
        pattern, said, re.DOTALL
    ), said


def test_links_between_pages_lead_somewhere() -> None:
    lost = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in PAGES
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert lost == []


def test_every_key_of_a_recipe_is_explained() -> None:
    page = (ROOT / "docs" / "how-to" / "bring-your-own-tables.md").read_text(encoding="utf-8")
    keys = RECIPE_KEYS | DATASET_KEYS | TABLE_KEYS | COLUMN_KEYS
    lost = [key for key in sorted(keys) if not re.search(rf"\b{key}\b", page)]
    assert lost == []


def test_the_page_of_commands_is_up_to_date() -> None:
    text = commands_page.PAGE.read_text(encoding="utf-8")
    assert text == commands_page.written(), "run: python -m scripts.commands_page"


def test_the_page_of_recipes_is_up_to_date() -> None:
    text = recipes_page.PAGE.read_text(encoding="utf-8")
    assert text == recipes_page.page(), "run: python -m scripts.recipes_page"


def test_the_pages_of_toolkits_are_up_to_date() -> None:
    written = {file.name: file.read_text(encoding="utf-8") for file in
               toolkits_page.FOLDER.glob("*.md")}  # fmt: skip
    assert written == toolkits_page.pages(), "run: python -m scripts.toolkits_page"


def test_the_page_of_standard_options_is_up_to_date() -> None:
    text = standard_options_page.PAGE.read_text(encoding="utf-8")
    assert text == standard_options_page.page(), "run: python -m scripts.standard_options_page"
