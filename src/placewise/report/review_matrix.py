"""Many reviews on one page: their key numbers, and which sectors each document claims."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from placewise.model.wording import listed, number_in_words
from placewise.report.numbers import MISSING, per_cent
from placewise.report.page import page

Row = dict[str, Any]

CELLS = {
    "supported": ("●", "supported"),
    "could be claimed": ("◐", "could be claimed: passes as a point value, not demonstrated"),
    "not supported": ("○", "not supported"),
    "contradicted": ("✕", "contradicted"),
    "not measurable": ("?", "not measurable"),
}
"""What a document's claim of a sector comes to: its symbol, and its words."""
NOT_CLAIMED = ("", "not claimed")
NARROW = 10
"""Sectors that fit beside the names of documents in a column of text."""
STRENGTH = "sector strength"


def matrix_row(path: Path) -> Row:
    """Return what the page of many reviews needs from one written review.

    Args:
        path: the JSON that ``placewise review`` wrote; the report lies beside it.
    """
    return row_of(json.loads(path.read_text(encoding="utf-8")), f"{path.stem}.html")


def row_of(written: Row, file: str) -> Row:
    """Return the row of one review.

    Args:
        written: the review as JSON.
        file: where its report lies.

    Returns:
        document, place, file; anonymity_set, places_considered, rank and probability with all
        place names masked; anyones (share of the words of passages that can be told); sectors
        (title and verdict, by key); figures (how many by verdict); case (how many passages).
    """
    masked: Row = next((row for row in written["identification"] if row["level"] == 2), {})
    told = [row for row in written["passages"] if row["standing"] != "too short to tell"]
    words = sum(row["words"] for row in told)
    anyones = sum(row["words"] for row in told if row["standing"] == "anyone's")
    threshold = written["settings"]["threshold"]
    sectors = {
        row["sector"]: {"title": row["sector_title"], "verdict": _verdict(row, threshold)}
        for row in written["claims"]
        if row["kind"] == STRENGTH and row["verdict"] in CELLS
    }
    return {
        "document": written["document"]["title"] or written["document"]["name"],
        "place": written["place"]["name"],
        "file": file,
        "anonymity_set": masked.get("anonymity_set"),
        "places_considered": masked.get("places_considered"),
        "rank": masked.get("rank"),
        "probability": masked.get("probability"),
        "anyones": anyones / words if words else None,
        "sectors": sectors,
        "figures": dict(Counter(row["verdict"] for row in written["figures"])),
        "case": len(written["case"]),
    }


def _verdict(claim: Row, threshold: float) -> str:
    """Return the verdict, telling apart what passes as a point value."""
    passes = claim["lq"] is not None and claim["lq"] >= threshold
    return "could be claimed" if claim["verdict"] == "not supported" and passes else str(
        claim["verdict"]
    )  # fmt: skip


def review_matrix_html(rows: list[Row]) -> str:
    """Return a page that compares many reviewed documents.

    Args:
        rows: one a document, from :func:`matrix_row`.
    """
    ordered = sorted(rows, key=lambda row: (str(row["place"]), str(row["document"])))
    columns = _columns(ordered)
    return page(
        "review_matrix.html",
        sentences=_sentences(ordered, columns),
        documents=[_numbers(row) for row in ordered],
        columns=columns,
        wide=len(columns) > NARROW,
        cells=[
            [
                CELLS.get(row["sectors"].get(column["key"], {}).get("verdict"), NOT_CLAIMED)
                for column in columns
            ]
            for row in ordered
        ],
        key=list(CELLS.values()),
    )


def _columns(rows: list[Row]) -> list[Row]:
    """Return the sectors that are claimed, those that most documents claim first."""
    titles: dict[str, str] = {}
    claimed: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    for row in rows:
        for key, sector in row["sectors"].items():
            titles[key] = sector["title"]
            claimed[key] += 1
            shown[key] += sector["verdict"] == "supported"
    return [
        {"key": key, "title": titles[key], "claimed": claimed[key], "demonstrated": shown[key]}
        for key in sorted(titles, key=lambda key: (-claimed[key], titles[key]))
    ]


def _sentences(rows: list[Row], columns: list[Row]) -> list[str]:
    """Say what most documents claim, how much of it is borne out, and how alike the lists are."""
    if not rows:
        return ["No document has been reviewed."]
    many = f"{len(rows):,} {'document' if len(rows) == 1 else 'documents'}"
    if not columns:
        return [f"None of {many} claims a sector as a strength."]
    claims = sum(column["claimed"] for column in columns)
    shown = sum(column["demonstrated"] for column in columns)
    most = [column for column in columns if column["claimed"] == columns[0]["claimed"]]
    told = [
        f"Of {claims:,} sector strengths claimed in {many}, {number_in_words(shown)} can be "
        "demonstrated.",
        f"Most often claimed {'is' if len(most) == 1 else 'are'} "
        f"{listed([column['title'] for column in most])}, by "
        f"{number_in_words(columns[0]['claimed'])} of {number_in_words(len(rows))}"
        + (
            f"; {number_in_words(most[0]['demonstrated'])} can demonstrate it."
            if len(most) == 1
            else "."
        ),
    ]
    everyone = [column["title"] for column in columns if column["claimed"] == len(rows)]
    if len(rows) > 1:
        told.append(
            f"All of them claim {', '.join(everyone)}." if everyone
            else "No sector is claimed by all of them."
        )  # fmt: skip
    return told


def _numbers(row: Row) -> Row:
    """Return the key numbers of one document as they are written."""
    verdicts = Counter(sector["verdict"] for sector in row["sectors"].values())
    figures: Counter[str] = Counter(row["figures"])
    checked = sum(figures.values()) - figures["not checkable"]
    size = row["anonymity_set"]
    return row | {
        "about": MISSING if size is None else f"{size:.1f} of {row['places_considered']}",
        "ranked": MISSING if row["rank"] is None else f"{row['rank']}",
        "sure": per_cent(row["probability"]),
        "share": MISSING if row["anyones"] is None else f"{100 * row['anyones']:.0f} %",
        "claims": f"{verdicts['supported']} of {sum(verdicts.values())}",
        "agree": f"{figures['agrees']} of {checked}",
    }
