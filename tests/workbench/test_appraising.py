"""Options of a file: what they rest on, and which barriers the gate is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.plan.examples import option

from placewise.data.barriers import read_barriers
from placewise.data.option_template import write_option_template
from placewise.model.barriers import OUTCOMES
from placewise.workbench.appraising import (
    appraise_file,
    barriers_found,
    evidence_behind,
    strength,
    unmatched_evidence,
    without_place,
)
from placewise.workbench.bench import Workbench
from placewise.workbench.evidence import EvidenceBase, open_evidence


@pytest.fixture(scope="module")
def base() -> EvidenceBase:
    return open_evidence()


def test_evidence_is_found_by_key_and_by_intervention(base: EvidenceBase) -> None:
    by_key = evidence_behind(option(evidence=("advice-employment",)), base)
    assert [entry.record.key for entry in by_key] == ["advice-employment"]
    by_name = evidence_behind(option(evidence=("Business Advice",)), base)
    assert len(by_name) == 2
    assert evidence_behind(option(evidence=()), base) == ()
    assert unmatched_evidence([option(evidence=("advice-employment", "x"))], base) == (
        "Advice: no record of evidence is named ‘x’; `placewise evidence list` shows all.",
    )


def test_a_ceiling_is_no_level(base: EvidenceBase) -> None:
    assert strength([base.find("advice-employment")]) == 3
    assert strength([base.find("legi-employment"), base.find("advice-employment")]) == 4
    ceiling = base.find("rsa-productivity")
    assert ceiling.record.maryland_most == 4
    assert strength([ceiling]) is None
    assert strength([]) is None


def test_barriers_of_a_place_are_those_of_its_answer() -> None:
    barriers = {barrier.key: barrier for barrier in read_barriers()}
    answer = Workbench.open("sample").explain("South Yorkshire", "barriers")
    found = barriers_found(answer, barriers)
    assert set(found) == set(barriers)
    assert {one.outcome for one in found.values()} <= set(OUTCOMES)
    assert found["finance"].settles == barriers["finance"].settles
    nowhere = without_place(barriers.values())
    assert {one.outcome for one in nowhere.values()} == {"cannot tell"}


def test_an_option_does_not_hang_on_the_others(tmp_path: Path) -> None:
    file = tmp_path / "options.csv"
    write_option_template(file, [])
    both = appraise_file(file)
    text = file.read_text(encoding="utf-8-sig")
    lines = [line for line in text.splitlines() if "example site,Example" not in line]
    file.write_text("\n".join(lines), encoding="utf-8")
    alone = appraise_file(file)
    assert alone.appraisals[0].lines.equals(both.appraisals[0].lines)
    again = appraise_file(file, settings=replace(alone.settings, seed=2))
    assert not again.appraisals[0].lines.equals(alone.appraisals[0].lines)
