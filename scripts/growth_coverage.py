"""Answer for every place of a kind what growth brings and costs, and measure the answers.

python -m scripts.growth_coverage WORKSPACE KIND

Prints the time that it took, how many places each finding is known for, how market access goes with
density and productivity, how many places of each class there are by region, the exceptions, what
changes classes, and the error of draws against other seeds.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

import numpy as np
import polars as pl
from scipy import stats

from placewise.model.answer import Answer
from placewise.model.diagnosis import DiagnosisSettings
from placewise.workbench.agglomeration import agglomeration_answers
from placewise.workbench.bench import Workbench


def main(workspace: str, kind: str) -> None:
    """Print what was measured."""
    pl.Config.set_tbl_rows(40)
    pl.Config.set_fmt_str_lengths(60)
    bench = Workbench.open(workspace)
    places = bench.places(kind)
    start = time.perf_counter()
    job = agglomeration_answers(bench.shelf)
    settings = DiagnosisSettings()
    first = job.of(places[0], settings)
    prepared = time.perf_counter() - start
    start = time.perf_counter()
    answers = [job.of(place, settings) for place in places]
    each = (time.perf_counter() - start) / len(places)
    print(f"{len(places)} of {kind}: {prepared:.1f} s to prepare, {1000 * each:.0f} ms a place")
    known = Counter(finding.key for answer in answers for finding in answer.findings)
    print("findings:", dict(known))
    for check in first.checks:
        print(f"check: {check.name}: {check.passed}: {check.detail}")
    _correlations(bench, answers)
    _classes(bench, answers)
    _stability(bench, first)
    sensitivity = next((a.table("sensitivity") for a in answers if a.finding("sensitivity")), None)
    if sensitivity is not None:
        print(sensitivity.select("change", "classes_changed").sort("classes_changed"))


def _correlations(bench: Workbench, answers: list[Answer]) -> None:
    """Print rank correlations of market access with density and productivity."""
    rows = [
        (answer.place.name, row["sector"], row["value"])
        for answer in answers
        for row in answer.table("market_access").iter_rows(named=True)
    ]
    access = pl.DataFrame(rows, schema=["place", "sector", "access"], orient="row")
    places = tuple(answer.place for answer in answers)
    for concept in ("density", "gva per hour", "median weekly pay", "affordability ratio"):
        if concept not in bench.shelf.concepts or access.is_empty():
            continue
        values = bench.shelf.latest(concept, places).select("place", "value")
        for (sector,), part in access.group_by("sector", maintain_order=True):
            both = part.join(values, on="place").drop_nulls()
            if both.height > 2:
                rank = stats.spearmanr(both["access"], both["value"]).statistic
                print(f"Spearman of access ({sector}) and {concept}: {rank:.2f} ({both.height})")


def _classes(bench: Workbench, answers: list[Answer]) -> None:
    """Print the classes by region, and the exceptions."""
    balance = answers[0].table("balance")
    if balance.is_empty():
        balance = next((a.table("balance") for a in answers if a.finding("balance")), balance)
    if balance.is_empty():
        print("no place is told")
        return
    areas = bench.store.table("areas").collect()
    regions = areas.filter(pl.col("kind").is_in(["region", "nation"]))
    territories = bench.shelf.territories
    of = {}
    for code, name, kind in regions.select("code", "name", "kind").iter_rows():
        inside = territories.of_area(code)
        for answer in answers:
            if territories.of_place(answer.place) <= inside and (
                kind == "region" or answer.place.name not in of
            ):
                of[answer.place.name] = name
    shown = balance.with_columns(
        region=pl.col("place").replace_strict(of, default="several"),
        told=pl.col("class").fill_null("not told"),
    )
    print(shown.group_by("region", "told").len().pivot("told", index="region").sort("region"))
    print(shown.group_by("region").agg(
        pl.col("probability").mean(), pl.col("pressure").mean(), places=pl.len()
    ).sort("probability"))  # fmt: skip
    print("classes:", dict(Counter(shown["told"])))
    table = next((a.table("exceptions") for a in answers if a.finding("exceptions")), None)
    print("exceptions:", None if table is None else table.drop("here").rows())


def _stability(bench: Workbench, first: Answer) -> None:
    """Print how far probabilities move when the draws are made again, against the stated error."""
    if first.finding("balance") is None or first.table("balance")["probability"].is_null().all():
        return
    tables = []
    for seed in range(5):
        job = agglomeration_answers(bench.shelf)
        tables.append(job.of(first.place, DiagnosisSettings(seed=seed)).table("balance"))
    chances = np.array([table["probability"].fill_null(np.nan).to_numpy() for table in tables])
    chances = chances[:, np.isfinite(chances).all(axis=0)]
    moved = chances.std(axis=0, ddof=1)
    said = (tables[0]["error"].drop_nulls().to_numpy() ** 2).mean() ** 0.5
    classes = np.array([table["class"].drop_nulls().to_numpy() for table in tables])
    flips = (classes[1:] != classes[0]).mean()
    print(f"redrawn five times: root mean square move {np.sqrt((moved**2).mean()):.4f}, "
          f"error said {said:.4f}; {100 * flips:.1f} % of classes flip")  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:3])
