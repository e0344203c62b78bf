"""The tables of a review as cells on the page."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from placewise.model.review import Review
from placewise.model.wording import capital, ordinal
from placewise.report.charts import Row
from placewise.report.numbers import MISSING, interval, number, per_cent, whole
from placewise.report.page import Table
from placewise.report.review_parts import Part

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
STANDINGS = {"demonstrates": "●", "could claim": "◐", "neither": "", "not known": "?"}
MOST_ROWS = 300
"""Rows of a table; the files of --csv and --xlsx have them all."""
MOST_CANDIDATES = 12
QUOTE = 180
"""Characters of a quotation in a table."""

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


def quoted(text: str | None, most: int = QUOTE) -> str:
    """Return a quotation of bounded length."""
    joined = " ".join((text or "").split())
    if len(joined) <= most:
        return joined
    kept = joined[: most - 1]
    return f"{kept[: kept.rfind(' ')] if ' ' in kept[most // 2 :] else kept} …"


def cell(value: object) -> str:
    """Return a value as a cell, a dash where there is none."""
    return MISSING if value is None or value == "" else str(value)


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
    return _without_empty(Table(
        _many(len(rows), "judged claim"),
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
    return _without_empty(Table(
        _many(len(rows), "other statement"),
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
    return _without_empty(Table(
        _many(len(rows), "checked figure" if checked else "figure that could not be checked",
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


def candidate_table(review: Review) -> Table | None:
    """Return the likeliest candidates with their probability at every masking level."""
    if review.candidates.is_empty():
        return None
    levels = dict(review.identification.sort("level").select("level", "label").iter_rows())
    judged = 2 if 2 in levels else min(levels)
    order = review.candidates.filter(pl.col("level") == judged)
    kept = pl.concat([order.head(MOST_CANDIDATES), order.filter("is_place")]).unique(
        maintain_order=True
    )
    at = {
        (level, place): probability
        for level, place, probability in review.candidates.select(
            "level", "place", "probability"
        ).iter_rows()
    }
    return Table(
        f"The likeliest of {order.height:,} candidates",
        "Probability that the document is about each place, by what of it is read; sorted by "
        f"“{levels[judged]}”; {review.place.name} in bold",
        ("Place", *(capital(label) for label in levels.values())),
        [
            (place, *(per_cent(at.get((level, place))) for level in levels))
            for place in kept["place"]
        ],
        kept["is_place"].to_list(),
    )


def level_table(review: Review) -> Table | None:
    """Return what each masking level tells."""
    if review.identification.is_empty():
        return None
    rows = list(review.identification.sort("level").iter_rows(named=True))
    return Table(
        f"All {len(rows)} ways to read it",
        f"Number of places that the document could be about, of {rows[0]['places_considered']}, by "
        "masking level",
        ("Read", "By its", "Could be about", "In the 90 % set", "Rank of the place",
         "Probability", "Most likely"),
        [
            (
                capital(row["label"]), row["basis"], f"{row['anonymity_set']:.1f}",
                f"{row['credible_set']}, the place {'in' if row['in_credible_set'] else 'not in'} "
                "it",
                MISSING if row["rank"] is None else ordinal(row["rank"]),
                per_cent(row["probability"]), cell(row["most_likely"]),
            )
            for row in rows
        ],
        [row["level"] == 2 for row in rows],
        text=2,
    )  # fmt: skip


def rival_table(review: Review) -> Table | None:
    """Return every place with its quotient in each claimed sector."""
    if review.rivals.is_empty():
        return None
    titles = {
        sector: title
        for sector, title in review.claims.select("sector", "sector_title").iter_rows()
        if title is not None
    }
    sectors = [key for key in titles if (review.rivals["sector"] == key).any()]
    at: dict[tuple[str, str], str] = {}
    for sector, place, lq, low, high, standing in review.rivals.select(
        "sector", "place", "lq", "lower", "upper", "standing"
    ).iter_rows():
        at[place, sector] = f"{number(lq, low, high)} {STANDINGS.get(standing, '')}".strip()
    places = review.rivals.select("place", "is_place").unique(maintain_order=True)
    shown = places.sort("is_place", descending=True, maintain_order=True).head(MOST_ROWS)
    return Table(
        f"All {places.height:,} places" if shown.height == places.height
        else f"{shown.height} of {places.height:,} places",
        "Location quotient in each claimed sector; ● can demonstrate it, ◐ could claim it, "
        f"? not known; {review.place.name} in bold",
        ("Place", *(titles[sector] for sector in sectors)),
        [
            (place, *(at.get((place, sector), MISSING) for sector in sectors))
            for place in shown["place"]
        ],
        shown["is_place"].to_list(),
    )  # fmt: skip


def parts_table(parts: list[Part], unit: str) -> Table | None:
    """Return the document page by page."""
    if not parts:
        return None
    anchor = [
        (f"#g{part.number}" if unit == "page" else f"#p{part.passage}")
        if part.passage is not None
        else ""
        for part in parts
    ]
    return Table(
        f"All {len(parts)} {unit}s",
        f"What each {unit} tells, as shares of its words; claims and figures that were checked",
        (capital(unit), "Words", "Gives the place away", "Anyone’s", "Borne out", "Not borne out"),
        [
            (f"{capital(unit)} {part.number}", whole(part.words), f"{part.away:.0%}",
             f"{part.anyones:.0%}", str(part.holds), str(part.fails))
            for part in parts
        ],
        [False] * len(parts),
        links=anchor,
    )  # fmt: skip


def reach_table(reach: pl.DataFrame) -> Table | None:
    """Return what the document acts on, and whom that reaches."""
    if reach.is_empty():
        return None
    rows = list(reach.iter_rows(named=True))
    return _without_empty(Table(
        _many(len(rows), "field of action", "fields of action"),
        "Sectors and fields that the document acts on, with the share of local jobs and firms",
        ("Field", "Kind", "What it reaches", "Passages", "Share of jobs", "Share of firms"),
        [
            (
                capital(row["field"]), row["kind"], cell(row["what_it_reaches"]),
                whole(row["actions"]), _share(row["jobs_share"]), _share(row["firms_share"]),
            )
            for row in rows
        ],
        [False] * len(rows),
        text=3,
    ))  # fmt: skip


def _share(value: float | None) -> str:
    return MISSING if value is None else f"{100 * value:.1f} %"


def similarity_table(similarity: pl.DataFrame) -> Table | None:
    """Return how alike each other document is, and how alike it should be."""
    if similarity.is_empty():
        return None
    rows = list(similarity.head(MOST_ROWS).iter_rows(named=True))
    return Table(
        _many(similarity.height, "other document"),
        "Similarity of the words to other documents, beside what the likeness of the places leads "
        "to expect",
        ("Place", "Document", "Standing", "Similarity", "Expected", "Range", "Residual"),
        [
            (
                cell(row["place"]), quoted(row["document"], 80), cell(row["standing"]),
                number(row["similarity"]), number(row["expected"]),
                interval(row["lower"], row["upper"]),
                MISSING if row["residual"] is None else f"{row['residual']:+.2f}",
            )
            for row in rows
        ],
        [False] * len(rows),
        text=3,
    )  # fmt: skip


def masked_table(masked: pl.DataFrame) -> Table | None:
    """Return every name that was hidden, how often, and why."""
    if masked.is_empty():
        return None
    names = (
        masked.group_by("text", "kind", "level", maintain_order=True)
        .agg(pl.len(), pl.col("reason").first(), pl.col("passage").first())
        .sort("level", "len", descending=[False, True], maintain_order=True)
    )
    shown = list(names.head(MOST_ROWS).iter_rows(named=True))
    return Table(
        _many(names.height, "name that is hidden", "names that are hidden"),
        "Names, how often they stand in the document, from which level on they are hidden (1 own "
        "names, 2 all place names, 3 all proper nouns), and why",
        ("Name", "Kind", "Why", "Level", "Times"),
        [
            (quoted(row["text"], 80), row["kind"], cell(row["reason"]), str(row["level"]),
             whole(row["len"]))
            for row in shown
        ],
        [False] * len(shown),
        text=3,
        links=["" if row["passage"] is None else f"#p{row['passage']}" for row in shown],
    )  # fmt: skip


def change_table(changes: pl.DataFrame, standing: str) -> Table | None:
    """Return the passages that are new, or those that were dropped."""
    rows = list(
        changes.filter(pl.col("standing") == standing).head(MOST_ROWS).iter_rows(named=True)
    )
    if not rows:
        return None
    earlier = standing == "dropped"
    text, page = ("earlier_text", "earlier_page") if earlier else ("text", "page")
    return Table(
        _many(len(rows), f"{standing} passage"),
        "Passages of the earlier plan that are gone" if earlier
        else "Passages that the earlier plan does not have",
        ("Passage", "Page"),
        [(quoted(row[text], 400), cell(row[page])) for row in rows],
        [False] * len(rows),
        links=["" if row["passage"] is None else f"#p{row['passage']}" for row in rows],
    )  # fmt: skip


def _many(count: int, one: str, several: str = "") -> str:
    """Return the line that opens a table."""
    if count == 1:
        return f"One {one}"
    more = f", the first {MOST_ROWS} shown" if count > MOST_ROWS else ""
    return f"All {count:,} {several or one + 's'}{more}"


def _without_empty(table: Table) -> Table:
    """Return a table without columns that say nothing in any row, such as pages where none are."""
    kept = [
        at for at in range(len(table.columns))
        if at == 0 or any(row[at] != MISSING for row in table.rows)
    ]  # fmt: skip
    return replace(
        table,
        columns=tuple(table.columns[at] for at in kept),
        rows=[tuple(row[at] for at in kept) for row in table.rows],
        text=sum(at < table.text for at in kept),
    )
