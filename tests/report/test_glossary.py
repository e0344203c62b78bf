"""The glossary: every term once, in plain words, and shown where a page uses it."""

from pathlib import Path

from scripts.glossary_page import page

from placewise.data.glossary import read_glossary
from placewise.model.glossary import Term
from placewise.report.glossary import terms_used


def test_terms_and_forms_are_unique() -> None:
    words = [word.casefold() for term in read_glossary() for word in (term.term, *term.forms)]
    assert len(words) == len(set(words))


def test_the_page_of_the_documentation_is_the_glossary() -> None:
    written = Path(__file__).parents[2] / "docs/reference/glossary.md"
    assert written.read_text(encoding="utf-8") == page()


def test_only_terms_that_a_reader_meets_are_shown() -> None:
    terms = [Term("GVA", "x"), Term("shift-share", "y"), Term("barrier", "z", ("barriers",))]
    html = "<style>.shift-share{}</style><p class='GVA'>Two barriers and gva.</p>"
    assert [term.term for term in terms_used(html, terms)] == ["barrier"]
