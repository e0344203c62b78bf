"""A diagnosis as one self-contained page: no request to anywhere, no script needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, TypeVar

import polars as pl

from placewise.model.diagnosis import Diagnosis, one_of_a_name
from placewise.model.glossary import Term
from placewise.model.wording import capital, number_in_words, ordinal
from placewise.report.answer_page import with_terms
from placewise.report.charts import Chart, interval_chart, strip_chart
from placewise.report.maps import rival_map
from placewise.report.numbers import MISSING, interval, measure_words, number, per_cent, whole
from placewise.report.page import Table, page
from placewise.report.rank_charts import rank_chart
from placewise.report.sections import section_of
from placewise.report.text import BEFORE, summary_by_topic

MOST_CLAIMS = 6
"""Claims told one by one; the others are in the tables."""
MOST_MAPS = 1
MOST_STRIPS, FEWEST_STRIPS = 8, 2
MOST_MARKS = 2000
"""Marks on all strips together: of many places, fewer strips are drawn."""
MOST_RIVALS = 400
"""Rows of a table of rivals; of more places, the strongest. The CSV files have them all."""

Row = dict[str, Any]
T = TypeVar("T", bound=Hashable)


def diagnosis_html(diagnosis: Diagnosis, glossary: Sequence[Term] = ()) -> str:
    """Return the report of one place as a page of HTML: a summary first, then every topic.

    Args:
        diagnosis: what is known.
        glossary: terms of which those that stand on the page are explained at its end.
    """
    claims = _claims(diagnosis)
    strips = (
        strip_chart(
            diagnosis.specialisms, diagnosis.rivals, diagnosis.place.name,
            diagnosis.settings.threshold,
            _strips_for(diagnosis.rivals["place"].n_unique()),
        )
        if diagnosis.rivals.height
        else None
    )  # fmt: skip
    return with_terms(
        "diagnosis.html",
        glossary,
        d=diagnosis,
        **_topics(diagnosis),
        threshold=f"{diagnosis.settings.threshold:g}",
        confidence=per_cent(diagnosis.settings.confidence),
        strips=strips,
        claims=claims,
        source_line=_source_line(diagnosis.specialisms),
        made_of=_made_of(diagnosis.specialisms),
        blocks=_blocks(diagnosis),
        structure=_structure_table(diagnosis),
        structure_chart=_structure_chart(diagnosis),
        structure_sentence=next(
            (finding.sentence for finding in diagnosis.findings if finding.key == "structure"), ""
        ),
    )


def _topics(diagnosis: Diagnosis) -> dict[str, Any]:
    """Return what the other topics bring: summary, sections, and what is behind them."""
    answers = diagnosis.answers
    sections = [section_of(answer) for answer in answers]
    return {
        "summary": summary_by_topic(diagnosis)
        if answers
        else [("", sentence) for sentence in diagnosis.headline],
        "told": diagnosis.headline[1:] if answers else (),
        "before": [section for section in sections if section.key in BEFORE],
        "after": [section for section in sections if section.key not in BEFORE],
        "checks": _once([*diagnosis.checks, *(c for a in answers for c in a.checks)]),
        "notes": _once([*diagnosis.notes, *(n for a in answers for n in a.notes)]),
        "provenance": _once([*diagnosis.provenance, *(p for a in answers for p in a.provenance)]),
        "cannot_tell": [
            row
            for frame in (diagnosis.cannot_tell, *(answer.cannot_tell for answer in answers))
            for row in frame.iter_rows(named=True)
        ],
    }


def _once(items: Iterable[T]) -> list[T]:
    """Return items without repetition, in the order in which they first came."""
    return list(dict.fromkeys(items))


def _strips_for(places: int) -> int:
    return min(MOST_STRIPS, max(FEWEST_STRIPS, MOST_MARKS // places))


def index_html(kind: str, rows: list[Row]) -> str:
    """Return a page that lists every place of a kind with what it can demonstrate.

    Args:
        kind: the kind of places, in the plural.
        rows: one a place, from :func:`placewise.report.json.summary_row`.
    """
    shared = Counter(name for row in rows for name in row["demonstrable"])
    return page(
        "index.html",
        kind=kind,
        rows=sorted(rows, key=lambda row: str(row["place"])),
        some=sum(bool(row["demonstrable"]) for row in rows),
        shared=sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:12],
    )


def _claims(diagnosis: Diagnosis) -> list[Row]:
    """Return the claims told one by one: verdict, map of the first, every place in a table."""
    told = []
    keys = diagnosis.rivals.select("industry", "level", "measure", "year").unique(
        maintain_order=True
    )
    for position, key in enumerate(keys.head(MOST_CLAIMS).iter_rows(named=True)):
        same = pl.all_horizontal(pl.col(name) == value for name, value in key.items())
        row = diagnosis.specialisms.filter(same).row(0, named=True)
        rivals = diagnosis.rivals.filter(same)
        told.append(
            {
                "title": f"{row['industry_name']} ({measure_words(row['measure'])}, {row['year']})",
                "demonstrable": row["demonstrable"],
                "sentence": _claim_sentence(row, diagnosis.settings.threshold),
                "map": rival_map(
                    rivals, diagnosis.map, diagnosis.place.name, row["industry_name"]
                )
                if position < MOST_MAPS
                else None,
                "table": _rival_table(rivals, row),
            }
        )  # fmt: skip
    return told


def _claim_sentence(row: Row, threshold: float) -> str:
    """State where one claim stands: how sure, who else, at which rank, on one plant or not."""
    standing = "Demonstrated" if row["demonstrable"] else "Not demonstrated"
    sentences = [
        f"{standing}: location quotient {number(row['lq'], row['lower'], row['upper'])} "
        f"({interval(row['lower'], row['upper'])}); the chance that it truly passes {threshold:g} "
        f"is {per_cent(row['probability_above_threshold'])}.",
        f"{row['places_claiming']:,} of {row['places_considered']:,} places could claim it, "
        f"{row['places_demonstrating'] or 'none'} can demonstrate it.",
    ]
    if row["rank_lower"] is not None:
        sentences.append(
            f"It ranks {row['rank']:,} of {row['places_considered']:,} (95 % interval "
            f"{row['rank_lower']:,} to {row['rank_upper']:,})."
            if row["rank_lower"] != row["rank_upper"]
            else f"It ranks {row['rank']:,} of {row['places_considered']:,}, exactly so with 95 %."
        )
    if row["rivals_expected"] is not None:
        sentences.append(
            f"Truly at least as specialised: about {row['rivals_expected']:,.0f} of the other "
            f"places ({row['rivals_lower']:,} to {row['rivals_upper']:,})."
        )
    if row["stands_without_one_plant"] is not None:
        would = "would" if row["stands_without_one_plant"] else "would not"
        sentences.append(f"The figure {would} still pass if one average plant closed.")
    return " ".join(sentences)


def _rival_table(rivals: pl.DataFrame, row: Row) -> Table:
    columns = (
        "place", "standing", "lq", "lower", "upper", "probability_above_threshold",
        "probability_at_least_as_specialised", "is_place",
    )  # fmt: skip
    known = rivals.filter(pl.col("lq").is_not_null() | pl.col("is_place"))
    listed = known
    if known.height > MOST_RIVALS:
        strongest = known.sort("probability_above_threshold", descending=True, nulls_last=True)
        listed = strongest.filter(
            (pl.int_range(pl.len()) < MOST_RIVALS) | pl.col("is_place")
        )  # fmt: skip
    without = rivals.height - known.height
    cells = [
        (
            place,
            standing,
            number(lq, lower, upper),
            interval(lower, upper),
            per_cent(passes),
            "" if here else per_cent(beats),
        )
        for place, standing, lq, lower, upper, passes, beats, here in listed.select(
            columns
        ).iter_rows()
    ]
    return Table(
        f"{_which(listed.height, known.height, without)}: {row['industry_name']}",
        f"{row['industry_name']}, location quotient (LQ) by {measure_words(row['measure'])}, "
        f"{row['year']}, against {row['base']}"
        + (f"; {without:,} places have no figure" if without else "")
        + ("" if listed.height == known.height else "; the files of --csv have every place"),
        ("Place", "Standing", "LQ", "95 % interval", "Passes", "At least as specialised"),
        cells,
        listed["is_place"].to_list(),
        text=2,
    )


def _which(listed: int, known: int, without: int) -> str:
    """Say which places a table lists: all, those with a figure, or the strongest of them."""
    figure = " with a figure" if without else ""
    if listed < known:
        return f"The strongest {MOST_RIVALS} of {known:,} places{figure}"
    return f"All {known:,} places{figure}"


def _blocks(diagnosis: Diagnosis) -> list[Row]:
    """Return one block a measure and level: chart, sentence, table, source."""
    blocks = []
    groups = diagnosis.specialisms.select("measure", "level", "year").unique(maintain_order=True)
    order = groups.sort("measure", descending=True, maintain_order=True)
    for measure, level, year in order.iter_rows():
        rows = diagnosis.specialisms.filter(
            (pl.col("measure") == measure) & (pl.col("level") == level) & (pl.col("year") == year)
        )
        drawable = rows["lower"].is_not_null().any()
        chart = (
            interval_chart(rows, diagnosis.place.name, diagnosis.settings.threshold)
            if drawable
            else None
        )
        claiming = int((rows["lq"] >= diagnosis.settings.threshold).sum())
        showing = int(rows["demonstrable"].sum())
        blocks.append(
            {
                "title": f"By {measure_words(measure)}, at the level of the {level}, {year}",
                "chart": chart,
                "sentence": f"{claiming or 'None'} of {rows.height} industries "
                f"{'passes' if claiming == 1 else 'pass'} {diagnosis.settings.threshold:g} on the "
                f"figure alone, on which strategies usually claim; {showing or 'none'} can be "
                "demonstrated.",
                "table": _specialism_table(rows, diagnosis, f"All {rows.height} industries"),
                "source": _source_line(rows),
            }
        )
    return blocks


def _specialism_table(rows: pl.DataFrame, diagnosis: Diagnosis, summary: str) -> Table:
    cells = [
        (
            row["industry_name"],
            whole(row["value"]),
            number(row["lq"], row["lower"], row["upper"]),
            interval(row["lower"], row["upper"]),
            interval(row["shrunk_lower"], row["shrunk_upper"]),
            per_cent(row["probability_above_threshold"]),
            MISSING
            if row["lq"] is None
            else f"{row['places_claiming']} / {row['places_demonstrating']}",
            MISSING
            if row["rank_lower"] is None
            else f"{row['rank_lower']:,} to {row['rank_upper']:,}",
            number(row["lq_without_one_plant"], row["lower"], row["upper"]),
        )
        for row in rows.iter_rows(named=True)
    ]
    unit = rows["unit"][0] if rows.height else ""
    return Table(
        summary,
        f"{diagnosis.place.name}; values in {unit}; bold rows can be demonstrated",
        ("Industry", "Value", "LQ", "95 % interval", "After shrinkage", "Passes",
         "Places: claim / show", "Ranks", "LQ without one plant"),
        cells,
        [bool(shown) for shown in rows["demonstrable"]],
    )  # fmt: skip


def _structure_chart(diagnosis: Diagnosis) -> Chart | None:
    rows = [
        {"name": f"{row['name']}, {measure_words(row['measure'])}", "rank": row["rank"],
         "places": row["places_considered"]}
        for row in diagnosis.structure.iter_rows(named=True)
    ]  # fmt: skip
    ranks = sorted(row["rank"] for row in rows if row["rank"] is not None)
    span = " to ".join(dict.fromkeys(ordinal(rank) for rank in (*ranks[:1], *ranks[-1:])))
    return rank_chart(
        "structure", rows, what="Measures of structure",
        title=f"{capital(diagnosis.place.in_text)} ranks {span} of the places compared by "
        f"{number_in_words(len(ranks))} measures of its mix",
    )  # fmt: skip


def _structure_table(diagnosis: Diagnosis) -> Table:
    cells = [
        (
            f"{row['name']}. {row['meaning']}",
            f"{measure_words(row['measure'])} {row['year']}",
            number(row["value"], row["lower"], row["upper"])
            if row["value"] is None or row["value"] >= 0.01
            else f"{row['value']:.3f}",
            interval(row["lower"], row["upper"]),
            f"{row['rank']:,} of {row['places_considered']}" if row["rank"] else "",
        )
        for row in diagnosis.structure.iter_rows(named=True)
    ]
    return Table(
        f"All {len(cells)} measures of structure",
        f"Structure of {diagnosis.place.name} with 95 % intervals; rank 1 is the highest value",
        ("Measure", "Table", "Value", "95 % interval", "Rank"),
        cells,
        [False] * len(cells),
        text=2,
    )


def _made_of(rows: pl.DataFrame) -> list[str]:
    """Return a line for each specialism that is shown, with the strongest industries inside it."""
    shown = rows.filter(
        pl.col("shown_for").is_not_null() & (pl.col("shown_for") == pl.col("industry"))
    )
    lines = []
    for row in one_of_a_name(shown, "measure").iter_rows(named=True):
        parts = one_of_a_name(
            rows.filter(
                (pl.col("shown_for") == row["industry"])
                & (pl.col("industry_name") != row["industry_name"])
                & (pl.col("measure") == row["measure"])
                & (pl.col("lq") > 1)
            ).sort("lq", descending=True)
        )
        named = [
            f"{part['industry_name']} (LQ {number(part['lq'], part['lower'], part['upper'])})"
            for part in parts.head(5).iter_rows(named=True)
        ]
        made = f", made of {'; '.join(named)}" if named else ""
        lines.append(
            f"{row['industry_name']} by {measure_words(row['measure'])} ({row['level']} level, "
            f"{row['year']}): LQ {number(row['lq'], row['lower'], row['upper'])} "
            f"({interval(row['lower'], row['upper'])}){made}."
        )
    return lines


def _source_line(rows: pl.DataFrame) -> str:
    """Return measure, year, base and what the intervals cover, in one line."""
    parts = rows.select("measure", "year", "base").unique(maintain_order=True)
    tables = "; ".join(
        f"{measure_words(measure)} {year} against {base}"
        for measure, year, base in parts.iter_rows()
    )
    return (
        f"{tables[:1].upper()}{tables[1:]}. 95 % intervals cover lumpiness of plants and rounding "
        "of the source."
    )
