"""What holds for any texts: everything is in itself, runs are exact, and none is missed."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
from hypothesis import given, settings
from tests.review.reuse_texts import document_of, index_of_texts, spans_of

from placewise.review.reuse.boilerplate import places_of_words
from placewise.review.reuse.fingerprints import SHORTEST_RUN, fingerprints
from placewise.review.reuse.reuse import reuse_in
from placewise.review.reuse.runs import common_runs, joined_lengths
from placewise.review.reuse.words import words_of

# Few words make many accidental repetitions: the hard case for runs, windows and joins.
WORDS = st.lists(st.sampled_from(list("abcd")), max_size=60)
TEXTS = st.lists(WORDS.map(" ".join), min_size=1, max_size=4)


def long_runs(mine: list[str], theirs: list[str]) -> set[tuple[int, int, int]]:
    """Return all common runs of eight words or more that cannot be lengthened, by trying all."""
    found = set()
    for i in range(len(mine)):
        for j in range(len(theirs)):
            if mine[i] != theirs[j] or (i and j and mine[i - 1] == theirs[j - 1]):
                continue
            n = 0
            while i + n < len(mine) and j + n < len(theirs) and mine[i + n] == theirs[j + n]:
                n += 1
            if n >= SHORTEST_RUN:
                found.add((i, j, n))
    return found


@settings(max_examples=150, deadline=None)
@given(WORDS, TEXTS)
def test_every_long_run_is_found_and_every_run_is_exact(mine: list[str], texts: list[str]) -> None:
    index = index_of_texts({str(number): text for number, text in enumerate(texts)})
    words = words_of(" ".join(mine)).hashes
    runs = common_runs(words, index)
    found: dict[int, set[tuple[int, int, int]]] = {number: set() for number in range(len(texts))}
    for first, other, length, document in zip(
        runs.first.tolist(), runs.other.tolist(), runs.length.tolist(), runs.document.tolist(),
        strict=True,
    ):  # fmt: skip
        assert np.array_equal(
            words[first : first + length], index.words.hashes[other : other + length]
        )
        low, high = index.bounds[document], index.bounds[document + 1]
        assert low <= other
        assert other + length <= high
        if length >= SHORTEST_RUN:
            found[document].add((first, other - int(low), length))
    for number, text in enumerate(texts):
        assert found[number] == long_runs(mine, text.split())


@settings(max_examples=100, deadline=None)
@given(WORDS, TEXTS)
def test_boilerplate_is_the_share_of_shingles_that_stand_elsewhere(
    mine: list[str], texts: list[str]
) -> None:
    """Counted by sets of shingles, as anyone would by hand."""
    index = index_of_texts({str(number): text for number, text in enumerate(texts)})
    words = words_of(" ".join(mine)).hashes
    runs = common_runs(words, index)
    counts = places_of_words(runs, runs.document, len(words), SHORTEST_RUN)

    def shingles(text: list[str]) -> list[tuple[str, ...]]:
        return [tuple(text[at : at + 8]) for at in range(len(text) - 7)]

    others = [set(shingles(text.split())) for text in texts]
    assert counts.tolist() == [sum(s in other for other in others) for s in shingles(mine)]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.sampled_from(list("abcdef")), min_size=1), min_size=1))
def test_a_document_against_itself_is_all_reuse(paragraphs: list[list[str]]) -> None:
    document = document_of([" ".join(words) for words in paragraphs])
    found = reuse_in(
        words_of(document.text), spans_of(document), [index_of_texts({"same": document.text})], "H"
    )
    long = [len(words) >= SHORTEST_RUN for words in paragraphs]
    assert [verdict == "the same" for verdict in found.passages["verdict"]] == long
    assert (found.boilerplate == 1) == (sum(map(len, paragraphs)) >= SHORTEST_RUN)
    for row in found.matches.iter_rows(named=True):
        for span in row["spans"]:
            mine = document.text[span["start"] : span["end"]]
            other = document.text[span["other_start"] : span["other_end"]]
            assert mine.split() == other.split()


@settings(max_examples=60, deadline=None)
@given(WORDS, st.permutations(range(4)), st.lists(WORDS.map(" ".join), min_size=4, max_size=4))
def test_the_order_and_the_segments_do_not_matter(
    mine: list[str], order: list[int], texts: list[str]
) -> None:
    named = {str(number): text for number, text in enumerate(texts)}
    words = words_of(" ".join(mine))
    spans = [(0, len(" ".join(mine)))]
    at_once = reuse_in(words, spans, [index_of_texts(named)], "H")
    one_by_one = reuse_in(words, spans, [index_of_texts({str(n): texts[n]}) for n in order], "H")
    assert at_once.matches.equals(one_by_one.matches)
    assert at_once.passages.equals(one_by_one.passages)
    assert at_once.boilerplate == one_by_one.boilerplate


@given(WORDS, WORDS, WORDS)
def test_what_is_kept_of_a_run_depends_on_nothing_outside_it(
    before: list[str], run: list[str], behind: list[str]
) -> None:
    alone = words_of(" ".join(run)).hashes
    inside = words_of(" ".join([*before, *run, *behind])).hashes
    if len(alone) >= SHORTEST_RUN:
        own = {int(p) + len(before) for p in fingerprints(alone)[0]}
        assert own <= {int(p) for p in fingerprints(inside)[0]}


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30), st.integers(1, 9)), max_size=30))
def test_joined_intervals_cover_the_same(intervals: list[tuple[int, int, int]]) -> None:
    group = np.array([g for g, _, _ in intervals], dtype=np.int64)
    start = np.array([s for _, s, _ in intervals], dtype=np.int64)
    end = start + np.array([n for _, _, n in intervals], dtype=np.int64)
    covered = {(g, at) for g, s, n in intervals for at in range(s, s + n)}
    joined = list(zip(*(part.tolist() for part in joined_lengths(group, start, end)), strict=True))
    assert {(g, at) for g, s, e in joined for at in range(s, e)} == covered
    assert sum(e - s for _, s, e in joined) == len(covered)
