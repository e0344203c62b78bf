"""Worked examples: one for each area that names one, labelled as made up, and all of it runs."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from placewise.workbench.appraising import appraise_file
from placewise.workbench.toolkits import toolkit_areas, toolkits_for

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs" / "how-to" / "worked-examples"
FILES = ROOT / "examples" / "worked"
NAMES = sorted(file.stem for file in FILES.glob("*.csv") if not file.stem.endswith("-evidence"))


def test_every_example_that_a_toolkit_names_has_a_page_and_a_file() -> None:
    named = {toolkit.example for toolkit in toolkits_for(toolkit_areas())} - {""}
    assert named == set(NAMES) == {file.stem for file in PAGES.glob("*.md")}
    assert len(named) >= 6


@pytest.mark.parametrize("name", NAMES)
def test_options_are_labelled_as_illustrative_and_can_be_appraised(name: str) -> None:
    with (FILES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    stated = [row["counterfactual"] for row in rows if row["counterfactual"]]
    assert stated
    assert all(text.startswith("Illustrative, made for this example") for text in stated)
    appraised = appraise_file(FILES / f"{name}.csv")
    assert appraised.notes == ()  # every record of evidence that an option names is there
    assert all(one.value("cost_per_unit") for one in appraised.appraisals)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_goes_from_barrier_to_evaluation_and_says_what_is_made_up(name: str) -> None:
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert "illustrative,\nmade for this page" in text
    titles = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert titles == [
        "The barrier", "What is known", "Options", "Gate and appraisal", "Line by line",
        "How to evaluate it",
    ]  # fmt: skip
    # Figures stand in blocks that run as tests; the text between them has none that could go stale.
    text = re.sub(r"```.*?```|\]\([^)]*\)|`[^`]*`", "", text, flags=re.DOTALL)
    assert re.findall(r"(?<!level )\b\d+", text) == []


def test_own_evidence_of_examples_is_labelled_as_made_up() -> None:
    for path in FILES.glob("*-evidence.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert row["statement"].startswith("Made up")
                assert row["source"].startswith("Made up")
