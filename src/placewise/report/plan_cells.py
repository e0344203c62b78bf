"""How the page of a plan writes money, ranges and options, the same in every table of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from placewise.model.plan import Plan
from placewise.model.wording import SIGNS, digits_for
from placewise.report.axes import known
from placewise.report.charts import Row
from placewise.report.numbers import MISSING, interval, number, written

STANDARD = "standard"
MARK = "\N{DAGGER}"
"""Behind the name of every option whose size is not the place's own."""
ILLUSTRATIVE = "illustrative and to be replaced by your own"
MILLION, THOUSAND = (1e6, "million"), (1e3, "thousand")
SHARP = 1e-6
"""A range of shares narrower than this is none."""
SMALL = 1e-3
"""Shares below are written with two decimals where no range says otherwise."""
IN_MILLIONS, IN_THOUSANDS = 1e6, 1e4
"""From these amounts on a column is written in millions or in thousands."""


@dataclass(frozen=True, slots=True)
class Money:
    """Amounts of one column, all written in the same unit.

    Attributes:
        sign: of the currency, or its code.
        divisor: what an amount is divided by.
        word: for the divisor, "" for single units.
    """

    sign: str
    divisor: float
    word: str

    @classmethod
    def of(cls, currency: str, amounts: Iterable[float | None]) -> Money:
        """Return the unit in which amounts of a currency are short and lose nothing that counts."""
        largest = max((abs(amount) for amount in known(amounts)), default=0.0)
        divisor, word = (
            MILLION if largest >= IN_MILLIONS else THOUSAND if largest >= IN_THOUSANDS
            else (1.0, "")
        )  # fmt: skip
        return cls(SIGNS.get(currency, currency), divisor, word)

    @property
    def unit(self) -> str:
        """Return the unit as the head of a column has it: ``£ million``."""
        return f"{self.sign} {self.word}".strip()

    def cell(
        self, amount: float | None, lower: float | None = None, upper: float | None = None
    ) -> str:
        """Return an amount; its digits follow its range, or are two that count."""
        if amount is None or not math.isfinite(amount):
            return MISSING
        if lower is not None and upper is not None:
            return number(self._in(amount), self._in(lower), self._in(upper))
        value = amount / self.divisor
        if not value:
            return "0"
        return written(value, 1 if abs(value) >= 1 and self.word else 2 if self.word else 0)

    def range(self, lower: float | None, upper: float | None) -> str:
        """Return a range; one that is open upwards says so."""
        if lower is None:
            return MISSING
        if upper is None:
            return f"{self.cell(lower)} upwards"
        return interval(self._in(lower), self._in(upper))

    def _in(self, amount: float) -> float:
        return amount / self.divisor


def amount(value: float, currency: str) -> str:
    """Return one amount as a sentence writes it: ``£12.3 million``, ``SEK 850 thousand``."""
    unit = Money.of(currency, [value])
    sign = unit.sign if unit.sign in SIGNS.values() else f"{unit.sign} "
    digits = unit.cell(abs(value)).removesuffix(".0").removesuffix(".00")
    minus = "\N{MINUS SIGN}" if value < 0 else ""
    return f"{minus}{sign}{digits} {unit.word}".strip()


def share_cell(value: float | None, lower: float | None = None, upper: float | None = None) -> str:
    """Return a share as per cent, with the digits that its range deserves."""
    if value is None:
        return MISSING
    if lower is None or upper is None:
        return f"{written(100 * value, 0 if not value else 1 if value >= SMALL else 2)} %"
    return f"{written(100 * value, _share_digits(lower, upper))} %"


def for_whom(row: Row) -> str:
    """Return whom a row of the mix is for."""
    return "named sectors" if row["kind"] == "sector" else "all sectors"


def at_least(row: Row) -> bool:
    """Is only a lower bound of a share known, because some of what it counts is not?"""
    return row["lower"] is not None and row["upper"] is None


def sharp(row: Row) -> bool:
    """Is a share known without any range to speak of, as a sum of what options state?"""
    lower, upper = row["lower"], row["upper"]
    return lower is not None and upper is not None and upper - lower <= SHARP


def share_range(lower: float | None, upper: float | None) -> str:
    """Return a range of shares as per cent."""
    if lower is None or upper is None:
        return MISSING
    digits = _share_digits(lower, upper)
    return f"{written(100 * lower, digits)} to {written(100 * upper, digits)} %"


def _share_digits(lower: float | None, upper: float | None) -> int:
    """Return the decimals of a share in per cent: one, none where its range is wide."""
    if lower is None or upper is None or not upper > lower:
        return 1
    digits = digits_for(100 * lower, 100 * upper)
    return digits if 100 * upper < 1 else min(1, digits)


def inclusion(row: Row) -> tuple[float | None, float | None, float | None]:
    """Return the inclusion probability of an option with the ends of its interval."""
    return row["inclusion_probability"], row["inclusion_lower"], row["inclusion_upper"]


def titles_by_key(plan: Plan) -> Mapping[str, str]:
    """Return the title of each option by its key; among own ones, standard ones carry a mark."""
    mixed = any_standard(plan.options) and not all_standard(plan.options)
    return {
        key: f"{title} {MARK}" if mixed and origin == STANDARD else title
        for key, title, origin in plan.options.select("option", "title", "origin").iter_rows()
    }


def together(titles: Sequence[str]) -> list[str]:
    """Return titles of options, a further tranche told with the first: ``with its extension``."""
    bare = {title: title.removesuffix(f" {MARK}") for title in titles}
    further = {
        title: first for title in bare for first in bare
        if bare[title] != bare[first] and bare[title].startswith(f"{bare[first]} (")
    }  # fmt: skip
    return [
        title.replace(bare[title], f"{bare[title]} with its extension", 1)
        if title in further.values() else title
        for title in bare if title not in further
    ]  # fmt: skip


def ranked(plan: Plan) -> pl.DataFrame:
    """Return the options that were weighed against one another, in the order of the plan."""
    return plan.options.filter(pl.col("inclusion_probability").is_not_null())


def any_standard(rows: pl.DataFrame) -> bool:
    """Is the size of any of these options an illustration?"""
    return bool((rows["origin"] == STANDARD).any())


def all_standard(rows: pl.DataFrame) -> bool:
    """Are the sizes of all of these options illustrations?"""
    return rows.height > 0 and bool((rows["origin"] == STANDARD).all())


def with_mark(words: str, plan: Plan) -> str:
    """Return words about a chart or a table, and that sizes of standard options illustrate."""
    if all_standard(plan.options):
        return f"{words}. Every size here is {ILLUSTRATIVE}"
    return f"{words}. {MARK} {ILLUSTRATIVE}" if any_standard(plan.options) else words


def own_options_command(plan: Plan) -> str:
    """Return the command that makes this plan from options of one's own."""
    return f"{plan.command} --options FILE.xlsx --only-own"


def unit_of(rows: pl.DataFrame) -> str:
    """Return the one unit in which all effects are counted, "" where there are several."""
    units = rows["effect_unit"].drop_nulls().unique().to_list()
    return units[0] if len(units) == 1 else ""
