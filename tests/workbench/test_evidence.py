"""The evidence as a job: shares, effects, what takes whose place, and what a search finds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from placewise.data.evidence.records import shipped_records
from placewise.errors import InputError, UnknownNameError
from placewise.model.evidence import Amount, EvidenceRecord
from placewise.workbench.evidence import EvidenceBase, evidence_of, open_evidence


@pytest.fixture(scope="module")
def base() -> EvidenceBase:
    return open_evidence()


def test_a_share_is_told_with_its_interval_and_never_as_a_probability(base: EvidenceBase) -> None:
    entry = base.find("advice-any-business-outcome")
    assert entry.share is not None
    assert entry.share.basis == "counts"
    assert entry.share.lower < 17 / 23 < entry.share.upper
    assert "17 of 23 evaluations found a positive effect" in entry.sentence
    assert all("probab" not in entry.sentence for entry in base.entries)


def test_unknown_is_not_nought(base: EvidenceBase) -> None:
    none = base.find("trams-buses-cycling-walking")
    assert none.share is None
    assert "not the same as no effect" in none.sentence
    some = base.find("finance-default-risk")
    assert some.share is None
    assert "at most 1 found" in some.sentence
    stated = base.find("enterprise-zones-poverty")
    assert stated.share is None
    assert "not stated" in stated.sentence
    forecast = base.find("regional-growth-fund-jobs")
    assert "No evaluation" in forecast.sentence
    assert forecast.strength.startswith("not on the scale")


def test_the_share_of_an_area_stands_by_the_area_alone(base: EvidenceBase) -> None:
    for entry in base.entries:
        counted = entry.record.positive is not None and entry.record.kept
        assert (entry.share is not None) == bool(counted), entry.record.key
    share = base.area_shares["business advice"]
    assert (share.basis, share.records) == ("area", 6)
    own = base.find("advice-any-business-outcome").share
    assert own is not None
    assert share.upper - share.lower > own.upper - own.lower
    assert "transport" not in base.area_shares


def test_a_record_of_ones_own_takes_the_place_of_another() -> None:
    records = shipped_records()
    older = next(record for record in records if record.key == "finance-assets")
    newer = replace(older, key="finance-assets-2", kept=30, positive=28, supersedes=older.key)
    base = evidence_of([*records, newer])
    assert base.find("finance-assets").superseded_by == "finance-assets-2"
    assert base.find("finance-assets").share is None
    assert "finance-assets" not in {entry.record.key for entry in base.select()}
    before = evidence_of(records).area_shares["access to finance"]
    assert base.area_shares["access to finance"].value > before.value


def study(number: int, effect: Amount, kept: int = 1) -> EvidenceRecord:
    first = next(record for record in shipped_records() if record.kept == 1)
    return replace(first, key=f"study-{number}", kept=kept, effect=effect)


def test_effects_of_single_studies_with_errors_are_put_together() -> None:
    def of(value: float, **more: Any) -> Amount:
        return Amount(value=value, unit="per cent", **more)

    records = [
        study(1, of(1.0, error=0.5)),
        study(2, of(2.0, low=1.02, high=2.98, covers=0.95)),
        study(3, of(3.0)),  # no error: stays out
        study(4, of(9.0, error=0.1), kept=4),  # a review, not a study
        study(5, Amount(value=4.0, unit="pounds", error=1.0)),
    ]
    base = evidence_of(records)
    pooled = base.find("study-1").pooled
    assert pooled is not None
    assert pooled.keys == ("study-1", "study-2")
    assert pooled.mean == pytest.approx(1.5, abs=1e-4)
    assert pooled.prediction_lower is None
    assert base.find("study-3").pooled is None
    assert base.find("study-5").pooled is None


def test_nothing_counted_gives_no_share() -> None:
    records = [replace(record, positive=None) for record in shipped_records()]
    base = evidence_of(records)
    assert base.area_shares == {}
    assert all(entry.share is None for entry in base.entries)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("trams", "trams-buses-cycling-walking"), ("broadband gva", "broadband-vouchers-gva"),
        ("tax credits economic", "rd-tax-credits-economic-outcomes"),
        ("aprenticeship enrollment", "apprenticeships-pre-qualification-enrolment"),
        ("incubaters survival", "incubators-firm-survival"),
        ("salford", "bbc-salford-creative-jobs"),
        ("the poverty of enterprise zones", "enterprise-zones-poverty"),
    ],
)  # fmt: skip
def test_search_finds_the_record_first(base: EvidenceBase, words: str, key: str) -> None:
    assert base.search(words)[0].entry.record.key == key


def test_search_ranks_and_limits(base: EvidenceBase) -> None:
    found = base.search("employment", most=5)
    assert len(found) == 5
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert base.search("zzzzqq") == []
    for words, most in (("of the", 5), ("", 5), ("employment", 0)):
        with pytest.raises(InputError, match=r"no word to look for|No record may be shown"):
            base.search(words, most=most)


def test_selecting(base: EvidenceBase) -> None:
    assert {entry.record.area for entry in base.select("Innovation")} == {"innovation"}
    assert all("wages" in entry.record.outcome for entry in base.select(outcome="Wages"))
    with pytest.raises(UnknownNameError, match='Did you mean "innovation"'):
        base.select("inovation")
    with pytest.raises(UnknownNameError):
        base.select(outcome="happiness")
    with pytest.raises(UnknownNameError):
        base.find("nothing")
