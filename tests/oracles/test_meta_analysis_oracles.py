"""Random-effects meta-analysis against a published example and another implementation.

The thirteen trials of the BCG vaccine (Colditz and others 1994). Published results: R package
metafor, its reference and Viechtbauer (2010), Journal of Statistical Software 36(3); limits of tau2
of the odds ratios on the package's page on van Houwelingen and others (2002). All print four
decimals. Those of statsmodels 0.15.0 agree to 1e-6 (its iterations for Paule-Mandel stop there):

    from statsmodels.stats.meta_analysis import combine_effects
    combine_effects(effects, variances, method_re="dl")  # and "pm"
    .tau2, .q, .mean_effect_re, .sd_eff_w_re, .sd_eff_w_re_hksj
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from placewise.plan.meta_analysis import meta_analysis

Floats = NDArray[np.float64]

TRIALS = np.array(
    [  # vaccinated: ill, not ill; not vaccinated: ill, not ill
        (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619),
        (33, 5036, 47, 5761), (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892),
        (29, 7470, 45, 7232), (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338),
        (27, 16886, 29, 17825),
    ]
).T.astype(float)  # fmt: skip
PRINTED = 6e-5
SMALL = np.array([0.10, 0.30, 0.35, 0.65, 0.45, 0.15]), np.array([3, 3, 5, 1, 5, 2]) / 100
"""Six made-up effects and their variances."""


def risk_ratios() -> tuple[Floats, Floats]:
    """Return the logarithms of the ratios and their standard errors."""
    a, b, c, d = TRIALS
    return (
        np.log(a / (a + b)) - np.log(c / (c + d)),
        np.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)),
    )


def test_the_example_by_restricted_likelihood() -> None:
    found = meta_analysis(*risk_ratios(), interval="normal")
    assert found.mean == pytest.approx(-0.7145, abs=PRINTED)
    assert found.error == pytest.approx(0.1798, abs=PRINTED)
    assert (found.lower, found.upper) == pytest.approx((-1.0669, -0.3622), abs=PRINTED)
    assert found.tau2 == pytest.approx(0.3132, abs=PRINTED)
    assert found.q == pytest.approx(152.2330, abs=PRINTED)
    assert found.i2 == pytest.approx(0.9222, abs=PRINTED)


def test_the_example_by_dersimonian_and_laird() -> None:
    plain = meta_analysis(*risk_ratios(), method="DL", interval="normal")
    assert plain.tau2 == pytest.approx(0.3088, abs=PRINTED)
    assert plain.i2 == pytest.approx(0.9212, abs=PRINTED)
    assert (plain.lower, plain.upper) == pytest.approx((-1.0644, -0.3638), abs=PRINTED)
    found = meta_analysis(*risk_ratios(), method="DL")
    assert found.error == pytest.approx(0.1807, abs=PRINTED)
    assert (found.lower, found.upper) == pytest.approx((-1.1078, -0.3204), abs=PRINTED)


def test_the_limits_of_the_variance_of_odds_ratios() -> None:
    a, b, c, d = TRIALS
    found = meta_analysis(np.log(a * d / (b * c)), np.sqrt((1 / TRIALS).sum(axis=0)))
    limits = (found.tau2_lower, found.tau2_upper)
    assert limits == pytest.approx((0.1302, 1.1812), abs=1.1e-4)


@pytest.mark.parametrize(
    ("data", "method", "expected"),
    [
        (risk_ratios(), "DL",
         (0.3087602628623761, 152.2330080823733, -0.7141172220732273, 0.1787420895354031,
          0.1806966283355474)),
        (risk_ratios(), "PM",
         (0.3180684522038202, 152.2330080823733, -0.7149681534933369, 0.18089219153734742,
          0.18089219153759867)),
        ((SMALL[0], np.sqrt(SMALL[1])), "DL",
         (0.039785966460723785, 12.805627705627714, 0.34424967841900606, 0.10675419027375892,
          0.0895296109736133)),
        ((SMALL[0], np.sqrt(SMALL[1])), "PM",
         (0.023161163811329825, 12.805627705627714, 0.3511545171667313, 0.09194723384524459,
          0.09194724459261765)),
    ],
    ids=["vaccine, DL", "vaccine, PM", "small, DL", "small, PM"],
)  # fmt: skip
def test_statsmodels(data: tuple[Floats, Floats], method: str, expected: tuple[float, ...]) -> None:
    normal = meta_analysis(*data, method=method, interval="normal")
    found = meta_analysis(*data, method=method)
    told = (normal.tau2, normal.q, normal.mean, normal.error, found.error)
    assert told == pytest.approx(expected, rel=1e-6)


TREATED = np.array(
    [(15, 16), (12, 16), (29, 34), (42, 56), (14, 22), (44, 54), (14, 17), (29, 58), (10, 14),
     (17, 26), (38, 44), (19, 29), (21, 38)]
).T.astype(float)  # fmt: skip
OTHERS = np.array(
    [(9, 16), (1, 16), (18, 34), (31, 56), (6, 22), (17, 55), (7, 15), (23, 58), (3, 15), (6, 27),
     (12, 45), (22, 30), (19, 38)]
).T.astype(float)  # fmt: skip


def test_the_effect_of_another_trial() -> None:
    """Thirteen trials of cisapride (Hartung and Knapp 2001), odds ratio of another trial.

    Published by R package pimeta 1.1.4, its introduction: 0.533 to 33.692 by the confidence
    distribution of Nagashima, Noma and Furukawa (2019), in 25,000 draws. It takes the Q of
    DerSimonian and Laird for its distribution, where ours is chi-squared exactly, so that the two
    agree to a tenth of the logarithm of the odds and not to the last digit.
    """
    good, bad = TREATED[0] + 0.5, TREATED[1] - TREATED[0] + 0.5
    others_good, others_bad = OTHERS[0] + 0.5, OTHERS[1] - OTHERS[0] + 0.5
    effects = np.log(good * others_bad / (bad * others_good))
    errors = np.sqrt(1 / good + 1 / bad + 1 / others_good + 1 / others_bad)
    assert (effects[0], errors[0]) == pytest.approx((2.098986, 0.9847737), abs=1e-6)
    found = meta_analysis(effects, errors, method="DL")
    assert np.exp(found.mean) == pytest.approx(4.141, abs=6e-4)
    limits = (found.prediction_lower, found.prediction_upper)
    assert limits == pytest.approx((np.log(0.533), np.log(33.692)), abs=0.1)
