"""Concepts that ship: one quantity has one concept."""

from collections import defaultdict

from placewise.data.concepts import read_concepts
from placewise.data.likeness import read_likeness
from placewise.model.concepts import Concept
from placewise.model.figures import TableOfSubject
from placewise.model.productivity import USUAL_DRIVERS, ProductivitySettings


def read(concept: Concept) -> set[tuple[object, ...]]:
    """Return what a concept reads, whatever it is scaled by."""
    return {
        (table.kind, table.name, table.denominator, table.parts, table.denominator_parts)
        if isinstance(table, TableOfSubject)
        else (table.kind, table.name, table.denominator, table.years)
        for table in concept.tables
    }


def twice(concepts: list[Concept]) -> dict[tuple[object, ...], list[str]]:
    """Return what is read by more than one concept, with their keys."""
    readers = defaultdict(list)
    for concept in concepts:
        for table in read(concept):
            readers[table].append(concept.key)
    return {table: keys for table, keys in readers.items() if len(keys) > 1}


def test_no_two_concepts_read_the_same_figures() -> None:
    concepts = list(read_concepts().values())
    assert not twice(concepts)
    again = [*concepts, Concept("again", "Again", "", "neither", concepts[0].tables[:1])]
    assert list(twice(again).values()) == [[concepts[0].key, "again"]]


def test_no_two_concepts_have_one_title() -> None:
    titles = [concept.title.casefold() for concept in read_concepts().values()]
    assert len(set(titles)) == len(titles)


def test_what_topics_ask_for_is_a_concept() -> None:
    known = set(read_concepts())
    assert {one.concept for one in ProductivitySettings().outcomes} <= known
    assert {one.concept for one in read_likeness().indicators} <= known
    assert "public transport time to jobs" in set(USUAL_DRIVERS) & known
