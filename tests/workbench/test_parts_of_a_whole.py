"""Industries of a place as parts of its total, where some output is below zero."""

from __future__ import annotations

import numpy as np
import pytest

from placewise.diagnose.concentration_risk import concentration_risk
from placewise.errors import InputError
from placewise.workbench.paths.concentration import _parts_of_a_whole


def test_a_place_whose_industry_is_larger_than_its_total_has_no_largest_share() -> None:
    values = np.array([[60.0, 40.0], [120.0, -100.0], [90.0, -10.0]])
    totals = np.array([100.0, 20.0, 80.0 + 10.0])
    zeros = np.zeros_like(values)
    with pytest.raises(InputError):
        concentration_risk(values, totals, variance=zeros, multipliers=(1.0, 1.0), fall=0.2)
    kept = _parts_of_a_whole(values, totals)
    np.testing.assert_array_equal(kept, [[60.0, 40.0], [np.nan, np.nan], [90.0, np.nan]])
    risk = concentration_risk(kept, totals, variance=zeros, multipliers=(1.0, 1.0), fall=0.2)
    np.testing.assert_allclose(risk.direct, [0.12, np.nan, 0.2])
