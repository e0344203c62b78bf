"""Calibrations that ship, by level of masking, fitted on Californian general plans.

Written by ``python -m scripts.validation.identification``; do not edit. Level 1 (own
names alone) was not measured and uses that of level 2.
"""

import numpy as np

from placewise.review.identification.calibration import Calibration

CALIBRATIONS = {
    0: Calibration(
        np.array([1.8799, 1.0196, 3.29411, 4.39648, 4.45625, 2.41872]),
        np.array([0.14742, -0.00279, -0.24894, 0.01386, -0.10738, 0.10213]),
        np.array([0.21366, 1.30605, -0.11163, -0.15439, 0.02813]),
        np.array([-1.57698, -0.24165, 0.02676, 1.6094, 0.01199, 0.39117, 0.81747, 0.08093]),
        np.array([309.24073, 2075.06164, 10294.99714]),
        np.array([0.85047, 0.68529, 0.48993]),
        3480,
    ),
    2: Calibration(
        np.array([1.04816, 1.03217, 2.71393, 3.27001, 3.93641, 1.67901]),
        np.array([0.10676, 0.00173, -0.28977, -0.03753, -0.0638, 0.16597]),
        np.array([0.33596, 1.09069, -0.11091, -0.05409, -0.01246]),
        np.array([-0.32988, 0.01539, -0.00142, 0.92359, -0.20319, 0.17275, 0.68765, -0.05375]),
        np.array([304.22061, 2039.39991, 10127.27568]),
        np.array([0.92414, 0.89576, 0.79459]),
        3480,
    ),
    3: Calibration(
        np.array([1.27958, 0.3543, 2.18358, 3.48494, 2.59151, 1.00796]),
        np.array([0.09627, 0.00479, -0.35499, -0.03188, -0.05137, 0.22907]),
        np.array([0.30964, 0.87227, -0.11426, -0.23758, 0.05048]),
        np.array([0.15471, 0.04406, 0.00869, 0.3479, -0.30319, 0.05282, 0.53492, -0.14693]),
        np.array([143.80066, 242.28796, 1294.71449, 1634.11691, 7844.57252]),
        np.array([0.89293, 0.91925, 0.8661, 0.90586, 0.88875]),
        3480,
    ),
}
"""By level of masking."""
CALIBRATIONS[1] = CALIBRATIONS[2]
