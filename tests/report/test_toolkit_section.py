"""Toolkits as sections of a page."""

from __future__ import annotations

import pytest

from placewise.model.plan import Toolkit
from placewise.report.toolkit_section import toolkit_section
from placewise.workbench.toolkits import toolkit_areas, toolkits_for


@pytest.fixture(scope="module")
def toolkits() -> dict[str, Toolkit]:
    return {one.area: one for one in toolkits_for((*toolkit_areas(), "drones"))}


def test_every_toolkit_makes_a_section(toolkits: dict[str, Toolkit]) -> None:
    keys = set()
    for toolkit in toolkits.values():
        section = toolkit_section(toolkit)
        keys.add(section.key)
        assert section.question.endswith("?")
        assert section.sentences
        assert len(section.blocks) == 5
        for block in section.blocks:
            assert block.sentence
            if block.table is not None:
                assert block.table.rows
                for row in block.table.rows:
                    assert len(row) == len(block.table.columns)
                    assert all(isinstance(cell, str) for cell in row)
    assert len(keys) == len(toolkits)


def test_shares_are_drawn_and_unknown_counts_are_marked(toolkits: dict[str, Toolkit]) -> None:
    section = toolkit_section(toolkits["business advice"])
    found = section.blocks[1]
    assert found.chart is not None
    assert "no probability" in found.chart.subtitle
    assert found.table is not None
    cells = {row[0]: row for row in found.table.rows}
    assert cells["business advice: any business outcome"][-2] == "17 of 23"
    assert cells["business advice: employment"][-2:] == ("? of 17", "?")


def test_no_studies_is_said_and_not_drawn(toolkits: dict[str, Toolkit]) -> None:
    section = toolkit_section(toolkits["transport"])
    found = section.blocks[1]
    assert found.chart is None
    assert "unknown, not none" in found.sentence
    assert found.table is not None
    cells = {row[0]: row for row in found.table.rows}
    assert cells["trams, buses, cycling and walking: any economic outcome"][-2] == "0 of 0"


def test_levels_that_can_be_reached(toolkits: dict[str, Toolkit]) -> None:
    section = toolkit_section(toolkits["estate renewal"])
    assert "level 3 of 5" in section.blocks[4].sentence
    assert section.blocks[4].sentence.endswith("(direct)")
    assert "(memory)" in section.blocks[0].sentence
    unwritten = toolkit_section(toolkits["drones"])
    assert "Nobody has written" in unwritten.blocks[4].sentence
    assert unwritten.blocks[4].table is None
