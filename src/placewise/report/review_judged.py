"""The claims and figures of a review as tables, each row leading to its place in the text."""

from __future__ import annotations

from placewise.model.review import Review
from placewise.report.charts import Row
from placewise.report.numbers import MISSING, interval, number, per_cent, whole
from placewise.report.page import Table
from placewise.report.review_cells import MOST_ROWS, cell, many, quoted, without_empty

VERDICTS = {
    "supported": "●\N{NO-BREAK SPACE}supported",
    "not supported": "○\N{NO-BREAK SPACE}not\N{NO-BREAK SPACE}supported",
    "contradicted": "✕\N{NO-BREAK SPACE}contradicted",
    "not measurable": "?\N{NO-BREAK SPACE}not\N{NO-BREAK SPACE}measurable",
    "agrees": "=\N{NO-BREAK SPACE}agrees",
    "agrees with another year": "≠\N{NO-BREAK SPACE}fits another year",
    "differs": "≠\N{NO-BREAK SPACE}differs",
    "fits another place": "≠\N{NO-BREAK SPACE}fits another place",
    "not checkable": "?\N{NO-BREAK SPACE}not checkable",
}
Keys = dict[tuple[int, int, str, str], str]


def row_keys(review: Review) -> Keys:
    """Return the id of the row of a claim or figure for each mark that stands for one."""
    claims: dict[tuple[int, int, str | None], str] = {}
    for at, row in enumerate(review.claims.select("start", "end", "sector_title").iter_rows()):
        claims.setdefault(row, f"c{at}")
    figures: dict[tuple[int, int], str] = {}
    for at, (start, end) in enumerate(review.figures.select("start", "end").iter_rows()):
        figures.setdefault((start, end), f"f{at}")
    keys: Keys = {}
    for start, end, kind, label in review.marks.select("start", "end", "kind", "label").iter_rows():
        row_id = (
            claims.get((start, end, label)) if kind.startswith("claim ")
            else figures.get((start, end)) if kind.startswith("figure ") else None
        )  # fmt: skip
        if row_id:
            keys[start, end, kind, label] = row_id
    return keys


def _links(rows: list[tuple[int, Row]], keys: Keys, letter: str) -> list[str]:
    """Return where each claim or figure stands in the text: its mark, or its passage."""
    marked = set(keys.values())
    return [
        f"#t{letter}{at}" if f"{letter}{at}" in marked else f"#p{row['passage']}"
        for at, row in rows
    ]


def claim_table(review: Review, keys: Keys) -> Table | None:
    """Return the claims that were judged."""
    rows = [
        (at, row) for at, row in enumerate(review.claims.iter_rows(named=True)) if row["verdict"]
    ]
    if not rows:
        return None
    shown = rows[:MOST_ROWS]
    cells = [
        (
            f"“{quoted(row['text'])}”",
            VERDICTS.get(row["verdict"], row["verdict"]),
            cell(row["sector_title"]),
            number(row["lq"], row["lower"], row["upper"]),
            interval(row["lower"], row["upper"]),
            per_cent(row["probability_above_threshold"]),
            MISSING if row["places_claiming"] is None
            else f"{row['places_claiming']} / {row['places_demonstrating']}",
            whole(row["strategies_claiming"]),
            cell(row["page"]),
        )
        for _, row in shown
    ]  # fmt: skip
    return without_empty(Table(
        many(len(rows), "judged claim"),
        "Sectors claimed as strengths, in the order of the document; each leads to its place in "
        f"the text. LQ: location quotient, which must pass {review.settings.threshold:g}",
        ("Claim", "Verdict", "Sector", "LQ", "95 % interval", "Passes",
         "Places: claim / show", "Strategies that say it", "Page"),
        cells,
        [False] * len(shown),
        text=3,
        links=_links(shown, keys, "c"),
        ids=[f"c{at}" for at, _ in shown],
    ))  # fmt: skip


def other_claims_table(review: Review, keys: Keys) -> Table | None:
    """Return the claims that no table judges: challenges, targets, commitments and the like."""
    rows = [
        (at, row)
        for at, row in enumerate(review.claims.iter_rows(named=True))
        if not row["verdict"]
    ]
    if not rows:
        return None
    shown = rows[:MOST_ROWS]
    return without_empty(Table(
        many(len(rows), "other statement"),
        "Challenges, targets, commitments, causal claims and comparisons, and strengths that are "
        "only hoped for or said of another place: found, not judged",
        ("Statement", "Kind", "Why it was taken for one", "Page"),
        [
            (f"“{quoted(row['text'])}”", row["kind"], cell(row["sentence"] or row["why"]),
             cell(row["page"]))
            for _, row in shown
        ],
        [False] * len(shown),
        text=3,
        links=_links(shown, keys, "c"),
        ids=[f"c{at}" for at, _ in shown],
    ))  # fmt: skip


def figure_table(review: Review, keys: Keys, *, checked: bool) -> Table | None:
    """Return the figures that could be checked, or those that could not."""
    rows = [
        (at, row) for at, row in enumerate(review.figures.iter_rows(named=True))
        if (row["verdict"] not in {None, "not checkable"}) == checked
    ]  # fmt: skip
    if not rows:
        return None
    shown = rows[:MOST_ROWS]
    cells = [
        (
            quoted(row["text"]),
            VERDICTS.get(row["verdict"] or "not checkable", str(row["verdict"])),
            _about(row),
            cell(row["sentence"]),
            *((_table_value(row), cell(row["table_year"])) if checked else ()),
            cell(row["page"]),
        )
        for _, row in shown
    ]
    columns = ("Figure", "Verdict", "About", "In words")
    return without_empty(Table(
        many(len(rows), "checked figure" if checked else "figure that could not be checked",
              "checked figures" if checked else "figures that could not be checked"),
        "Figures beside the tables, within rounding and vintage; each leads to its place in the "
        "text" if checked else "Figures of which no table at hand says anything, targets among "
        "them",
        (*columns, "The table says", "Year", "Page") if checked else (*columns, "Page"),
        cells,
        [False] * len(shown),
        text=4,
        links=_links(shown, keys, "f"),
        ids=[f"f{at}" for at, _ in shown],
    ))  # fmt: skip


def _about(row: Row) -> str:
    parts = [row["subject"] or "subject not known", row["sector"], row["place"], row["year"]]
    said = ", ".join(str(part).replace("_", " ") for part in parts if part not in {None, ""})
    return said if row["nature"] in {None, "fact"} else f"{said} ({row['nature']})"


def _table_value(row: Row) -> str:
    value, low, high = row["table_value"], row["table_lower"], row["table_upper"]
    if value is None:
        return MISSING
    written = [
        f"{part:,.0f}" if abs(part) >= 1000 else f"{part:,.4g}"
        for part in (value, low, high)
        if part is not None
    ]
    return f"{written[0]} ({written[1]} to {written[2]})" if len(written) == 3 else written[0]
