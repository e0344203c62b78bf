"""Work out a plan a second time, by looking at every set of options, from its files alone.

    placewise barriers PLACE --json barriers.json
    placewise plan PLACE --options FILE.csv --only-own --json plan.json
    python -m scripts.validation.plan_by_hand FILE.csv plan.json barriers.json [DRAWS] [weights.csv]

Takes no method from the package: options come from the CSV, probabilities from the JSON of the
barriers, official figures from the table that ships, and draws are free ones of another generator.
A plan of a draw is found by listing every set of options, so at most twelve can be weighed. Printed
is each figure that can be told twice: exact ones with their largest difference as a share, drawn
ones in standard errors of both sides together. Leaves with 1 where an exact figure differs by more
than a millionth, or a drawn one by more than four standard errors.

Left to the plan: which options entered. That they pass the gate is not worked out again here.
"""

from __future__ import annotations

import csv
import json
import math
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FIGURES = Path(__file__).parents[2] / "src/placewise/data/evidence/appraisal.toml"
SHARES = ("deadweight", "displacement", "leakage", "substitution")
TENTH = 1.2815515655446004
"""The 90th percentile of the standard normal distribution."""
MOST = 12
SEED = 7
EXACT, DRAWN = 1e-6, 4.0
"""Bounds on exact figures (share) and drawn ones (standard errors)."""
SLACK = 1 + 1e-6


@dataclass
class Hand:
    """One option, worked out: what does not depend on draws, and its draws."""

    row: Mapping[str, str]
    costs: Floats
    present_public: float
    present_private: float
    unit_years: float
    net: Floats
    value: Floats | None
    cost_factor: Floats

    def benefit(self, in_money: bool) -> Floats:
        """Return what it brings in each draw where its barrier binds, before others pay."""
        if in_money and self.value is not None:
            return self.net * self.value * self.unit_years
        return self.net * self.unit_years


def rates(schedule: str, official: Mapping[str, Any], count: int) -> list[float]:
    """Return the discount rate of each year."""
    found = []
    for year in range(count):
        rate = next(b[-1] for b in reversed(official["discounting"][schedule]) if year >= b[0])
        found.append(float(rate))
    return found


def drawn(ends: tuple[float, float, float], shape: str, at: Floats) -> Floats:
    """Return draws of a range at given probabilities: triangular by its mode, or lognormal."""
    low, central, high = ends
    if high == low:
        return np.full(at.size, central)
    if shape == "lognormal":
        normal = np.array([NormalDist().inv_cdf(float(p)) for p in at])
        return np.asarray(central * np.exp(normal * math.log(high / low) / (2 * TENTH)))
    cut = (central - low) / (high - low)
    left = low + np.sqrt(at * (high - low) * (central - low))
    right = high - np.sqrt((1 - at) * (high - low) * (high - central))
    return np.asarray(np.where(at < cut, left, right))


def worked_out(
    row: Mapping[str, str], official: Mapping[str, Any], schedule: str, at: Mapping[str, Floats]
) -> Hand:
    """Return an option with every figure from its row; ``at`` are its probabilities by name."""
    bias = next((b for b in official["optimism"] if b["project_type"] == row["project_type"]), None)
    kept = 1 - float(row["mitigation"] or 0)
    dearer, later = (kept * bias["costs"], kept * bias["time"]) if bias else (0.0, 0.0)
    start = math.ceil(round(float(row["years_to_effect"]) * (1 + later), 6))
    lasts, lost = int(row["duration"]), float(row["decay"] or 0)
    years = sorted(int(n.removeprefix("cost_year_")) for n in row if n.startswith("cost_year_"))
    stated = [float(row[f"cost_year_{year}"] or 0) for year in years]
    raised = np.array(stated) * (1 + dearer)
    private = float(row["private_share"])
    count = max(len(stated), start + lasts)
    factor, factors = 1.0, []
    for year, rate in enumerate(rates(schedule, official, count)):
        factor /= (1 + rate) if year else 1.0
        factors.append(factor)
    unit_years = sum(factors[start + n] * (1 - lost) ** n for n in range(lasts))
    paid = sum(float(c) * f for c, f in zip(raised, factors, strict=False))
    spans = {n: span(row, n, official) for n in ("effect", *SHARES, "multiplier")}
    net = drawn(spans["effect"], row["effect_shape"], at["effect"])
    for name in SHARES:
        net = net * (1 - drawn(spans[name], "", at[name]))
    net = net * drawn(spans["multiplier"], "", at["multiplier"])
    value = None
    if row["value_per_unit_central"]:
        worth = span(row, "value_per_unit", official)
        value = drawn(worth, row["value_per_unit_shape"], at["value"])
    spread = max(0.1, math.log(1 + dearer) / TENTH)
    around = (math.exp(-TENTH * spread), 1.0, math.exp(TENTH * spread))
    cost_factor = drawn(around, "lognormal", at["cost"]) / math.exp(spread**2 / 2)
    return Hand(
        row, raised * (1 - private), paid * (1 - private), paid * private, unit_years, net,
        value, cost_factor,
    )  # fmt: skip


def span(
    row: Mapping[str, str], name: str, official: Mapping[str, Any]
) -> tuple[float, float, float]:
    """Return low, central and high as stated, or as generally assumed."""
    if row[f"{name}_central"]:
        low, central, high = (float(row[f"{name}_{end}"]) for end in ("low", "central", "high"))
        return low, central, high
    low, central, high = official["ranges"][name]
    return low, official["central"].get(row["policy_area"], {}).get(name, central), high


def words(text: str) -> list[str]:
    """Return the parts of a cell with semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def everything(
    rows: Sequence[Mapping[str, str]], official: Mapping[str, Any], schedule: str, count: int
) -> list[Hand]:
    """Return all options with free draws; one that extends another has the draws of that one."""
    generator = np.random.Generator(np.random.MT19937(SEED))
    names = ("effect", "value", *SHARES, "multiplier", "cost")
    by_key = {row["key"]: row for row in rows}
    at = {key: {n: generator.random(count).clip(1e-12, 1 - 1e-12) for n in names} for key in by_key}
    hands = []
    for row in rows:
        first = row
        while (more := [by_key[k] for k in words(first["requires"]) if k in by_key
                        and by_key[k]["intervention"] == first["intervention"]]):  # fmt: skip
            first = more[0]
        hands.append(worked_out(row, official, schedule, at[first["key"]]))
    return hands


def all_sets(hands: Sequence[Hand]) -> NDArray[np.bool_]:
    """Return (sets, options) every set of options that keeps what needs and excludes what."""
    keys = [hand.row["key"] for hand in hands]
    kept = []
    for bits in product((False, True), repeat=len(keys)):
        taken = {key for key, bit in zip(keys, bits, strict=True) if bit}
        rows = [hand.row for hand, bit in zip(hands, bits, strict=True) if bit]
        if all(set(words(r["requires"])) <= taken for r in rows) and not any(
            set(words(r["excludes"])) & taken for r in rows
        ):
            kept.append(bits)
    return np.array(kept, np.bool_)


def needs(share: tuple[float, float], count: int, generator: np.random.Generator) -> Floats:
    """Return draws of need: 1 where the barrier binds, a half where it contributes, else 0."""
    at = generator.random(count)
    return np.where(at < share[0], 1.0, np.where(at < share[0] + share[1], 0.5, 0.0))


def weighed(file: str, about: Sequence[str]) -> tuple[list[str], Floats]:
    """Return people and (people, barriers) their weights, each person's adding up to 1."""
    table: dict[str, dict[str, float]] = {}
    for row in csv.DictReader(Path(file).read_text("utf-8-sig").splitlines()):
        table.setdefault(row["person"], {})[row["barrier"]] = float(row["weight"])
    rows = {who: np.array([of.get(key, 0.0) for key in about]) for who, of in table.items()}
    heard = [who for who, row in rows.items() if row.sum() > 0]
    return heard, np.array([rows[who] / rows[who].sum() for who in heard])


def compared(
    hands: Sequence[Hand], plan: Mapping[str, Any], shares: Mapping[str, tuple[float, float]],
    count: int, weights: str | None,
) -> Iterator[tuple[str, float, float, float]]:  # fmt: skip
    """Yield name, our figure, the plan's, and the standard error of both (0 for exact figures)."""
    shown, found = {row["option"]: row for row in plan["options"]}, plan["portfolio"]
    theirs = plan["settings"]["draws"]
    for hand in hands:
        key, row = hand.row["key"], shown[hand.row["key"]]
        yield f"{key}: public cost", hand.present_public, row["public_cost"], 0
        yield f"{key}: private cost", hand.present_private, row["private_cost"], 0
        yield f"{key}: unit years", hand.unit_years, row["unit_years"], 0
        # Theirs lie one in each part of equal probability: their own error is at most that of ours.
        error = float(hand.net.std()) * math.sqrt(1 / count + 1 / theirs)
        yield f"{key}: net effect", float(hand.net.mean()), row["net_effect"], error
        if hand.value is not None:
            worth = hand.net * hand.value * hand.unit_years
            cost = hand.present_public + hand.present_private
            error = float(worth.std()) * math.sqrt(1 / count + 1 / theirs)
            yield f"{key}: net cost", cost - float(worth.mean()), row["net_cost"], error
    about = list(dict.fromkeys(hand.row["barrier"] for hand in hands))
    generator = np.random.Generator(np.random.MT19937(SEED + 1))
    need = np.column_stack([needs(shares[key], count, generator) for key in about])
    people, weight = (["everyone"], np.full((1, len(about)), 1 / len(about)))
    if weights:
        people, weight = weighed(weights, about)
    in_money = all(hand.value is not None for hand in hands)
    place = [about.index(hand.row["barrier"]) for hand in hands]
    person = np.arange(count) % len(people)
    brings = np.column_stack([hand.benefit(in_money) for hand in hands])
    # Firms and people pay whatever the need.
    paid = np.array([hand.present_private if in_money else 0.0 for hand in hands])
    gain = (brings * need[:, place] - paid) * weight[person][:, place] * len(about)
    yield from solved(hands, gain, plan, person, people)
    chosen = np.array([hand.row["key"] in found["chosen"] for hand in hands])
    totals = {row["what"]: row for row in plan["findings"]["totals"]["rows"]}
    costs = np.array([hand.costs.sum() for hand in hands])
    yield "plan: public cost planned", float(costs @ chosen), totals["spent"]["value"], 0
    if "effect" in totals:
        net = (np.column_stack([hand.net for hand in hands]) * need[:, place]) @ chosen
        error = float(net.std()) * math.sqrt(1 / count + 1 / theirs)
        yield "plan: net effect by need", float(net.mean()), totals["effect"]["value"], error


def solved(
    hands: Sequence[Hand], gain: Floats, plan: Mapping[str, Any], person: NDArray[np.intp],
    people: Sequence[str],
) -> Iterator[tuple[str, float, float, float]]:  # fmt: skip
    """Solve every draw by listing all sets; yield inclusion, regret, and what more money brings."""
    found, settings = plan["portfolio"], plan["settings"]
    keys = [hand.row["key"] for hand in hands]
    years, theirs, count = settings["years"], settings["draws"], gain.shape[0]
    cost = np.zeros((len(hands), years))
    for at, hand in enumerate(hands):
        cost[at, : min(years, hand.costs.size)] = hand.costs[:years]
    sets, budget = all_sets(hands), settings["budget"] / years
    chosen = np.array([key in found["chosen"] for key in keys])
    fits = (sets.astype(float) @ cost <= budget * SLACK).all(axis=1)
    # No option that cannot be taken at expected costs is a choice when costs turn out lower.
    at_all = np.array([sets[fits][:, at].any() for at in range(len(hands))])
    sets = sets[~(sets & ~at_all).any(axis=1)]
    fits = (sets.astype(float) @ cost <= budget * SLACK).all(axis=1)
    mean = gain.mean(axis=0)
    error = float((gain @ chosen).std()) * math.sqrt(1 / count + 1 / theirs)
    yield "plan: expected benefit", float(mean @ chosen), found["value"], error
    best_mean = float((sets[fits].astype(float) @ mean).max())
    yield "plan: benefit of our best set", best_mean, found["value"], error
    for step in plan["budget_steps"]:
        within = (sets.astype(float) @ cost <= step["factor"] * budget * SLACK).all(axis=1)
        worth = float((sets[within].astype(float) @ mean).max())
        yield f"plan: benefit with {step['factor']:g} of the money", worth, step["value"], error
    taken = np.zeros((count, len(hands)), np.bool_)
    lost, paid = np.zeros(count), np.zeros(count, np.bool_)
    part_of_chosen = ~(sets & ~chosen).any(axis=1)
    factors = np.column_stack([hand.cost_factor for hand in hands])
    as_numbers = sets.astype(float)
    for draw in range(count):
        there = (as_numbers @ (cost * factors[draw][:, None]) <= budget * SLACK).all(axis=1)
        value = np.where(there, as_numbers @ gain[draw], -np.inf)
        best = int(value.argmax())
        taken[draw] = sets[best] & (gain[draw] > 0)
        paid[draw] = bool(there[(sets == chosen).all(axis=1)].any())
        kept = float(gain[draw] @ chosen) if paid[draw] else float(value[part_of_chosen].max())
        lost[draw] = (value[best] - kept) / value[best] if value[best] > 0 else np.nan
    for row in found["inclusion"]:
        where = keys.index(row["option"])
        yield share(f"{row['option']}: inclusion", taken[:, where], row["probability"], theirs)
        for number, who in enumerate(people if len(people) > 1 else []):
            said = found["by_person"][number]["inclusion"][row["option"]]
            inside = taken[person == number, where]
            yield share(f"{keys[where]}: inclusion, {who}", inside, said, theirs // len(people))
    told = lost[np.isfinite(lost)]
    error = float(told.std()) * math.sqrt(1 / told.size + 1 / theirs)
    yield "plan: relative regret", float(told.mean()), found["relative_regret"]["mean"], error
    yield share("plan: paid in full", paid, found["affordable"], theirs)


def share(
    name: str, ours: NDArray[np.bool_], said: float, theirs: int
) -> tuple[str, float, float, float]:
    """Return a share of draws with the standard error of the difference."""
    mean = float(ours.mean())
    middle = min(max((mean + said) / 2, 1 / theirs), 1 - 1 / theirs)
    return name, mean, said, math.sqrt(middle * (1 - middle) * (1 / ours.size + 1 / theirs))


def main() -> int:
    """Compare every figure and say by how much they differ."""
    file, plan_file, barriers_file, *rest = sys.argv[1:]
    count = int(rest[0]) if rest else 20_000
    plan = json.loads(Path(plan_file).read_text())
    if any(plan["settings"]["rules"][kind] for kind in ("budgets", "shares", "capacities")):
        print("a plan with rules of a user's own is not worked out here")
        return 2
    barriers = json.loads(Path(barriers_file).read_text())["barriers"]
    shares = {b["barrier"]: (b["p_binding"], b["p_contributing"]) for b in barriers
              if b["p_binding"] is not None}  # fmt: skip
    rows = list(csv.DictReader(Path(file).read_text("utf-8-sig").splitlines()))
    entered = {row["option"] for row in plan["portfolio"]["inclusion"]}
    rows = [row for row in rows if row["key"] in entered]
    if len(rows) > MOST:
        print(f"{len(rows)} options are too many to list every set of: at most {MOST}")
        return 2
    official = tomllib.loads(FIGURES.read_text())
    hands = everything(rows, official, plan["settings"]["schedule"], count)
    weights = rest[1] if len(rest) > 1 else None
    worst = {"exact": 0.0, "drawn": 0.0}
    for name, ours, said, error in compared(hands, plan, shares, count, weights):
        kind = "drawn" if error else "exact"
        apart = abs(ours - said) / (error or max(1.0, abs(said)))
        worst[kind] = max(worst[kind], apart)
        unit = "standard errors" if error else "of it"
        print(f"{name:48}{ours:16,.5f}{said:16,.5f}{apart:12.2g} {unit}")
    print(f"largest: exact {worst['exact']:.1e} of the figure, drawn {worst['drawn']:.2f} errors")
    return int(worst["exact"] > EXACT or worst["drawn"] > DRAWN)


if __name__ == "__main__":
    sys.exit(main())
