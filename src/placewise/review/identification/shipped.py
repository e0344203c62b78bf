"""Calibrations that ship, by level of masking, fitted on Californian general plans.

Written by ``python -m scripts.validation.identification``; do not edit. Level 1 (own
names alone) was not measured and uses that of level 2.
"""

import numpy as np

from placewise.review.identification.calibration import Calibration

CALIBRATIONS = {
    0: Calibration(
        np.array([1.95607, 1.08023, 3.31286, 4.50699, 3.92651, 3.03107]),
        np.array([0.12061, -0.00269, -0.26979, -0.02494, -0.0582, 0.19032]),
        np.array([0.10429, 1.19443, -0.07041, -0.14992, 0.02531]),
        np.array([-1.1596, -0.1142, 0.0319, 1.96162, -0.53284, 0.1747, 0.85465, -0.01316]),
        np.array([297.46831, 307.27633, 327.53581, 2025.22933, 3614.4893]),
        np.array([0.85362, 0.83521, 0.79386, 0.63404, 0.65536]),
        3480,
    ),
    2: Calibration(
        np.array([1.0421, 1.04283, 2.6021, 3.33045, 3.55751, 2.24748]),
        np.array([0.0981, 0.00117, -0.34036, -0.0049, -0.04191, 0.22713]),
        np.array([0.20489, 1.06723, -0.07678, -0.02718, -0.02296]),
        np.array([-0.2516, 0.01654, 0.00252, 0.93586, -0.31294, 0.11845, 0.74518, -0.0858]),
        np.array([290.38876, 303.2394, 323.3137, 1985.72855, 3561.82282]),
        np.array([0.91186, 0.92339, 0.90537, 0.83402, 0.90259]),
        3480,
    ),
    3: Calibration(
        np.array([1.22406, 0.36661, 2.07827, 3.463, 2.36027, 1.33055]),
        np.array([0.09096, 0.00579, -0.37914, 0.02143, -0.04235, 0.27653]),
        np.array([0.23055, 0.90407, -0.08747, -0.20162, 0.03887]),
        np.array([-0.09261, 0.0172, 0.00066, 0.34725, -0.1257, 0.04833, 0.45853, -0.02869]),
        np.array([191.08794, 243.49757, 268.33398, 1470.0799, 2836.42411]),
        np.array([0.89959, 0.90313, 0.93056, 0.87045, 0.90235]),
        3480,
    ),
}
"""By level of masking."""
CALIBRATIONS[1] = CALIBRATIONS[2]
