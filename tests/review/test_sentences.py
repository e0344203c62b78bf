"""Where sentences end: the marks one by one, in the order that a reader would name them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placewise.model.document import Passage
from placewise.review.sentences import END, split

MARKS = re.compile(r"[.!?][\"'\u2019\u201d)\]]*\s+|[•▪◦●]\s*|;\s*\n+|\n{2,}")
"""The ends of sentences, one kind after the other."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jobs grew. Pay did not.", ["Jobs grew.", "Pay did not."]),
        ("About 3.5 per cent, e.g. in Hull. (So it is.) Then", ["About 3.5 per cent, e.g. in Hull.",
                                                               "(So it is.)", "Then"]),
        ("• homes;\n• jobs", ["homes;", "jobs"]),
        ("A heading\n\nA text; and more;\nan item", ["A heading", "A text; and more;", "an item"]),
        ("It said so. however small", ["It said so. however small"]),
        ("Ask J. Smith. He knows", ["Ask J. Smith.", "He knows"]),
        ("", []),
    ],
)  # fmt: skip
def test_sentences_of_a_passage(text: str, expected: list[str]) -> None:
    found = list(split(Passage(0, "paragraph", text, 5, 5 + len(text))))
    assert [one.text for one in found] == expected
    assert all(text[one.start - 5 :].startswith(one.text) for one in found)


@given(st.text("aB.!?;•▪ \n\t\"')\u201d1", max_size=30))
def test_ends_are_those_of_the_marks_one_by_one(text: str) -> None:
    ends = [match.span() for match in END.finditer(text)]
    assert ends == [match.span() for match in MARKS.finditer(text)]
