"""The tables of a review other than claims and figures, as cells on the page."""

from __future__ import annotations

import polars as pl

from placewise.model.review import Review
from placewise.model.wording import capital, ordinal
from placewise.report.numbers import MISSING, interval, number, per_cent, share_in_tenths, whole
from placewise.report.page import Table
from placewise.report.review_cells import MOST_ROWS, cell, many, quoted, without_empty
from placewise.report.review_parts import Part

STANDINGS = {"demonstrates": "●", "could claim": "◐", "neither": "", "not known": "?"}
"""Symbols of what each place could say of a claim, those of the strips."""
MOST_PLACES = 400
"""Rows of the table of places: this one, and the strongest in the first claim."""
MOST_CANDIDATES = 12
"""Candidates listed, and the true place wherever it stands."""


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
    shown = places.sort("is_place", descending=True, maintain_order=True).head(MOST_PLACES)
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
    return without_empty(Table(
        many(len(rows), "field of action", "fields of action"),
        "Sectors and fields that the document acts on, with the share of local jobs and firms",
        ("Field", "Kind", "What it reaches", "Passages", "Share of jobs", "Share of firms"),
        [
            (
                capital(row["field"]), row["kind"], cell(row["what_it_reaches"]),
                whole(row["actions"]), share_in_tenths(row["jobs_share"]),
                share_in_tenths(row["firms_share"]),
            )
            for row in rows
        ],
        [False] * len(rows),
        text=3,
    ))  # fmt: skip


def similarity_table(similarity: pl.DataFrame) -> Table | None:
    """Return how alike each other document is, and how alike it should be."""
    if similarity.is_empty():
        return None
    rows = list(similarity.head(MOST_ROWS).iter_rows(named=True))
    return Table(
        many(similarity.height, "other document"),
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
        many(names.height, "name that is hidden", "names that are hidden"),
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
        many(len(rows), f"{standing} passage"),
        "Passages of the earlier plan that are gone" if earlier
        else "Passages that the earlier plan does not have",
        ("Passage", "Page"),
        [(quoted(row[text], 400), cell(row[page])) for row in rows],
        [False] * len(rows),
        links=["" if row["passage"] is None else f"#p{row['passage']}" for row in rows],
    )  # fmt: skip
