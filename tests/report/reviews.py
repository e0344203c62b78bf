"""Reviews made by hand, and parsers of their pages: what the tests of the page share."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import polars as pl

from placewise.model.document import Document, Passage
from placewise.model.review import TABLES, Review, ReviewSettings
from placewise.model.words import Check, Place, Provenance

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
        if given.get("class") in {"why", "pg", "left"} or tag == "caption":
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


def review_of(document: Document, marks: pl.DataFrame, **tables: Any) -> Review:
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
    made: dict[str, Any] = empty | {"rivals": rivals, "passages": passages, "marks": marks} | tables
    return Review(
        document=document, place=HERE, compared_with="3 combined authorities",
        settings=ReviewSettings(), answers=("One.", "Two.", "Three.", "Four.", "Five."),
        checks=(Check("Every page has text", True, "All have."),),
        provenance=(Provenance("jobs", "Jobs", "An office", "Open licence", "2024"),),
        notes=("A note.",), command="placewise review plan.md",
        **made,
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


def sample_review() -> Review:
    """Return a review with something in every table."""
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
