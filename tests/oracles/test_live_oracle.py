"""The live oracle sees a difference, and says plainly when it could not run."""

import sys

import numpy as np
import pytest
from scripts.validation.live_oracle import BOUND, differences, jobs_of, main, theirs

from placewise.diagnose.complexity import complexity
from placewise.diagnose.relatedness import presence, proximity, revealed_advantage


def test_a_changed_number_is_seen() -> None:
    jobs = jobs_of(30, 20, 0.1, 1)
    advantage = revealed_advantage(jobs)
    present = presence(advantage)
    found = complexity(present)
    same = {
        "rca": advantage, "mcp": present, "proximity": proximity(present),
        "eci": np.tile(found.eci[:, None], 20), "pci": np.tile(found.pci, (30, 1)),
        "diversity": np.tile(np.asarray(found.diversity, float)[:, None], 20),
        "ubiquity": np.tile(np.asarray(found.ubiquity, float), (30, 1)),
    }  # fmt: skip
    assert max(differences(jobs, same).values()) <= BOUND
    for name in same:
        moved = {**same, name: same[name] + 0.01}
        assert max(differences(jobs, moved).values()) > BOUND, name


def test_what_did_not_run_is_said_and_counts_only_if_needed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = "/bin/false"
    assert isinstance(theirs(jobs_of(5, 4, 0.0, 1), broken), str)
    assert main(broken, needed=False) == 0
    assert main(broken, needed=True) == 1
    assert "Not checked" in capsys.readouterr().out


def test_it_agrees_where_it_is_installed() -> None:
    pytest.importorskip("ecomplexity")
    assert main(sys.executable, needed=True) == 0
