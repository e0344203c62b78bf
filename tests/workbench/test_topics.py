"""Every topic of the full diagnosis, on the sample and on all official tables."""

from pathlib import Path

import polars as pl
import pytest
from scripts.answers_page import page

from placewise.errors import InputError, UnknownNameError
from placewise.model.answer import Answer
from placewise.workbench.bench import Workbench
from placewise.workbench.topics import TOPICS


def check(answer: Answer, topic: str) -> None:
    """Hold an answer to what every answer promises."""
    assert answer.key == topic
    assert answer.headline
    assert all(sentence.endswith(".") for sentence in answer.headline)
    assert answer.cannot_tell.columns == ["question", "why", "what_would_settle_it"]
    keys = [finding.key for finding in answer.findings]
    assert len(keys) == len(set(keys))
    for finding in answer.findings:
        for name, kind in finding.table.schema.items():
            if kind.is_float():
                assert not finding.table[name].is_nan().any(), (finding.key, name)
            assert not isinstance(kind, pl.Object)
    assert f'placewise explain "{answer.place.name}" {topic}' in answer.command


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_answered_for_every_area_of_the_sample(topic: str) -> None:
    bench = Workbench.open("sample")
    for kind in ("combined authority", "local enterprise partnership", "ITL2"):
        for place in bench.places(kind):
            check(bench.explain(place, topic), topic)


@pytest.mark.shared
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_answered_for_places_of_every_kind(uk_bench: Workbench, topic: str) -> None:
    kinds = ("district", "combined authority", "local enterprise partnership", "ITL2", "ITL3")
    for kind in kinds:
        for place in uk_bench.places(kind)[::40]:
            check(uk_bench.explain(place, topic), topic)


@pytest.mark.shared
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_answered_for_american_places(us_bench: Workbench, topic: str) -> None:
    for kind in ("metropolitan or micropolitan area", "state"):
        for place in us_bench.places(kind)[::100]:
            check(us_bench.explain(place, topic), topic)


@pytest.mark.shared
def test_the_page_of_tables_is_what_the_topics_give(uk_bench: Workbench) -> None:
    written = Path(__file__).parents[2] / "docs/reference/answers.md"
    assert written.read_text(encoding="utf-8") == page(uk_bench)


def test_the_same_question_gives_the_same_answer() -> None:
    first, second = (Workbench.open("sample").explain("Tees Valley", "barriers") for _ in range(2))
    assert first.headline == second.headline
    assert first.table("barriers").equals(second.table("barriers"))


def test_an_unknown_topic_names_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="skills"):
        Workbench.open("sample").explain("Tees Valley", "skill")


def test_settings_of_another_topic_are_refused() -> None:
    bench = Workbench.open("sample")
    with pytest.raises(InputError, match="drivers"):
        bench.explain("Tees Valley", "skills", drivers=("density",))
    with pytest.raises(InputError, match="evidence"):
        bench.explain("Tees Valley", "skills", evidence=Path("own.csv"))


def test_drivers_can_be_dropped() -> None:
    bench = Workbench.open("sample")
    usual = set(bench.explain("Tees Valley", "productivity").table("drivers")["driver"])
    fewer = bench.explain("Tees Valley", "productivity", drivers=("share qualified to level 4",))
    assert "share qualified to level 4" in set(fewer.table("drivers")["driver"])
    assert set(fewer.table("drivers")["driver"]) < usual


def test_a_diagnosis_holds_every_topic_or_those_asked_for() -> None:
    bench = Workbench.open("sample")
    full = bench.diagnose("Tees Valley")
    assert tuple(answer.key for answer in full.answers) == TOPICS
    assert bench.diagnose("Tees Valley", topics=()).answers == ()


@pytest.mark.shared
def test_skills_of_american_places_are_told_from_what_is_loaded(us_bench: Workbench) -> None:
    for kind in ("county", "metropolitan or micropolitan area"):
        told = set()
        for place in us_bench.places(kind)[::300]:
            skills = us_bench.explain(place, "skills")
            assert {"low supply", "low demand"} <= set(skills.table("kinds")["kind"])
            barriers = us_bench.explain(place, "barriers").table("barriers")
            told |= set(barriers.filter(pl.col("barrier") == "skills")["outcome"])
        assert told - {"cannot tell"}
