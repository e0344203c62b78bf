"""Productivity on the page: every finding drawn, nothing invented where a finding is missing."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from placewise.model.answer import Answer
from placewise.model.comparators import Comparator
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.productivity import ProductivitySettings
from placewise.model.words import Place
from placewise.report.answer_page import answer_page
from placewise.report.productivity_section import productivity_section
from placewise.workbench.bench import Workbench
from placewise.workbench.productivity import productivity_answers


@pytest.fixture(scope="module")
def answer() -> Answer:
    bench = Workbench.open("sample")

    class AllOthers:
        def of(self, place: Place) -> Sequence[Comparator]:
            others = tuple(p for p in bench.shelf.compared(place) if p != place)
            return (Comparator("nation", "the 14 others", others, "All of its kind."),)

    answers = productivity_answers(bench.shelf, AllOthers(), ProductivitySettings(draws=100))
    return answers.of(bench.place("South Yorkshire"), DiagnosisSettings())


def said_above(answer: Answer, question: str) -> bool:
    """Stands the sentence of the finding with this question at the top of the section?"""
    return any(
        finding.sentence in answer.headline
        for finding in answer.findings
        if finding.question == question
    )


def test_every_finding_has_its_block_with_words_and_source(answer: Answer) -> None:
    section = productivity_section(answer)
    titles = [block.title for block in section.blocks]
    for finding in answer.findings:
        assert finding.question in titles
    for block in section.blocks:
        # A sentence that the section has said is not said again below a chart.
        assert block.sentence or (block.chart and said_above(answer, block.title))
        assert block.source
        if block.chart is not None:
            assert block.chart.title
            assert block.chart.alt
    assert section.sentences == answer.headline
    assert section.cannot_tell


def test_the_waterfall_leads_from_the_comparator_to_the_place(answer: Answer) -> None:
    block = productivity_section(answer).blocks[0]
    assert block.chart is not None
    rows = block.chart.spec["datasets"]["rows"]
    assert [row["kind"] for row in rows] == ["start", *["step"] * 4, "total"]
    assert rows[0]["value"] + sum(row["value"] for row in rows[1:-1]) == pytest.approx(
        rows[-1]["value"]
    )


def test_a_page_is_made_of_it(answer: Answer) -> None:
    page = answer_page(answer, [productivity_section(answer)])
    assert "Is it skills?" in page
    assert "http-equiv" not in page
    assert len(page) < 300_000


def test_findings_that_are_missing_leave_no_block(answer: Answer) -> None:
    for left_out in [finding.key for finding in answer.findings]:
        kept = tuple(finding for finding in answer.findings if finding.key != left_out)
        gone = next(f.question for f in answer.findings if f.key == left_out)
        section = productivity_section(replace(answer, findings=kept))
        assert gone not in [block.title for block in section.blocks]
    assert productivity_section(replace(answer, findings=())).blocks == ()
