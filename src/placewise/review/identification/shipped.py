"""Calibrations that ship, by level of masking, fitted on Californian general plans.

Written by ``python -m scripts.validation.identification``; do not edit. Level 1 (own
names alone) was not measured and uses that of level 2.
"""

import numpy as np

from placewise.review.identification.calibration import Calibration

CALIBRATIONS = {
    0: Calibration(
        np.array([1.38847, 1.0141, 3.19904, 4.8195, 3.86749, 2.92045]),
        np.array([0.16233, -0.02491, -0.19929, -0.04423, -0.03465, 0.18462]),
        np.array([0.11452, 1.14727, -0.04135, -0.10472, 0.01057]),
        np.array([-2.81436, -0.78877, 0.13872, 0.96215, -0.02354, 0.25382, 0.21475, 0.53201]),
        np.array([297.33709, 314.67072, 1587.66738, 2081.47628, 6698.54783]),
        np.array([0.84663, 0.63872, 0.59006, 0.56464, 0.74816]),
        1624,
    ),
    2: Calibration(
        np.array([1.15991, 0.65979, 2.73198, 3.47351, 3.63785, 2.11563]),
        np.array([0.11177, -0.00995, -0.36983, 0.0114, -0.01989, 0.25099]),
        np.array([0.18106, 1.06409, -0.04405, -0.13155, 0.0269]),
        np.array([-1.36327, -0.24469, 0.00947, 0.64472, -0.02132, 0.15127, 0.16047, 0.46352]),
        np.array([291.33069, 310.96682, 1555.31696, 2052.9807, 6594.27071]),
        np.array([0.92446, 0.88041, 0.85053, 0.88573, 0.88185]),
        1624,
    ),
    3: Calibration(
        np.array([0.86495, 0.57388, 2.36306, 3.48633, 1.96218, 1.34594]),
        np.array([0.12819, -0.01161, -0.30296, 0.01012, -0.0378, 0.26526]),
        np.array([0.3062, 0.93506, -0.06349, -0.12402, -0.00192]),
        np.array([-0.50975, -0.04634, -0.0028, 0.27705, -0.0158, 0.06641, 0.30441, 0.23523]),
        np.array([203.81953, 258.5138, 1132.71033, 1646.08565, 5145.37085]),
        np.array([0.90195, 0.92176, 0.89754, 0.90435, 0.89861]),
        1624,
    ),
}
"""By level of masking."""
CALIBRATIONS[1] = CALIBRATIONS[2]
