"""Do the test of a break and the interval of a percentile hold what they say?

    python -m scripts.validation.breaks_and_percentiles

Size of the test at 5 % for series of 20 and 26 years without a break, whatever their persistence;
power for shifts of several standard deviations of the shocks. Coverage of the 95 % interval of a
percentile among 15, 38 and 361 places, for errors from small to twice the true spread.
"""

from __future__ import annotations

import numpy as np

from placewise.diagnose.standing import percentile, percentile_intervals
from placewise.diagnose.trends import largest_break

RUNS = 1000


def rejections(years: int, persistence: float, shift: float, random: np.random.Generator) -> float:
    """Return the share of series in which the test finds a break at 5 %."""
    found = 0
    for run in range(RUNS):
        shocks = random.standard_normal(years + 50)
        errors = np.zeros(years + 50)
        for year in range(1, years + 50):
            errors[year] = persistence * errors[year - 1] + shocks[year]
        series = errors[50:] + 0.1 * np.arange(years) + shift * (np.arange(years) >= years // 2)
        result = largest_break(np.arange(years), series, seed=run, draws=199)
        found += result is not None and result.p_value <= 0.05
    return found / RUNS


def coverage(places: int, ratio: float, random: np.random.Generator) -> tuple[float, float]:
    """Return coverage and mean width of the interval of the percentile of a random place."""
    held, widths = 0, []
    for run in range(RUNS):
        truth = random.standard_normal(places)
        errors = ratio * random.uniform(0.5, 1.5, places)
        estimates = truth + errors * random.standard_normal(places)
        place = int(random.integers(places))
        low, high = percentile_intervals(estimates, errors, seed=run, draws=400)
        held += low[place] <= percentile(truth[place], np.delete(truth, place)) <= high[place]
        widths.append(high[place] - low[place])
    return held / RUNS, float(np.mean(widths))


def main() -> None:
    """Print the two tables."""
    random = np.random.default_rng(20260101)
    print(f"Share of {RUNS} series called broken at 5 %")
    print(f"{'years':>6} {'persistence':>12} {'no break':>9} {'shift 3':>8} {'shift 5':>8}")
    for years in (20, 26):
        for persistence in (0.0, 0.3, 0.6, 0.8):
            rates = [rejections(years, persistence, shift, random) for shift in (0.0, 3.0, 5.0)]
            print(
                f"{years:>6} {persistence:>12} {rates[0]:>9.3f} {rates[1]:>8.3f} {rates[2]:>8.3f}"
            )
    print(f"\nCoverage of the 95 % interval of a percentile, {RUNS} runs")
    print(f"{'places':>7} {'error / spread':>15} {'coverage':>9} {'mean width':>11}")
    for places in (15, 38, 361):
        for ratio in (0.1, 0.5, 1.0, 2.0):
            covered, width = coverage(places, ratio, random)
            print(f"{places:>7} {ratio:>15} {covered:>9.3f} {width:>11.1f}")


if __name__ == "__main__":
    main()
