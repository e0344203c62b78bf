"""Appraised options on the terminal: gate, then costs and benefits with their ranges, and lines."""

from __future__ import annotations

import textwrap
from collections import Counter

import polars as pl

from placewise.errors import UnknownNameError
from placewise.model.appraisal import Appraisal, AppraisedOptions
from placewise.model.options import STANDINGS, Gated
from placewise.model.wording import capital, number_in_words
from placewise.report.text import LINE, MOST_ROWS, aligned, cut, wrapped

UNTOLD = "cannot be told"
MOST_LETTERS = 24
RANGE = "80 % range"


def appraisal_text(appraised: AppraisedOptions, written: str = "") -> str:
    """Return the summary of appraised options: ten rows at most, in the order of the file.

    Net per pound is the net benefit for each pound of public cost.

    Args:
        appraised: the options.
        written: where the workbook lies; "" where none was written.
    """
    pairs = list(zip(appraised.gated, appraised.appraisals, strict=True))
    shown = pairs[:MOST_ROWS]
    parts = [
        textwrap.fill(
            "Options for no place: whether their barriers are there stays open"
            if appraised.place is None
            else f"Options for {appraised.place.in_text}, whose barriers are told by comparison "
            f"with {appraised.compared_with}",
            LINE,
        ),
        "",
        *(wrapped(sentence) for sentence in headline(appraised)),
        "",
        *aligned([["Option", "Gate", "Net effect", RANGE, "Evidence"],
                  *(_effect_row(*pair) for pair in shown)], (0, 1)),
        "",
        *aligned([["Option", "Cost per net unit", RANGE, "Net per pound", RANGE],
                  *(_money_row(one) for _, one in shown)]),
    ]  # fmt: skip
    if len(pairs) > MOST_ROWS:
        parts.append(f"and {len(pairs) - MOST_ROWS} more, in the JSON and the workbook")
    open_ones = [one for one, _ in shown if one.standing != "passed"]
    if open_ones:
        parts += ["", "Why the gate is not passed"]
        parts += [
            wrapped(f"{one.option.title} ({one.standing}): {reason}")
            for one in open_ones
            for reason in one.reasons
        ]
    if appraised.notes:
        parts += ["", *(wrapped(note) for note in appraised.notes)]
    parts += ["", "Every line of one option: --option KEY; with live formulas: --xlsx FILE."]
    if written:
        parts.append(f"Workbook: {written}")
    return "\n".join(parts)


def headline(appraised: AppraisedOptions) -> list[str]:
    """Return what came out, in sentences: standings, the best by net benefit, what stays open."""
    counts = Counter(one.standing for one in appraised.gated)
    told = ", ".join(f"{number_in_words(counts[name])} {name}" for name in STANDINGS)
    total = len(appraised.gated)
    sentences = [f"{capital(number_in_words(total))} option{'' if total == 1 else 's'} at the "
                 f"gate: {told}. An appraisal does not replace the gate."]  # fmt: skip
    values = [one.expected("net_benefit_per_pound") for one in appraised.appraisals]
    open_ones = [
        (value, gated, one)
        for value, gated, one in zip(values, appraised.gated, appraised.appraisals, strict=True)
        if value is not None and gated.standing != "failed"
    ]
    if open_ones:
        value, gated, best = max(open_ones, key=lambda found: found[0])
        covered = "" if value >= 0 else "; none is expected to cover its public cost"
        sentences.append(
            "Highest net benefit per pound of public cost of those that the gate did not fail: "
            f"{best.option.title} ({gated.standing}), {value:.2f} expected "
            f"({_range(best, 'net_benefit_per_pound', 2)} over four fifths of draws), on evidence "
            f"of {_level(best.strength)}{covered}."
        )
    unpriced = values.count(None)
    if unpriced:
        sentences.append(
            f"Of {number_in_words(unpriced)} a benefit per pound cannot be told: nobody says what "
            "a unit of effect is worth, or the public pays nothing."
        )
    sentences.append(
        "Figures are expected ones over draws of the ranges that the options state, which leave "
        "out what nobody thought of; --option shows those from central values."
    )
    return sentences


def lines_text(appraised: AppraisedOptions, key: str) -> str:
    """Return one option in full: its gate, its evidence, and every line of the appraisal.

    Raises:
        UnknownNameError: no option has that key.
    """
    found = {one.option.key: at for at, one in enumerate(appraised.gated)}
    if key not in found:
        raise UnknownNameError.among("option", key, found)
    gated, one = appraised.gated[found[key]], appraised.appraisals[found[key]]
    option = one.option
    rows = [["Line", "Value", RANGE, "Unit"]]
    for row in one.lines.iter_rows(named=True):
        digits = 0 if row["unit"] == "money" else 2
        value = UNTOLD if row["value"] is None else f"{row['value']:,.{digits}f}"
        rows.append([row["name"], value, _ends(row["low"], row["high"], digits), row["unit"]])
    parts = [option.title, "", f"Gate: {gated.standing}"]
    parts += [wrapped(f"{step.step}, {step.verdict}: {step.reason}") for step in gated.steps]
    parts += ["", "Evidence that it rests on"]
    parts += [
        wrapped(f"{entry.record.key}: {entry.sentence} [{entry.strength}; {entry.record.status}]")
        for entry in appraised.evidence[key]
    ] or [wrapped("It names none that is known: unknown, not none.")]
    parts += ["", *aligned(rows, (0, 3)), ""]
    if one.value_band:
        parts.append(f"Value for money at central values: {one.value_band}, on evidence of "
                     f"{_level(one.strength)}.")  # fmt: skip
    return "\n".join([*parts, *(wrapped(note) for note in one.notes)])


def _effect_row(gated: Gated, one: Appraisal) -> list[str]:
    return [
        cut(gated.option.key, MOST_LETTERS), gated.standing,
        _value(one, "net", 1) + f" {one.option.effect_unit}", _range(one, "net", 1),
        _level(one.strength),
    ]  # fmt: skip


def _money_row(one: Appraisal) -> list[str]:
    return [
        cut(one.option.key, MOST_LETTERS), _value(one, "cost_per_unit", 0),
        _range(one, "cost_per_unit", 0), _value(one, "net_benefit_per_pound", 2),
        _range(one, "net_benefit_per_pound", 2),
    ]  # fmt: skip


def _value(one: Appraisal, line: str, digits: int) -> str:
    value = one.expected(line)
    return UNTOLD if value is None else f"{value:,.{digits}f}"


def _range(one: Appraisal, line: str, digits: int) -> str:
    row = one.lines.row(by_predicate=pl.col("line") == line, named=True)
    return _ends(row["low"], row["high"], digits)


def _ends(low: float | None, high: float | None, digits: int) -> str:
    """Return a range; an end without bound, such as the cost of nothing, is said to be open."""
    if low is None and high is None:
        return ""
    ends = ["open" if end is None else f"{end:,.{digits}f}" for end in (low, high)]
    return " to ".join(ends)


def _level(strength: int | None) -> str:
    return "unknown level" if strength is None else f"at least level {strength}"
