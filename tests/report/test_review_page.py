"""The page of a review: the document comes out as it went in, with every mark once."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placewise.model.document import Document, Passage
from placewise.model.review import MARK_KINDS, TABLES, Review, ReviewSettings
from placewise.model.words import Check, Place, Provenance
from placewise.report.drawing import draw
from placewise.report.marked import Mark, Piece, cut_to, marked
from placewise.report.render import chart_svg
from placewise.report.review_charts import (
    claim_strips,
    level_chart,
    parts_chart,
    reach_chart,
    similarity_chart,
)
from placewise.report.review_json import review_json
from placewise.report.review_matrix import review_matrix_html, row_of
from placewise.report.review_page import review_html
from placewise.report.review_pairs import differences
from placewise.report.review_parts import parts_of
from placewise.report.signs import BY_KIND

VOID = {"meta", "input", "br"}
HERE = Place("Eastmarch", "combined authority", ("E1",))
OTHERS = ("Eastmarch", "Westmarch", "Northmarch")


class Page(HTMLParser):
    """Keeps what is open, and fails where a tag closes what is not open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    @property
    def ids(self) -> list[str]:
        return [str(attributes["id"]) for _, attributes in self.attributes if "id" in attributes]


class Stripped(HTMLParser):
    """The text of every passage as it stands on the page, its marks and margin left out."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.passages: dict[str, list[str]] = {}
        self.now: list[str] | None = None
        self.quiet = ""
        self.feed(text[text.index('<div class="document">') : text.index("What we cannot tell")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if re.fullmatch(r"p\d+", given.get("id") or ""):
            self.now = self.passages.setdefault(str(given["id"]), [])
        if given.get("class") in {"why", "pg"} or tag == "caption":
            self.quiet = tag
        if self.now is not None and tag in {"td", "th"}:
            self.now.append("\t")
        if self.now is not None and tag == "tr":
            self.now.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.quiet = "" if tag == self.quiet else self.quiet

    def handle_data(self, data: str) -> None:
        if self.now is not None and not self.quiet:
            self.now.append(data)

    def text(self, number: int) -> str:
        """Return a passage, its cells separated as they were."""
        joined = "".join(self.passages[f"p{number}"]).strip("\n")
        return joined.replace("\n\t", "\n").removeprefix("\t")


def document_of(passages: list[tuple[str, str]], pages: int | None = None) -> Document:
    """Return a document of passages of (kind, text); with pages, two passages on each."""
    made: list[Passage] = []
    at = 0
    for number, (kind, text) in enumerate(passages):
        made.append(
            Passage(
                number, kind, text, at, at + len(text), number // 2 + 1 if pages else None,
                "A heading" if number else "", 1 if kind == "heading" else None,
            )
        )  # fmt: skip
        at += len(text) + 2
    text = "\n\n".join(passage.text for passage in made)
    return Document("plan.md", "markdown", "A plan", text, tuple(made), pages=pages)


def frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return a table of a review; what a row does not say is missing."""
    whole = [dict.fromkeys(TABLES[name]) | row for row in rows]
    return pl.DataFrame(whole, schema=TABLES[name], orient="row")


def review_of(document: Document, marks: pl.DataFrame, **tables: pl.DataFrame) -> Review:
    """Return a review of a document with marks and, where given, tables."""
    standings = dict(
        marks.filter(pl.col("kind").is_in(["gives the place away", "anyone's"]))
        .select("start", "kind")
        .iter_rows()
    )
    passages = frame(
        "passages",
        [
            {"number": p.number, "kind": p.kind, "page": p.page, "start": p.start, "end": p.end,
             "heading": p.heading, "words": len(p.text.split()), "why": "in few words",
             "standing": standings.get(p.start, "in between")}
            for p in document.passages
        ],
    )  # fmt: skip
    empty = {name: frame(name, []) for name in TABLES if name not in {"marks", "passages"}}
    rivals = pl.DataFrame(
        schema={
            "sector": pl.String, "industry": pl.String, "level": pl.String, "measure": pl.String,
            "year": pl.Int64, "place": pl.String, "lq": pl.Float64, "lower": pl.Float64,
            "upper": pl.Float64, "standing": pl.String, "is_place": pl.Boolean,
        }
    )  # fmt: skip
    return Review(
        document=document, place=HERE, compared_with="3 combined authorities",
        settings=ReviewSettings(), answers=("One.", "Two.", "Three.", "Four.", "Five."),
        checks=(Check("Every page has text", True, "All have."),),
        provenance=(Provenance("jobs", "Jobs", "An office", "Open licence", "2024"),),
        notes=("A note.",), command="placewise review plan.md",
        **(empty | {"rivals": rivals, "passages": passages, "marks": marks} | tables),
    )  # fmt: skip


PASSAGES = [
    ("heading", "Where we are"),
    (
        "paragraph",
        "Eastmarch is home to 615,000 people and leads the world in logistics & <boats>.",
    ),
    ("list item", "We will support our key sectors to thrive for all who live here."),
    ("list item", "We will bring forward land."),
    ("table", "Year\tJobs\n2023\t38,000 jobs\n2024\t\n"),
    ("footnote", "Source: an office."),
]


@pytest.fixture
def review() -> Review:
    document = document_of(PASSAGES, pages=3)
    text = document.text

    def at(words: str) -> dict[str, int]:
        return {"start": text.index(words), "end": text.index(words) + len(words)}

    claim = at("leads the world in logistics & <boats>")
    whole = [{"start": p.start, "end": p.end} for p in document.passages]
    marks = frame(
        "marks",
        [
            whole[1] | {"kind": "gives the place away", "label": "standing", "reason": "615,000"},
            at("Eastmarch") | {"kind": "masked name", "label": "own name", "reason": "a name"},
            at("615,000 people") | {"kind": "figure agrees", "label": "agrees", "reason": "so"},
            claim | {"kind": "claim supported", "label": "Logistics", "reason": "LQ 2."},
            at("in logistics") | {"kind": "reused", "label": "stands elsewhere", "reason": "X"},
            whole[2] | {"kind": "anyone's", "label": "standing", "reason": "3 of 3"},
            whole[2] | {"kind": "strength without a barrier", "label": "a", "reason": "why"},
            at("38,000 jobs") | {"kind": "figure differs", "label": "differs", "reason": "40,000"},
        ],
    )
    levels = (("as written", 1.0, 1), ("its own names masked", 1.4, 1),
              ("all place names masked", 2.2, 2), ("all proper nouns masked", 2.4, 2),
              ("all capitalised words removed", 3.0, None))  # fmt: skip
    identification = frame(
        "identification",
        [
            {"level": level, "label": label, "basis": "facts", "rank": rank, "probability": 0.4,
             "anonymity_set": size, "credible_set": 2, "in_credible_set": True,
             "most_likely": "Westmarch", "places_considered": 3}
            for level, (label, size, rank) in enumerate(levels)
        ],
    )  # fmt: skip
    candidates = frame(
        "candidates",
        [
            {"level": level, "place": name, "probability": 0.5 - 0.1 * at,
             "is_place": name == HERE.name}
            for level in range(5)
            for at, name in enumerate(OTHERS)
        ],
    )  # fmt: skip
    claims = frame(
        "claims",
        [
            claim | {"text": "leads the world in logistics", "passage": 1, "page": 1,
                     "kind": "sector strength", "sector": "logistics", "measure": "jobs",
                     "sector_title": "Logistics", "verdict": "supported", "level": "section",
                     "lq": 2.0, "lower": 1.5, "upper": 2.6, "places_claiming": 2,
                     "places_demonstrating": 1, "places_considered": 3, "sentence": "LQ 2.",
                     "probability_above_threshold": 0.98},
            whole[2] | {"text": "We will support our key sectors", "passage": 2, "page": 2,
                        "kind": "commitment", "why": "we will"},
        ],
    )  # fmt: skip
    figures = frame(
        "figures",
        [
            at("615,000 people") | {"text": "615,000 people", "passage": 1, "page": 1,
                                    "nature": "fact", "subject": "population",
                                    "verdict": "agrees", "table_value": 615_160.0,
                                    "table_year": 2022},
            at("38,000 jobs") | {"text": "38,000 jobs", "passage": 4, "page": 3,
                                 "nature": "fact", "verdict": "differs", "table_value": 4e4},
        ],
    )  # fmt: skip
    rivals = pl.DataFrame(
        {
            "sector": ["logistics"] * 3, "industry": ["logistics"] * 3, "level": ["H"] * 3,
            "measure": ["jobs"] * 3, "year": [2024] * 3, "place": list(OTHERS),
            "lq": [2.0, 1.3, 0.7], "lower": [1.5, 1.0, 0.5], "upper": [2.6, 1.6, 0.9],
            "standing": ["demonstrates", "could claim", "neither"],
            "is_place": [True, False, False],
        }
    )  # fmt: skip
    reach = frame(
        "reach",
        [
            {"field": "logistics", "kind": "sector", "actions": 2, "jobs_share": 0.08,
             "jobs_lower": 0.07, "jobs_upper": 0.09, "what_it_reaches": "Firms of the trade."},
            {"field": "skills", "kind": "horizontal", "actions": 1,
             "what_it_reaches": "Everyone."},
        ],
    )  # fmt: skip
    reuse = frame(
        "reuse",
        [whole[2] | {"passage": 2, "page": 2, "text": PASSAGES[2][1], "place": "Westmarch",
                     "document": "Another plan", "other_page": 9, "share": 0.9, "places": 2,
                     "names_differ": False,
                     "other_text": "We will support our few sectors to thrive for all."}],
    )  # fmt: skip
    changes = frame(
        "changes",
        [
            {"standing": "altered", "passage": 3, "page": 2, "text": PASSAGES[3][1],
             "earlier_text": "We will bring land.", "share": 0.8},
            {"standing": "new", "passage": 2, "page": 2, "text": PASSAGES[2][1]},
            {"standing": "dropped", "earlier_page": 4, "earlier_text": "We sell boats."},
        ],
    )  # fmt: skip
    similarity = frame(
        "similarity",
        [{"place": "Westmarch", "document": "Another plan", "similarity": 0.7, "expected": 0.4,
          "lower": 0.3, "upper": 0.5, "residual": 0.3, "standing": "more alike"}],
    )  # fmt: skip
    case = frame(
        "case", [whole[2] | {"passage": 2, "page": 2, "text": PASSAGES[2][1], "why": "no barrier"}]
    )
    masked = frame(
        "masked",
        [at("Eastmarch") | {"text": "Eastmarch", "kind": "own name", "level": 1,
                            "reason": "its name", "page": 1, "passage": 1}],
    )  # fmt: skip
    cannot_tell = frame(
        "cannot_tell",
        [{"question": "Would it work?", "why": "No one knows.",
          "what_would_settle_it": "A trial."}],
    )  # fmt: skip
    return review_of(
        document, marks, identification=identification, candidates=candidates, claims=claims,
        figures=figures, rivals=rivals, reach=reach, reuse=reuse, changes=changes,
        similarity=similarity, case=case, masked=masked, cannot_tell=cannot_tell,
    )  # fmt: skip


def test_the_page_is_well_formed_and_stands_alone(review: Review) -> None:
    text = review_html(review)
    page = Page(text)
    assert page.tags.count("h1") == 1
    for landmark in ("header", "main", "footer"):
        assert page.tags.count(landmark) == 1
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.tags.count("table") == page.tags.count("caption") == page.tags.count("thead")
    assert len(page.ids) == len(set(page.ids))
    assert "<script" not in text
    links = [str(attributes["href"]) for tag, attributes in page.attributes if tag == "a"]
    assert all(link.startswith("#") for link in links)
    assert {link[1:] for link in links} <= set(page.ids)
    assert not [1 for _, attributes in page.attributes if "src" in attributes]
    assert not re.search(r"url\((?!#)|@import", text)
    for answer in review.answers:
        assert answer in text
    assert "Open licence" in text
    assert "placewise review plan.md" in text


def test_every_mark_is_shown_where_it_stands_and_the_text_is_unchanged(review: Review) -> None:
    text = review_html(review)
    stripped = Stripped(text)
    for passage in review.document.passages:
        assert stripped.text(passage.number).rstrip("\n") == passage.text.rstrip("\n")
    assert '<mark class="fa e" id=tf0>615,000 people</mark>' in text
    assert '<mark class="fd e" id=tf1>38,000 jobs</mark>' in text
    assert (
        '<mark class=cs id=tc0>leads the world <mark class="re e">in logistics</mark>' not in text
    )
    assert (
        'leads the world <mark class="re e">in logistics</mark> &amp; &lt;boats&gt;</mark>' in text
    )
    assert '<div class="row aw" id=p1>' in text
    assert '<li class="row an sb" id=p2>' in text


def test_rows_and_marks_lead_to_one_another(review: Review) -> None:
    text = review_html(review)
    assert '<tr id=c0><th scope="row"><a href="#tc0">' in text
    assert '<tr id=c1><th scope="row"><a href="#p2">' in text, "a claim without a mark"
    assert '<a href="#c0">Claim supported: Logistics</a>' in text
    assert '<a href="#f1">Figure differs</a>' in text


def test_charts_are_drawn_from_specifications_that_vega_reads(review: Review) -> None:
    parts, unit = parts_of(review)
    charts = [
        level_chart(review), claim_strips(review, 4), reach_chart(review.reach, "Eastmarch"),
        similarity_chart(review.similarity), parts_chart(parts, unit),
    ]  # fmt: skip
    assert unit == "page"
    for chart in charts:
        assert chart is not None
        assert chart.alt in unescape(review_html(review)).replace("\N{NO-BREAK SPACE}%", " %")
        assert "<svg" in draw(chart)
        assert "NaN" not in chart_svg(chart.spec)
    assert charts[0] is not None
    at = [float(x) for x in re.findall(r'cx="([\d.]+)%"', draw(charts[0]))]
    assert at[0] == 0.0, "one place is on the left"
    assert at[-1] == 100.0, "all of them on the right"
    assert at == sorted(at)


def test_parts_hold_all_words_and_all_that_was_checked(review: Review) -> None:
    parts, _ = parts_of(review)
    assert [part.number for part in parts] == [1, 2, 3]
    assert sum(part.words for part in parts) == review.passages["words"].sum()
    assert [(part.holds, part.fails) for part in parts] == [(2, 0), (0, 0), (0, 1)]
    unpaged = dataclasses.replace(review, passages=review.passages.with_columns(page=None))
    twentieths, unit = parts_of(unpaged)
    assert (unit, len(twentieths)) == ("part", len(PASSAGES))
    assert sum(part.words for part in twentieths) == review.passages["words"].sum()
    assert sum(part.holds for part in twentieths) == 2


def test_a_review_without_findings_still_has_a_page() -> None:
    bare = review_of(document_of([("paragraph", "Nothing to see.")]), frame("marks", []))
    text = review_html(bare)
    Page(text)
    assert "It claims no sector as a strength of the place." in text
    assert "No figure could be checked" in text
    assert Stripped(text).text(0) == "Nothing to see."
    nothing = dataclasses.replace(
        bare, document=document_of([]), passages=frame("passages", []), answers=()
    )
    Page(review_html(nothing))


HOSTILE = "<script>alert('1')</script>\"><img src=http://x.example/ onerror=y> \u202e &lt; 5 % \x00"


def test_hostile_text_stays_text(review: Review) -> None:
    document = document_of([("heading", HOSTILE), ("paragraph", HOSTILE), ("table", HOSTILE)])
    document = dataclasses.replace(document, title=HOSTILE, name=HOSTILE)
    marks = frame(
        "marks",
        [{"start": 0, "end": 12, "kind": kind, "label": HOSTILE, "reason": HOSTILE}
         for kind in MARK_KINDS],
    )  # fmt: skip
    words = {
        name: getattr(review, name).with_columns(pl.col(pl.String).fill_null(HOSTILE))
        for name in ("claims", "figures", "reach", "case", "reuse", "changes", "cannot_tell")
    }
    hostile = dataclasses.replace(
        review_of(document, marks, **words), answers=(HOSTILE,) * 5, notes=(HOSTILE,)
    )
    text = review_html(hostile)
    page = Page(text)
    assert "<script" not in text
    assert "img" not in page.tags
    assert "\x00" not in text
    assert text.encode()
    shown = Stripped(text)
    assert shown.text(1) == HOSTILE.replace("\x00", "\N{REPLACEMENT CHARACTER}")


def test_a_lone_surrogate_does_not_stop_the_page() -> None:
    text = review_html(
        review_of(document_of([("paragraph", "before \ud800 after")]), frame("marks", []))
    )
    assert Stripped(text).text(0) == "before \N{REPLACEMENT CHARACTER} after"
    assert text.encode()


TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="<>&\"'\u202e\U0001f600"),
    min_size=1, max_size=40,
)  # fmt: skip
TABLE_TEXTS = st.lists(
    st.lists(st.text("ab<& ", max_size=5), min_size=1, max_size=3).map("\t".join), min_size=1,
    max_size=3,
).map("\n".join)  # fmt: skip


@st.composite
def marked_documents(draw_from: st.DrawFn) -> tuple[Document, pl.DataFrame]:
    kinds = st.sampled_from(["paragraph", "list item", "heading", "footnote", "caption", "table"])
    passages = [
        (kind, draw_from(TABLE_TEXTS if kind == "table" else TEXTS))
        for kind in draw_from(st.lists(kinds, min_size=1, max_size=5))
    ]
    document = document_of(passages)
    offsets = st.integers(0, len(document.text))
    spans = draw_from(
        st.lists(st.tuples(offsets, offsets, st.sampled_from(MARK_KINDS)), max_size=12)
    )
    whole = draw_from(st.lists(st.sampled_from(document.passages), max_size=3))
    rows = [
        {"start": min(a, b), "end": max(a, b), "kind": kind, "label": "l", "reason": "r"}
        for a, b, kind in spans
    ] + [
        {"start": p.start, "end": p.end, "kind": "anyone's", "label": "l", "reason": "r"}
        for p in whole
    ]
    return document, frame("marks", rows)


@given(marked_documents())
@settings(max_examples=150, deadline=None)
def test_marks_that_overlap_leave_the_text_as_it_was(made: tuple[Document, pl.DataFrame]) -> None:
    document, marks = made
    text = review_html(review_of(document, marks))
    Page(text)
    stripped = Stripped(text)
    for passage in document.passages:
        assert stripped.text(passage.number) == passage.text.strip("\n") or passage.kind == "table"
        if passage.kind == "table":
            assert stripped.text(passage.number).split() == passage.text.split()
    spans = {(passage.start, passage.end) for passage in document.passages}
    said = Counter(
        BY_KIND[kind].code
        for start, end, kind in marks.select("start", "end", "kind").iter_rows()
        if not (BY_KIND[kind].whole and (start, end) in spans)
        and any(_letters(document, passage, start, end) for passage in document.passages)
    )
    ends = Counter(re.findall(r'<mark class="(..) e"', text))
    assert ends == said, "each mark ends once"


def _letters(document: Document, passage: Passage, start: int, end: int) -> bool:
    """Does a mark hold anything of a passage that is written?"""
    held = document.text[max(start, passage.start) : min(end, passage.end)]
    separators = "\t\n" if passage.kind == "table" else ""
    return start < end and any(letter not in separators for letter in held)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8))
def test_a_mark_covers_exactly_its_characters(text: str, ends: list[tuple[int, int]]) -> None:
    marks = [
        Mark(min(a, b), min(max(a, b), len(text)), f"k{at}", f"m{at}")
        for at, (a, b) in enumerate(ends)
    ]
    whole = (0, len(text))
    html = marked(text, whole, cut_to([whole], marks)[0])
    covered: dict[str, list[int]] = {mark.sign: [] for mark in marks}

    class Covering(HTMLParser):
        at = 0
        stack: list[str] = []  # noqa: RUF012 - one parser, one text

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.stack.append(str(dict(attrs)["class"]).split()[0])

        def handle_endtag(self, tag: str) -> None:
            self.stack.pop()

        def handle_data(self, data: str) -> None:
            for _ in data:
                for sign in self.stack:
                    covered[sign].append(self.at)
                self.at += 1

    parser = Covering()
    parser.feed(html)
    parser.close()
    assert parser.at == len(text)
    for mark in marks:
        assert covered[mark.sign] == [*range(mark.start, mark.end)]
        if mark.end > mark.start:
            assert html.count(f" id={mark.key}>") == 1


def test_a_mark_over_two_cells_begins_and_ends_once() -> None:
    pieces = cut_to([(0, 3), (4, 7)], [Mark(1, 6, "cs", "m")])
    assert pieces == [
        [Piece(1, 3, Mark(1, 6, "cs", "m"), first=True, last=False)],
        [Piece(4, 6, Mark(1, 6, "cs", "m"), first=False, last=True)],
    ]
    assert marked("abc\tdef", (0, 3), pieces[0]) == "a<mark class=cs id=m>bc</mark>"
    assert marked("abc\tdef", (4, 7), pieces[1]) == '<mark class="cs e">de</mark>f'


def test_a_document_of_three_hundred_pages_stays_below_two_megabytes() -> None:
    sentence = (
        "The authority will work with partners in Eastmarch to support 615,000 people and firms "
    )
    passages: list[tuple[str, str]] = []
    for page in range(300):
        passages.append(("heading", f"Chapter {page}"))
        passages += [("paragraph", sentence * 5)] * 7
    document = document_of(passages)
    document = dataclasses.replace(
        document, pages=300,
        passages=tuple(
            dataclasses.replace(p, page=p.number // 8 + 1) for p in document.passages
        ),
    )  # fmt: skip
    rows: list[dict[str, Any]] = []
    for passage in document.passages:
        if passage.kind == "heading":
            continue
        at = passage.start
        rows += [
            {"start": at, "end": passage.end, "kind": "anyone's", "label": "standing",
             "reason": "without names it could be about 15 of 15 places"},
            {"start": at + 41, "end": at + 50, "kind": "masked name", "label": "own name",
             "reason": "a name of this place"},
        ]  # fmt: skip
        if passage.number % 4 == 0:
            rows.append(
                {
                    "start": at + 62,
                    "end": at + 76,
                    "kind": "figure agrees",
                    "label": "agrees",
                    "reason": "population of Eastmarch, 2022: 615,160.",
                }
            )
    review = review_of(document, frame("marks", rows))
    text = review_html(review)
    assert len(document.text) > 900_000, "about as much as three hundred pages hold"
    assert len(text.encode()) < 2_000_000
    stripped = Stripped(text)
    assert all(stripped.text(p.number) == p.text for p in document.passages)
    longer = dataclasses.replace(
        review, document=dataclasses.replace(
            document, text=document.text + "x" * 2_000_000,
            passages=(*document.passages,
                      Passage(99_999, "paragraph", "x" * 2_000_000, len(document.text),
                              len(document.text) + 2_000_000, 300)),
        )
    )  # fmt: skip
    shorter = review_html(longer)
    assert "left out" in shorter, "said, not silent"
    assert len(shorter.encode()) < 2_000_000


def test_words_that_differ_are_set_apart() -> None:
    left, right = differences(
        "We will train 200 people in Hull.", "We will train 90 people, in Goole."
    )
    assert " ".join(words for words, _ in left) == "We will train 200 people in Hull."
    assert [words for words, alone in left if alone] == ["200", "Hull."]
    assert [words for words, alone in right if alone] == ["90", "Goole."]


def test_many_reviews_are_compared_by_sector(review: Review) -> None:
    first = row_of(json.loads(review_json(review)), "a.html")
    assert first["sectors"] == {"logistics": {"title": "Logistics", "verdict": "supported"}}
    assert first["figures"] == {"agrees": 1, "differs": 1}
    second = first | {
        "place": "Westmarch", "document": "<b>", "file": "a b.html",
        "sectors": {"logistics": {"title": "Logistics", "verdict": "not supported"},
                    "boats": {"title": "Boats", "verdict": "contradicted"}},
    }  # fmt: skip
    text = review_matrix_html([second, first])
    page = Page(text)
    assert page.tags.count("h1") == 1
    assert page.tags.count("table") == page.tags.count("caption") == 2
    head = re.findall(r'<th scope="col"><span>(.*?)</span>', text)
    assert head == ["Logistics", "Boats"], "what most claim comes first"
    feet = re.findall(r"<td>(\d+)</td>", text.split("<tfoot>")[1])
    assert feet == ["2", "1", "1", "0"]
    assert "One of 2 claim" not in text
    assert "All of them claim Logistics." in text
    assert "&lt;b&gt;" in text
    assert 'href="a%20b.html"' in text
    body = text.split('class="matrix"')[1]
    assert re.findall(r'class="unseen">([^<]*)<', body) == [
        "supported", "not claimed", "not supported", "contradicted",
    ]  # fmt: skip


def test_a_claim_that_passes_as_a_point_value_is_told_apart(review: Review) -> None:
    written = json.loads(review_json(review))
    written["claims"][0] |= {"verdict": "not supported", "lq": 1.3}
    assert row_of(written, "a.html")["sectors"]["logistics"]["verdict"] == "could be claimed"
    written["claims"][0]["lq"] = 1.2
    assert row_of(written, "a.html")["sectors"]["logistics"]["verdict"] == "not supported"
    written["claims"][0]["verdict"] = None
    assert row_of(written, "a.html")["sectors"] == {}
    Page(review_matrix_html([]))
    Page(review_matrix_html([row_of(written, "a.html")]))
