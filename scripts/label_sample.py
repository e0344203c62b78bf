"""Draw the passages that were labelled by hand, again as they were drawn.

Seven draws, each from a seed of its own. The first is for all three kinds: part of it by chance,
part among passages that name a sector of the concordance beside a word of strength, part among
those with a digit. The second adds passages for the rarer kinds, sector strengths and targets,
found by broad cues alone (words of this script, none of the lexicons), from Californian plans that
the first did not use and from all PDFs. Few of those held one, so that the third, from further
plans, wants the cues beside one another, and the fourth does so for targets alone, in all PDFs and
the plans of the third. The fifth, drawn after the test half had been opened, adds to the
development half alone: strengths from all PDFs and from plans that no other draw used. The sixth
is an independent test set, drawn after the rules were settled and read by coders who had not seen
them: passages that no earlier draw holds, of all PDFs and of plans that gave none of them; part by
chance, part with cues of strength beside a sector, of targets beside a number, part with a digit.
It holds few targets, so that the seventh adds passages that set a number beside a word of aim and a
time, as the fourth does, from the plans of the sixth; the PDFs have none left.

    PLACEWISE_SHARED=... python -m scripts.label_sample FOLDER [CONCORDANCE]

writes ``first.jsonl`` to ``seventh.jsonl``: document, start, end, sha256, page, text, id. They hold
texts and do not belong into the repository; ``tests/review/labels`` keeps offsets and hashes only.
The first draw asked the concordance as it was then, which CONCORDANCE brings back:
``git show 423a4f2:src/placewise/data/lexicons/sectors.toml``.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import polars as pl

from placewise.data.lexicons import read_concordance
from placewise.model.document import Document, Passage
from placewise.review.claims.sectors import mentions, sector_index
from placewise.review.plain_text import plain_document
from placewise.workbench.reading import open_document

Drawn = tuple[str, Passage]
"""Name of the document and the passage."""
FIRST_SEED, SECOND_SEED, THIRD_SEED = 20261124, 20261125, 20261126
FOURTH_SEED, FIFTH_SEED, SIXTH_SEED = 20261127, 20261128, 20261129
SEVENTH_SEED = 20261130
PLANS, BOOKS = "us_ca_general_plans_dev.parquet", "us_beige_books_dev.parquet"
FEWEST_WORDS, MOST_WORDS = 12, 160
FIRST_COUNTS = {"pdf": (60, 70, 30), PLANS: (45, 90, 35), BOOKS: (15, 35, 10)}
"""By chance, with a sector beside a broad word, with a digit: more than there are where few fit."""
SIXTH_COUNTS = ((20, 30, 15, 12), (40, 60, 35, 28))
"""Of PDFs, of plans: by chance, strength beside a sector, target beside a number, with a digit."""
BROAD = re.compile(
    r"strength|strong|lead|world|cluster|hub|centre of|center of|home to|speciali|excellen|major|"
    r"largest|key|significant|important|grow|renown|recogni|vibrant|thriv|compet|dominant|"
    r"concentrat|main|primary|driver",
    re.IGNORECASE,
)
DIGIT = re.compile(r"\d")
SECTORS = re.compile(
    r"manufactur|agricultur|farm|food|wine|tourism|tourist|visitor|health|medical|biotech|"
    r"life science|pharma|technolog|software|digital|engineering|energy|logistic|distribution|"
    r"warehous|retail|film|entertainment|creative|aerospace|aviation|space|defen[cs]e|education|"
    r"universit|research|construction|finance|financial|insurance|real estate|oil|timber|fishing|"
    r"mining|transport|automotive|semiconductor|electronic|hospitality|metal|machine|wood",
    re.IGNORECASE,
)
STRENGTH = re.compile(
    r"strengths?\b|strong|leading|leader|cluster|\bhub\b|known for|renowned|speciali[sz]|"
    r"(?:largest|major|key|important|significant|primary|dominant|growth|growing|main|principal) "
    r"(?:\w+ )?(?:employer|industr|sector|source|part|component|role)|economic base|mainstay|"
    r"backbone|cornerstone|concentration of|home to|cent(?:re|er) (?:of|for)|driver|competitive",
    re.IGNORECASE,
)
ECONOMY = re.compile(r"econom|industr|employ|\bjobs?\b|business", re.IGNORECASE)
AIM = re.compile(
    r"\b(?:aim|target|goal|objective|achieve|reduc|increase|creat|deliver|provide|build|construct|"
    r"reach|complete|adopt|implement|develop|seek|plan|at least|assist|rehabilitate|facilitate)\w*",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b20[0-9]{2}\b|\bper (?:year|annum)\b|\ba year\b|\bannual(?:ly)?\b")
TARGET_WORD = re.compile(
    r"\btargets?\b|\bgoals?\b|\bby (?:\w+ )?20[0-9]{2}\b|\bbetween 20[0-9]{2} and|quantified|"
    r"at least \d|\bper (?:year|annum)\b",
    re.IGNORECASE,
)
STRENGTH_BESIDE = re.compile(
    rf"(?:{STRENGTH.pattern})[^.]{{0,60}}(?:{SECTORS.pattern})|"
    rf"(?:{SECTORS.pattern})[^.]{{0,60}}(?:{STRENGTH.pattern})",
    re.IGNORECASE,
)
LOCAL_ECONOMY = re.compile(
    r"econom(?:y|ic base|ic strength)|largest employer|industry cluster|jobs in the", re.IGNORECASE
)
TARGET_BESIDE = re.compile(
    r"\b(?:achieve|reduc|increas|creat|deliver|provid|build|construct|complet|assist|rehabilitat|"
    r"goal|target|objective)\w*[^.;]{0,80}\b[0-9][0-9,]*\b[^.;]{0,60}"
    r"(?:by (?:\w+ )?20[0-9]{2}|per year|annually|each year|a year|"
    r"20[0-9]{2}\s?[-\u2013]\s?20[0-9]{2})",
    re.IGNORECASE,
)
AIM_OUTRIGHT = re.compile(r"\b(?:target|goal|objective|aim|shall|will|seek)s?\b", re.IGNORECASE)
OTHER_NUMBER = re.compile(r"\b(?!20[0-9]{2}\b|19[0-9]{2}\b)[0-9][0-9,.]*\b")


class Draw:
    """Passages drawn one after another, each text once."""

    def __init__(self, seed: int, seen: Iterable[str] = ()) -> None:
        """Start with a seed, and the hashes of texts that are not drawn again."""
        self.chance = random.Random(seed)  # noqa: S311 - a draw, no secret
        self.seen = set(seen)
        self.rows: list[dict[str, object]] = []

    def take(self, pool: Iterable[Drawn], count: int) -> None:
        """Draw so many passages of a pool that were not drawn before, or all that there are."""
        candidates = list(pool)
        self.chance.shuffle(candidates)
        for name, passage in candidates:
            key = hashlib.sha256(passage.text.encode()).hexdigest()
            if key in self.seen:
                continue
            self.seen.add(key)
            self.rows.append({
                "document": name, "start": passage.start, "end": passage.end, "sha256": key,
                "page": passage.page, "text": passage.text,
            })  # fmt: skip
            count -= 1
            if not count:
                return

    def finish(self) -> list[dict[str, object]]:
        """Return the rows in an order by chance, with their numbers."""
        self.chance.shuffle(self.rows)
        return [row | {"id": number} for number, row in enumerate(self.rows)]


def passages(documents: Iterable[tuple[str, Document]]) -> Iterator[Drawn]:
    """Yield the passages of prose that are neither very short nor very long."""
    for name, document in documents:
        for passage in document.passages:
            words = len(passage.text.split())
            if passage.kind in ("paragraph", "list item") and FEWEST_WORDS <= words <= MOST_WORDS:
                yield name, passage


def first_draw(
    folder: Path, pdfs: list[tuple[str, Document]], concordance: Path | None
) -> tuple[Draw, set[int]]:
    """Draw passages for all kinds; also returns the rows of plans that were used."""
    draw = Draw(FIRST_SEED)
    index = sector_index(read_concordance(concordance))
    plans = pl.read_parquet(folder / PLANS).sort("place", "title")
    chosen = draw.chance.sample(range(plans.height), 40)
    books = pl.read_parquet(folder / BOOKS)
    documents = [*pdfs, *_plans(plans, chosen)]
    documents += _books(books, draw.chance.sample(range(books.height), 60))
    pool = list(passages(documents))
    for source, (by_chance, rich, with_digit) in FIRST_COUNTS.items():
        mine = [drawn for drawn in pool if _source(drawn[0]) == source]
        draw.take(mine, by_chance)
        draw.take(_where(mine, lambda text: mentions(text, index) and BROAD.search(text)), rich)
        draw.take(_where(mine, DIGIT.search), with_digit)
    return draw, set(chosen)


def second_draw(
    folder: Path, pdfs: list[tuple[str, Document]], seen: set[str], used: set[int]
) -> tuple[Draw, set[int]]:
    """Draw passages with broad cues of strength and of targets; also returns the rows of plans."""
    draw = Draw(SECOND_SEED, seen)
    plans = pl.read_parquet(folder / PLANS).sort("place", "title")
    rest = [row for row in range(plans.height) if row not in used]
    chosen = draw.chance.sample(rest, 40)
    of_plans = list(passages(_plans(plans, chosen)))
    of_pdfs = list(passages(pdfs))
    for pool, strong, aims in ((of_pdfs, 30, 30), (of_plans, 45, 30)):
        draw.take(_where(pool, _maybe_strength), strong)
        draw.take(_where(pool, _maybe_target), aims)
    return draw, used | set(chosen)


def third_draw(folder: Path, seen: set[str], used: set[int]) -> tuple[Draw, list[Drawn], set[int]]:
    """Draw passages of further plans with the cues beside one another.

    Also returns the passages drawn from, and the rows of plans that were used so far.
    """
    draw = Draw(THIRD_SEED, seen)
    plans = pl.read_parquet(folder / PLANS).sort("place", "title")
    rest = [row for row in range(plans.height) if row not in used]
    chosen = draw.chance.sample(rest, 80)
    pool = list(passages(_plans(plans, chosen)))
    near = _where(pool, lambda text: LOCAL_ECONOMY.search(text) and STRENGTH_BESIDE.search(text))
    draw.take(near, 50)
    draw.take(_where(pool, TARGET_BESIDE.search), 50)
    return draw, pool, used | set(chosen)


def fourth_draw(pdfs: list[tuple[str, Document]], of_plans: list[Drawn], seen: set[str]) -> Draw:
    """Draw passages that set a number beside a word of aim and a time."""
    draw = Draw(FOURTH_SEED, seen)
    for pool, count in ((list(passages(pdfs)), 12), (of_plans, 24)):
        near = _where(pool, TARGET_BESIDE.search)
        draw.take(_where(near, AIM_OUTRIGHT.search), count)
    return draw


def fifth_draw(
    folder: Path, pdfs: list[tuple[str, Document]], seen: set[str], used: set[int]
) -> Draw:
    """Draw strengths for the development half, from PDFs and plans that were not used."""
    draw = Draw(FIFTH_SEED, seen)
    plans = pl.read_parquet(folder / PLANS).sort("place", "title")
    rest = [row for row in range(plans.height) if row not in used]
    of_plans = _where(passages(_plans(plans, rest)), LOCAL_ECONOMY.search)
    for pool, count in ((list(passages(pdfs)), 30), (of_plans, 36)):
        near = [drawn for drawn in _where(pool, STRENGTH_BESIDE.search) if _development(drawn[1])]
        draw.take(near, count)
    return draw


def sixth_draw(
    folder: Path, pdfs: list[tuple[str, Document]], fifth: Draw, used: set[int]
) -> tuple[Draw, list[Drawn]]:
    """Draw the independent test set, from PDFs and from plans that gave no passage before.

    Also returns the passages of those plans.
    """
    draw = Draw(SIXTH_SEED, fifth.seen)
    plans = pl.read_parquet(folder / PLANS).sort("place", "title")
    given = {row["document"] for row in fifth.rows}
    places = enumerate(plans["place"].to_list())
    rest = [row for row, place in places if row not in used and f"{PLANS}#{place}" not in given]
    of_plans = list(passages(_plans(plans, rest)))
    pools = (list(passages(pdfs)), of_plans)
    for pool, (by_chance, strong, aims, with_digit) in zip(pools, SIXTH_COUNTS, strict=True):
        draw.take(pool, by_chance)
        draw.take(_where(pool, STRENGTH_BESIDE.search), strong)
        draw.take(_where(pool, TARGET_BESIDE.search), aims)
        draw.take(_where(pool, DIGIT.search), with_digit)
    return draw, of_plans


def seventh_draw(of_plans: list[Drawn], seen: set[str]) -> Draw:
    """Draw targets for the independent test set, from the plans of the sixth."""
    draw = Draw(SEVENTH_SEED, seen)
    near = _where(of_plans, TARGET_BESIDE.search)
    draw.take(_where(near, AIM_OUTRIGHT.search), 60)
    return draw


def _development(passage: Passage) -> bool:
    """Does a passage fall into the development half (an even first digit of its hash)?"""
    return int(hashlib.sha256(passage.text.encode()).hexdigest()[0], 16) % 2 == 0


def _maybe_strength(text: str) -> bool:
    return all(cue.search(text) for cue in (SECTORS, STRENGTH, ECONOMY))


def _maybe_target(text: str) -> bool:
    return all(cue.search(text) for cue in (AIM, YEAR, TARGET_WORD, OTHER_NUMBER))


def _where(pool: Iterable[Drawn], fits: Callable[[str], object]) -> list[Drawn]:
    return [drawn for drawn in pool if fits(drawn[1].text)]


def _plans(plans: pl.DataFrame, rows: Iterable[int]) -> Iterator[tuple[str, Document]]:
    for row in (plans.row(number, named=True) for number in rows):
        yield f"{PLANS}#{row['place']}", plain_document(row["text"], row["place"], row["title"], "")


def _books(books: pl.DataFrame, rows: Iterable[int]) -> Iterator[tuple[str, Document]]:
    for number in rows:
        text = books.row(number, named=True)["text"]
        yield f"{BOOKS}#{number}", plain_document(text, str(number), "", "")


def _source(name: str) -> str:
    return "pdf" if name.endswith(".pdf") else name.split("#")[0]


def main(folder: str, concordance: str = "") -> None:
    """Write the draws."""
    text = Path(os.environ["PLACEWISE_SHARED"]) / "text"
    pdfs = [(path.name, open_document(path)) for path in sorted((text / "pdf").glob("*.pdf"))]
    first, used = first_draw(text, pdfs, Path(concordance) if concordance else None)
    second, used = second_draw(text, pdfs, first.seen, used)
    third, pool, used = third_draw(text, second.seen, used)
    fourth = fourth_draw(pdfs, pool, third.seen)
    fifth = fifth_draw(text, pdfs, fourth.seen, used)
    sixth, of_plans = sixth_draw(text, pdfs, fifth, used)
    seventh = seventh_draw(of_plans, sixth.seen)
    draws = {
        "first": first, "second": second, "third": third, "fourth": fourth, "fifth": fifth,
        "sixth": sixth, "seventh": seventh,
    }  # fmt: skip
    for name, draw in draws.items():
        lines = [json.dumps(row) + "\n" for row in draw.finish()]
        Path(folder, f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
        print(f"{name}: {len(lines)} passages")


if __name__ == "__main__":
    main(*sys.argv[1:])
