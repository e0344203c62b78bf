"""A user's own rules of a plan, from a CSV or an XLSX: every fault at once, or every rule."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from placewise.data.entries import faults_of_missing, finite_number
from placewise.data.option_cells import plain_number
from placewise.data.sheets import faults_of_form, read_cells
from placewise.errors import InputError, did_you_mean, with_faults
from placewise.model.amounts import read_amount
from placewise.model.options import KINDS
from placewise.model.plan_rules import (
    AREA,
    BARRIER,
    KIND,
    CapacityRule,
    PlanRules,
    ShareRule,
    Use,
    YearMoney,
)

SHEET = "rules"
BUDGET, LEAST, MOST, CAPACITY, USE = "budget", "least share", "greatest share", "capacity", "use"
RULES = {
    BUDGET: "of a year (of: 1 for the first), amount such as 12m",
    LEAST: "of the whole budget for a policy area, a barrier, sector or horizontal options, 20%",
    MOST: "the same, at most",
    CAPACITY: "of something scarce that you name, a number for all years together",
    USE: "of a capacity by an option (its key), a number for all years together",
}
"""What may stand in the first column, with what the others then hold."""
COLUMNS = {
    "rule": "one of " + ", ".join(RULES),
    "of": "what it is about: number of a year, name of a policy area, a barrier or a capacity, "
    "sector or horizontal",
    "option": "key of the option that uses a capacity, else empty; may be missing without such "
    "rows",
    "amount": "money, a share such as 20% or 0.2, or a number of at least 0",
}
"""Columns of the file, with their meaning."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as it stands, with its number in the file."""

    number: int
    rule: str
    of: str
    option: str
    amount: str

    def fault(self, column: str, what: str) -> str:
        return f"row {self.number}, column {column}: {what}"


def read_plan_rules(file: Path, barriers: Mapping[str, str], areas: Collection[str]) -> PlanRules:
    """Return the rules of a spreadsheet.

    Args:
        file: a CSV in UTF-8, or an XLSX with a sheet ``rules``; columns :data:`COLUMNS`.
        barriers: titles of barriers by their key.
        areas: names of policy areas that options may be of.

    Raises:
        InputError: the file cannot be read, or rows are faulty; lists all of them.
    """
    names, lines = read_cells(file, SHEET)
    faults = faults_of_form(names) or _faults_of_columns(names)
    rows: list[_Row] = []
    for number, cells in () if faults else lines:
        if not any(cells):
            continue
        if len(cells) > len(names):
            faults.append(f"row {number}: more cells than columns")
        said = dict.fromkeys(COLUMNS, "") | dict(zip(names, cells, strict=False))
        rows.append(
            _Row(number, said["rule"].casefold(), said["of"], said["option"], said["amount"])
        )
    if not faults and not rows:
        faults.append("there is no rule in it")
    known = _Known(barriers, areas)
    for row in rows:
        faults += _faults_of(row, known)
    # What rows say together is looked at when each is sound by itself.
    faults = faults or [*_faults_between(rows, known)]
    if faults:
        raise InputError(
            with_faults("The rules are not as they should be", faults),
            where=str(file),
            allowed="; ".join(f"{n}: {said}" for n, said in _explained(rows, known).items()),
            action="Correct these rows.",
        )
    return _rules(rows, known)


@dataclass(frozen=True, slots=True)
class _Known:
    """Barriers and policy areas that a rule on shares may name."""

    barriers: Mapping[str, str]
    areas: Collection[str]

    def meant(self, of: str) -> list[tuple[str, str]]:
        """Return everything that a name may mean: what options are picked by, and its name."""
        by, colon, rest = of.partition(":")
        wanted = by.strip().casefold() if colon else ""
        name = (rest if wanted in (AREA, BARRIER) else of).strip().casefold()
        found = [(KIND, kind) for kind in KINDS if kind == name and wanted not in (AREA, BARRIER)]
        if wanted != BARRIER:
            found += [(AREA, area) for area in sorted(self.areas) if area.casefold() == name][:1]
        if wanted != AREA:
            found += [
                (BARRIER, key)
                for key, title in self.barriers.items()
                if name in (key.casefold(), title.casefold())
            ]
        return found


def _explained(rows: Sequence[_Row], known: _Known) -> dict[str, str]:
    """Return what may stand in a file: the rules that are in it with names, or the columns."""
    found = {row.rule: RULES[row.rule] for row in rows if row.rule in RULES}
    if not rows or any(row.rule not in RULES for row in rows):
        return COLUMNS | RULES
    if any(row.rule in (LEAST, MOST) and not known.meant(row.of) for row in rows):
        found["policy area"] = ", ".join(sorted(known.areas))
        found["barrier"] = ", ".join(sorted(known.barriers))
    return found


def _faults_of_columns(names: Sequence[str]) -> list[str]:
    faults = faults_of_missing([n for n in COLUMNS if n not in names and n != "option"])
    faults += [f'column "{name}" is not known' for name in dict.fromkeys(names)
               if name and name not in COLUMNS]  # fmt: skip
    return faults + [f'column "{name}" stands twice' for name in sorted(set(names))
                     if name and names.count(name) > 1]  # fmt: skip


def _faults_of(row: _Row, known: _Known) -> list[str]:
    """Return what is wrong with a row by itself."""
    if row.rule not in RULES:
        return [row.fault("rule", f'"{row.rule}" is none of {", ".join(RULES)}')]
    faults = [] if row.of else [row.fault("of", "is empty")]
    if row.of and row.rule == BUDGET and _year(row.of) is None:
        faults.append(row.fault("of", f'"{row.of}" is no number of a year, 1 for the first'))
    if row.of and row.rule in (LEAST, MOST):
        faults += _faults_of_name(row, known)
    if row.rule == USE and not row.option:
        faults.append(row.fault("option", "is empty: name the option that uses it"))
    if row.rule != USE and row.option:
        faults.append(row.fault("option", f'belongs to rows "{USE}" alone'))
    if not row.amount:
        return [*faults, row.fault("amount", "is empty")]
    if row.rule == BUDGET and read_amount(row.amount) is None:
        faults.append(row.fault("amount", f'"{row.amount}" is no amount of at least 0'))
    elif row.rule in (LEAST, MOST) and _share(row.amount) is None:
        faults.append(row.fault("amount", f'"{row.amount}" is no share such as 20% or 0.2'))
    elif row.rule in (CAPACITY, USE) and _count(row.amount) is None:
        faults.append(row.fault("amount", f'"{row.amount}" is no number of at least 0'))
    return faults


def _faults_of_name(row: _Row, known: _Known) -> list[str]:
    found = known.meant(row.of)
    if not found:
        near = did_you_mean(row.of, [*known.areas, *known.barriers, *KINDS])
        return [row.fault(
            "of", f'"{row.of}" is no policy area, no barrier, and not {" or ".join(KINDS)}{near}'
        )]  # fmt: skip
    if len(found) > 1:
        ways = " or ".join(f'"{by}: {of}"' for by, of in found)
        return [row.fault("of", f'"{row.of}" may mean more than one thing: write {ways}')]
    return []


def _faults_between(rows: Sequence[_Row], known: _Known) -> Iterator[str]:
    """Yield what rows say against one another."""
    first: dict[tuple[object, ...], _Row] = {}
    for row in rows:
        other = first.setdefault(_about(row, known), row)
        if other is not row:
            yield row.fault("of", f"says the same rule as row {other.number}: keep one of them")
    shares = {(row.rule, _about(row, known)[1]): row for row in rows if row.rule in (LEAST, MOST)}
    for (rule, what), row in shares.items():
        most = shares.get((MOST, what)) if rule == LEAST else None
        if most is not None and (_share(row.amount) or 0) > (_share(most.amount) or 0):
            yield row.fault(
                "amount", f"{row.amount} at least is more than the {most.amount} at most of row "
                f"{most.number}",
            )  # fmt: skip
    capacities = {row.of.casefold() for row in rows if row.rule == CAPACITY}
    used = {row.of.casefold() for row in rows if row.rule == USE}
    for row in rows:
        if row.rule == USE and row.of.casefold() not in capacities:
            yield row.fault("of", f'there is no row "{CAPACITY}" of "{row.of}"')
        if row.rule == CAPACITY and row.of.casefold() not in used:
            yield row.fault("of", f'no row "{USE}" says which options use "{row.of}"')
    currencies = {row: found[1] for row in rows if row.rule == BUDGET
                  and (found := read_amount(row.amount)) and found[1]}  # fmt: skip
    if len(set(currencies.values())) > 1:
        said = ", ".join(f"row {row.number} in {code}" for row, code in currencies.items())
        yield f"budgets are in several currencies: {said}"


def _about(row: _Row, known: _Known) -> tuple[object, ...]:
    """Return what makes two rows one and the same rule."""
    if row.rule == BUDGET:
        return row.rule, _year(row.of)
    if row.rule in (LEAST, MOST):
        return row.rule, known.meant(row.of)[0]
    return row.rule, row.of.casefold(), row.option


def _year(text: str) -> int | None:
    number = finite_number(text.casefold().removeprefix("year").strip())
    return int(number) if number is not None and number >= 1 and number == int(number) else None


def _share(text: str) -> float | None:
    number = finite_number(plain_number(text, share=True))
    return number if number is not None and 0 <= number <= 1 else None


def _count(text: str) -> float | None:
    number = finite_number(plain_number(text))
    return number if number is not None and number >= 0 else None


def _rules(rows: Sequence[_Row], known: _Known) -> PlanRules:
    """Return the rules of rows that have no fault."""
    money = {_year(row.of) or 0: read_amount(row.amount) for row in rows if row.rule == BUDGET}
    amounts = {year: found for year, found in sorted(money.items()) if found is not None}
    least = {known.meant(row.of)[0]: _share(row.amount) for row in rows if row.rule == LEAST}
    most = {known.meant(row.of)[0]: _share(row.amount) for row in rows if row.rule == MOST}
    shares = []
    for about in dict.fromkeys([*least, *most]):
        upper = most.get(about)
        shares.append(ShareRule(*about, least.get(about) or 0.0, 1.0 if upper is None else upper))
    capacities = [
        CapacityRule(
            row.of, _count(row.amount) or 0.0,
            tuple(
                Use(one.option, _count(one.amount) or 0.0)
                for one in rows if one.rule == USE and one.of.casefold() == row.of.casefold()
            ),
        )
        for row in rows if row.rule == CAPACITY
    ]  # fmt: skip
    currencies = [code for _, code in amounts.values() if code]
    return PlanRules(
        tuple(YearMoney(year, value) for year, (value, _) in amounts.items()), tuple(shares),
        tuple(capacities), currencies[0] if currencies else None,
    )  # fmt: skip
