"""Whatever is done to a name on a page, masking finds it, and offsets lead back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.review.masking.hunter import survivors

from placewise.data.gazetteer import place_names
from placewise.data.places import find_place
from placewise.data.sample import Sample
from placewise.model.masking import PLACEHOLDERS
from placewise.model.words import Place
from placewise.review.masking import mask
from placewise.review.masking.own_names import own_names

NAMES = place_names(Sample())
PLACES = [
    find_place(Sample(), name)
    for name in ("Greater Manchester", "Tees Valley", "Leeds City Region", "Cornwall")
]
FILLER = ["growth", "the plan", "needs", "Our strategy", "jobs.", "We will", "and", "in", "of",
          "(see", "2019)", "\n\n", "\u2022", "skills,", "Policy", "ACTION", "wages;"]  # fmt: skip


def names_to_hunt(place: Place) -> list[str]:
    own = own_names(NAMES, place)
    return sorted(own.squashable)


@st.composite
def spoilt(draw: st.DrawFn, name: str) -> str:
    """Return a name as a page may carry it."""
    way = draw(
        st.sampled_from(
            ["plain", "capitals", "spaces", "line", "hyphen", "soft", "apart", "possessive", "list",
             "glued", "lower", "web", "quote", "hashtag", "hyphens"]
        )
    )  # fmt: skip
    at = draw(st.integers(2, max(2, len(name) - 2)))
    inside = at < len(name) and name[at - 1].isalpha() and name[at].isalpha()
    return {
        "plain": name,
        "capitals": name.upper(),
        "spaces": name.replace(" ", "  "),
        "line": name.replace(" ", "\n"),
        "hyphen": f"{name[:at]}-\n{name[at:]}" if inside else name,
        "soft": f"{name[:at]}\u00ad{name[at:]}" if inside else name,
        "apart": " ".join(name.replace(" ", "").upper()),
        "possessive": f"{name}\u2019s",
        "list": f"Selby, {name} and Goole",
        "glued": name.replace(" ", ""),
        "lower": name.lower(),
        "web": f"www.{name.replace(' ', '').lower()}.gov.uk/plan",
        "quote": f"\u201c{name}\u201d",
        "hashtag": f"#{name.replace(' ', '')}2030",
        "hyphens": name.replace(" ", "-"),
    }[way]


@st.composite
def pages(draw: st.DrawFn) -> tuple[Place, str]:
    place = draw(st.sampled_from(PLACES))
    own = own_names(NAMES, place)
    official = [key.title() for key in sorted(own.squashable) if own.kinds[key] == "own name"]
    parts = []
    for _ in range(draw(st.integers(1, 8))):
        parts.append(draw(st.sampled_from(FILLER)))
        parts.append(draw(spoilt(draw(st.sampled_from(official)))))
        parts.append(draw(st.sampled_from(FILLER)))
    return place, " ".join(parts)


@settings(max_examples=150, deadline=None)
@given(pages())
def test_no_own_name_survives_on_a_page(page: tuple[Place, str]) -> None:
    place, text = page
    own = own_names(NAMES, place)
    masked = mask(text, NAMES, place, 1)
    official = [key for key in own.squashable if own.kinds[key] == "own name"]
    assert survivors(masked.text, official, any_case=True) == []


@settings(max_examples=100, deadline=None)
@given(pages(), st.integers(1, 3))
def test_offsets_lead_there_and_back(page: tuple[Place, str], level: int) -> None:
    place, text = page
    masked = mask(text, NAMES, place, level)
    assert masked.original() == text
    behind = 0
    for span, start in zip(masked.spans, masked.masked_starts, strict=True):
        assert behind <= span.start < span.end
        behind = span.end
        assert text[span.start : span.end] == span.text
        assert masked.text[start:].startswith(PLACEHOLDERS[span.kind])
        assert masked.to_original(start) == span.start
        assert masked.to_masked(span.end - 1) == start
    hidden = {at for span in masked.spans for at in range(span.start, span.end)}
    for at in range(len(text)):
        if at not in hidden:
            assert masked.text[masked.to_masked(at)] == text[at]
            assert masked.to_original(masked.to_masked(at)) == at


@settings(max_examples=150, deadline=None)
@given(pages())
def test_a_higher_level_hides_all_that_a_lower_one_hides(page: tuple[Place, str]) -> None:
    place, text = page
    before: set[tuple[int, int]] = set()
    for level in (0, 1, 2, 3):
        spans = mask(text, NAMES, place, level).spans
        now = {(span.start, span.end) for span in spans}
        assert before <= now
        assert all(span.level <= level for span in spans)
        before = now


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.sampled_from((1, 2, 3)))
def test_any_text_at_all_can_be_masked(text: str, level: int) -> None:
    masked = mask(text, NAMES, PLACES[0], level)
    assert masked.original() == text


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_the_hunter_finds_what_is_there(place: Place) -> None:
    for name in names_to_hunt(place)[:20]:
        assert survivors(f"so {name.upper()}, they say", [name], any_case=True)
        assert survivors("so  " + " ".join(name.title()), [name], any_case=False)
