"""Passages in common are found, shown where they stand, and nothing else is."""

from __future__ import annotations

import re

import numpy as np
import pytest
from tests.review.reuse_texts import document_of, index_of_texts, invented, spans_of

from placewise.review.reuse.alignment import aligned_blocks, with_moved
from placewise.review.reuse.changes import changes_between
from placewise.review.reuse.names import own_name_spans
from placewise.review.reuse.reuse import reuse_in
from placewise.review.reuse.words import words_of

ONE = (
    "The council will work with employers and colleges so that residents can take up the jobs "
    "that the harbour and its suppliers create over the next ten years."
)
TWO = (
    "Housing that working families can afford is built too slowly, and the land that remains "
    "is held by a few owners who wait for prices to rise further still."
)


def reuse(mine: str, others: dict[str, str], place: str = "Here", names: tuple[str, ...] = ()):  # type: ignore[no-untyped-def]
    document = document_of(mine.split("\n\n"))
    ignored = [
        match.span() for name in names for match in re.finditer(rf"\b{name}\b", document.text)
    ]
    return reuse_in(
        words_of(document.text, ignored), spans_of(document), [index_of_texts(others)], place
    )


def test_words_are_runs_of_letters_and_digits_whatever_their_case() -> None:
    text = "Über-Straße 12b, l’été:\nÜBER  x"
    words = words_of(text)
    found = [text[s : s + n] for s, n in zip(words.starts, words.lengths, strict=True)]
    assert found == ["Über", "Straße", "12b", "l", "été", "ÜBER", "x"]
    assert words.hashes[0] == words.hashes[5]
    assert len(set(words.hashes.tolist())) == 6
    assert len(words_of("").hashes) == len(words_of(" -- ").hashes) == 0


def test_ignored_spans_are_no_words() -> None:
    text = "in the town of Old Harbour we build"
    words = words_of(text, [(text.index("Old"), text.index(" we"))])
    assert words.hashes.tolist() == words_of("in the town of we build").hashes.tolist()
    assert int(words.starts[4]) == text.index("we")


def test_a_name_is_found_as_a_whole_word_and_in_capitals() -> None:
    text = "JACKSON and Jackson, not Jacksonville; Jackson's plan"
    spans = own_name_spans(text, "Jackson, California")
    assert [text[start:end] for start, end in spans] == ["JACKSON", "Jackson", "Jackson"]
    assert own_name_spans(text, " ") == []


def test_a_passage_copied_word_for_word_is_shown_side_by_side() -> None:
    found = reuse(f"{TWO}\n\n{ONE}", {"there": f"Something before.\n\n{ONE} And after."})
    assert found.passages["verdict"].to_list() == ["its own", "the same"]
    row = found.matches.row(0, named=True)
    assert (row["passage"], row["document"], row["place"]) == (1, "there", "place of there")
    mine, theirs = f"{TWO}\n\n{ONE}", f"Something before.\n\n{ONE} And after."
    assert mine[row["start"] : row["end"]] == ONE.rstrip(".")
    assert theirs[row["other_start"] : row["other_end"]] == ONE.rstrip(".")
    assert found.boilerplate == pytest.approx(len(ONE.split()) / len(f"{TWO} {ONE}".split()))
    assert found.boilerplate_five == 0


def test_names_swapped_count_as_reuse() -> None:
    theirs = ONE.replace("residents", "residents of Stoke Bardolph").replace("The", "Gotham")
    mine = ONE.replace("residents", "residents of York").replace("The", "Hull")
    assert reuse(mine, {"there": theirs}).passages["share"][0] < 1
    named = reuse_in(
        words_of(mine, [(0, 4), (mine.index("York"), mine.index("York") + 4)]), [(0, len(mine))],
        [index_of_texts({"there": theirs.replace("Stoke Bardolph", "").replace("Gotham", "")})],
        "York",
    )  # fmt: skip
    assert named.passages["verdict"].to_list() == ["the same"]


def test_words_changed_and_sentences_moved_are_nearly_the_same() -> None:
    changed = ONE.replace("employers", "businesses").replace("suppliers", "neighbours")
    found = reuse(changed, {"there": ONE})
    assert found.passages["verdict"].to_list() == ["nearly the same"]
    span = found.matches["spans"][0][0]
    assert changed[span["start"] : span["end"]] == "The council will work with"
    moved = reuse(f"{TWO} {ONE}", {"there": f"{ONE} {TWO}"})
    assert moved.passages["verdict"].to_list() == ["the same"]
    assert len(moved.matches["spans"][0]) == 2


def test_phrases_in_common_are_not_a_passage_in_common() -> None:
    words = TWO.split()
    mixed = " ".join([*words[:8], *ONE.split()[3:20]])
    assert reuse(mixed, {"there": TWO}).passages["verdict"].to_list() == ["its own"]


def test_phrases_scattered_over_a_long_document_do_not_add_up() -> None:
    words = ONE.split()
    filler = [" ".join(invented(200, seed)) for seed in range(3)]
    scattered = f"{filler[0]} {' '.join(words[:9])} {filler[1]} {' '.join(words[9:18])} {filler[2]}"
    assert reuse(ONE, {"there": scattered}).passages["verdict"].to_list() == ["its own"]


def test_places_count_once_and_the_own_place_not_at_all() -> None:
    texts = {"a": ONE, "b": ONE, "c": ONE, "own": ONE}
    index = index_of_texts(texts, {"a": "A", "b": "A", "c": "C", "own": "HERE"})
    found = reuse_in(words_of(ONE), [(0, len(ONE))], [index], "Here")
    assert found.places == 2
    assert found.passages.select("places", "documents").row(0) == (2, 3)
    left = reuse_in(words_of(ONE), [(0, len(ONE))], [index], "Here", ("a", "b", "c"))
    assert left.matches.is_empty()
    assert left.boilerplate == 0


def test_five_places_make_a_passage_anyones() -> None:
    others = {f"plan {number}": ONE for number in range(5)}
    assert reuse(ONE, others).passages["anyones"].to_list() == [1.0]
    assert reuse(ONE, others).boilerplate_five == 1
    others.pop("plan 0")
    assert reuse(ONE, others).boilerplate_five == 0


def test_too_short_to_tell_is_said() -> None:
    found = reuse("Our vision for growth\n\n" + ONE, {"there": "Our vision for growth " + ONE})
    assert found.passages["verdict"].to_list() == ["too short", "the same"]


def test_nothing_to_compare_with_is_no_fault() -> None:
    found = reuse_in(words_of(ONE), [(0, len(ONE))], [], "Here")
    assert found.passages["verdict"].to_list() == ["its own"]
    empty = reuse_in(words_of(""), [], [index_of_texts({"there": ONE})], "Here")
    assert (empty.words, empty.boilerplate, empty.passages.height) == (0, 0.0, 0)


def test_blocks_are_those_of_a_longest_common_subsequence() -> None:
    mine, theirs = np.array([1, 2, 3, 9, 4, 5, 7], "u4"), np.array([0, 1, 2, 3, 4, 5, 8, 7], "u4")
    assert aligned_blocks(mine, theirs) == [(0, 1, 3), (4, 4, 2)]
    assert with_moved([(0, 1, 3)], [(1, 20, 5), (10, 30, 1)]) == [(0, 1, 3), (3, 22, 3)]


def test_what_changed_since_the_earlier_plan() -> None:
    kept, altered, gone = ONE, TWO.replace("slowly", "late"), " ".join(invented(30, 1))
    new = " ".join(invented(30, 2))
    before, after = document_of([kept, TWO, gone]), document_of([new, altered, kept, "Title"])
    found = changes_between(
        words_of(before.text), spans_of(before), words_of(after.text), spans_of(after)
    )
    assert found.passages["change"].to_list() == ["new", "altered", "kept", "too short"]
    assert found.dropped["passage"].to_list() == [2]
    total = 30 + len(TWO.split()) + len(ONE.split())
    assert found.kept == pytest.approx(len(ONE.split()) / total)
    assert found.kept + found.altered + found.new == pytest.approx(1)
    assert found.dropped_share == pytest.approx(30 / total)
    row = found.passages.row(2, named=True)
    assert before.text[row["other_start"] : row["other_end"]] == ONE.rstrip(".")
