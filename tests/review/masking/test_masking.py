"""Masking on texts where a reader sees what ought to happen."""

from __future__ import annotations

import pytest

from placewise.data.gazetteer import place_names, short_forms
from placewise.data.places import find_place
from placewise.data.sample import Sample
from placewise.errors import InputError
from placewise.model.masking import MaskedText
from placewise.model.words import Place
from placewise.review.masking import mask

NAMES = place_names(Sample())
MANCHESTER = find_place(Sample(), "Greater Manchester")
TEES = find_place(Sample(), "Tees Valley")
ELSEWHERE = Place("Erewhon", "own", ())


def hidden(masked: MaskedText, level: int | None = None) -> list[str]:
    return [span.text for span in masked.spans if level is None or span.level == level]


def kinds(text: str, place: Place = ELSEWHERE, level: int = 3) -> dict[str, str]:
    return {span.text: span.kind for span in mask(text, NAMES, place, level).spans}


def test_level_0_hides_nothing() -> None:
    text = "Greater Manchester is great."
    assert mask(text, NAMES, MANCHESTER, 0).text == text


@pytest.mark.parametrize("level", [-1, 4, 9])
def test_another_level_is_refused(level: int) -> None:
    with pytest.raises(InputError, match="no masking level"):
        mask("text", NAMES, MANCHESTER, level)


def test_level_1_hides_own_names_and_leaves_others() -> None:
    text = "Greater Manchester, Salford's quays and Mancunians; Leeds and Bristol stay."
    masked = mask(text, NAMES, MANCHESTER, 1)
    assert hidden(masked) == ["Greater Manchester", "Salford", "Mancunians"]
    assert [span.kind for span in masked.spans] == ["own name", "own locality", "own adjective"]
    assert masked.text == (
        "[this place], [this place]'s quays and [this place]; Leeds and Bristol stay."
    )


@pytest.mark.parametrize(
    "written",
    [
        "Greater Manchester", "GREATER MANCHESTER", "greater manchester", "Greater  Manchester",
        "Greater\nManchester", "Greater Man-\nchester", "Greater Man\u00adchester",
        "Greater-Manchester", "G R E A T E R M A N C H E S T E R", "GreaterManchester",
        "#GreaterManchester", "www.greatermanchester-ca.gov.uk", "Greater Manche5ter",
        "info@greatermanchester.org", "Gre\u00e1ter Manchester", "Greater Man chester",
    ],
)  # fmt: skip
def test_a_name_is_found_however_the_page_spoils_it(written: str) -> None:
    masked = mask(f"Growth in {written} is strong.", NAMES, MANCHESTER, 1)
    assert "anchester" not in masked.text.lower().replace(" ", "")
    assert masked.text.startswith("Growth in [")
    assert masked.text.endswith("] is strong.")


def test_a_hyphen_at_a_line_end_may_belong_to_the_name() -> None:
    text = "Jobs in Stockton-\non-Tees and in Middles-\nbrough grew."
    assert mask(text, NAMES, TEES, 1).text == "Jobs in [this place] and in [this place] grew."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Newcastle-under-Lyme has potteries.", ["Newcastle-under-Lyme"]),
        ("We met in Hull, Goole and Selby.", ["Hull", "Goole", "Selby"]),
        ("King\u2019s Lynn\u2019s port", ["King\u2019s Lynn"]),
        ("Kings Lynn & West Norfolk", ["Kings Lynn & West Norfolk"]),
        ("St. Albans and Saint Helens", ["St. Albans", "Saint Helens"]),
        ("STOKE-ON-TRENT AND LEEDS TODAY", ["STOKE-ON-TRENT", "LEEDS"]),
        ("Sheffield-based firms", ["Sheffield"]),
        ("The Sheffielders, the Cornish and a Geordie", ["Sheffielders", "Cornish", "Geordie"]),
        ("Write to OX1 1PT at once", ["OX1 1PT"]),
        ("Great ideas hull the ship, bath the baby, and deal with it.", []),
        ("He said that Ms Poole and Sir James Bolton agreed.", []),
    ],
)
def test_level_2_takes_the_longest_name_and_only_names(text: str, found: list[str]) -> None:
    assert hidden(mask(text, NAMES, ELSEWHERE, 2)) == found


def test_an_own_name_inside_a_longer_one_is_hidden_at_level_1() -> None:
    salford = find_place(Sample(), "Salford (LAD)")
    masked = mask("Salford City Council and Leeds City Council", NAMES, salford, 1)
    assert hidden(masked) == ["Salford"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("GMCA and GM lead.", ["GMCA", "GM"]),
        ("Greater Manchester Strategic Board (GMSB) met. GMSB agreed.",
         ["Greater Manchester", "GMSB", "GMSB"]),
        ("The General Motors plant (GMSB) closed.", []),
        ("WYCA and LCR are others; gm is a gram.", []),
    ],
)  # fmt: skip
def test_own_abbreviations_come_from_the_list_and_from_the_text(
    text: str, found: list[str]
) -> None:
    assert hidden(mask(text, NAMES, MANCHESTER, 1)) == found


def test_level_3_tells_kinds() -> None:
    text = (
        "Along the River Wharfe and the A660, the Bramhope Trading Company Ltd works with the "
        "Quillfeather Institute. Councillor Ann Ottershaw spoke to Zedtronic in Larkspur Lane. "
        "Call 01943 000111 or see www.zedtronic.com for more."
    )
    found = kinds(text)
    assert found["River Wharfe"] == "water"
    assert found["A660"] == "road"
    assert found["Larkspur Lane"] == "road"
    assert found["Quillfeather Institute"] == "institution"
    assert found["Zedtronic"] == "other proper noun"
    assert found["01943 000111"] == "telephone number"
    assert found["www.zedtronic.com"] == "web address"
    assert found["Ann Ottershaw"] == "person"
    assert any(kind == "organisation" for kind in found.values())


def test_level_3_leaves_ordinary_words_with_a_capital() -> None:
    text = "Housing Growth Strategy\n\nEvery resident benefits. Local firms need skills in March."
    assert kinds(text) == {}


def test_every_span_says_why() -> None:
    masked = mask("Leeds and the A660 and GM.", NAMES, MANCHESTER, 3)
    assert [(span.text, span.reason) for span in masked.spans] == [
        ("Leeds", "listed name"),
        ("A660", "number of a road"),
        ("GM", "listed abbreviation"),
    ]


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("Newcastle upon Tyne", "district", ("Newcastle",)),
        ("Stoke-on-Trent", "district", ("Stoke",)),
        ("Bath and North East Somerset", "district", ("Bath", "North East Somerset")),
        ("Los Angeles-Long Beach-Anaheim, CA", "metropolitan or micropolitan area",
         ("Los Angeles-Long Beach-Anaheim", "Los Angeles", "Long Beach", "Anaheim")),
        ("Fresno County, California", "county", ("Fresno County", "Fresno")),
        ("Dunvant & Killay", "ward", ("Dunvant", "Killay")),
        ("Town Centre", "ward", ()),
    ],
)  # fmt: skip
def test_short_forms(name: str, kind: str, found: tuple[str, ...]) -> None:
    forms = short_forms(name, kind)
    assert set(found) <= set(forms)
    assert "Town" not in forms


def test_a_word_that_mostly_is_the_place_is_one_in_a_bare_heading() -> None:
    reading = Place("Reading", "own", ())
    text = (
        "Offices in Reading cost more.\n\nFirms near Reading grow.\n\nJobs in Reading pay well."
        "\n\nReading\n\nReading the evidence, we agree."
    )
    masked = mask(text, NAMES, reading, 1)
    assert masked.text.count("[this place]") == 4
    assert masked.text.endswith("Reading the evidence, we agree.")


@pytest.mark.parametrize(
    "text",
    [
        "Each Town/District centre and South-West corner has Built-in storage.",
        "See Policy LP3 and Table E.1 and, for parking, LP15.\n\nHO4a) Do you agree?",
        "Shops (A2, A3, A5 uses) and homes of category M4(2).",
        "The Primary Shopping Frontage (PSF) grew. Shops in the PSF pay.",
        "We held Surface Water Management Plans (SWMPs) back, and the SWMPs expired.",
        "Homes near a SSSI, SPA/Ramsar sites and HMOs follow the NPPF.",
        "Ask the registered providers (RPs), as an RP must. See Policies LP1 and LP16-19.",
        "One Neighbourhoo d Plan was Dev eloped.",
        "The scoping report\u00b9\u2070 says so.\n\n\u00b9\u2070 Our report",
        "AQMA\tAir Quality Management Area\nGB\tGreen Belt\n\nAn AQMA in the GB is rare.",
    ],
)
def test_level_3_leaves_what_names_nobody(text: str) -> None:
    assert kinds(text) == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Firms asked the Quillfeather Board (QB). The QB agreed.",
         ["Quillfeather Board", "QB", "QB"]),
        ("Take the A47 and the M4 to PE15 and M&S.", ["A47", "M4", "PE15", "M&S"]),
        ("We met Network Rail and the Town and Country\nPlanning Association.",
         ["Network Rail", "Town and Country\nPlanning Association"]),
        ("At the edge of Park Wood and in Spade Common SSSI.", ["Park Wood", "Spade Common"]),
        ("HO4a) Should the Leeds Council agree?\n\nHO4b) The Spade Oak Lake SANG Management Plan",
         ["Leeds", "Council", "Spade Oak Lake"]),
        ("The SFRA for Leeds is new.", ["Leeds"]),
        ("Streams are:\n\na) River Wye\n\nb) River Chess",
         ["River Wye", "River Chess"]),
        ("2.59.26 Within the Leeds Council area", ["Leeds", "Council"]),
        ("See https://a.zed.org/Green /Zed%20Green%20for%20Leeds%20now for more.",
         ["https://a.zed.org/Green /Zed%20Green%20for%20Leeds%20now"]),
    ],
)  # fmt: skip
def test_level_3_still_hides_names_beside_them(text: str, found: list[str]) -> None:
    assert hidden(mask(text, NAMES, ELSEWHERE, 3)) == found


def test_the_initials_of_a_council_are_the_places_own() -> None:
    text = "Salford City Council met. SCC agreed; FDC did not."
    salford = find_place(Sample(), "Salford (LAD)")
    assert hidden(mask(text, NAMES, salford, 1)) == ["Salford", "SCC"]


def test_an_article_may_be_small_before_a_name_that_has_one() -> None:
    fenland = find_place(Sample(), "Fenland (LAD)")
    assert hidden(mask("Floods within the Fens and the fens.", NAMES, fenland, 1)) == ["the Fens"]


def test_landscapes_are_hidden_with_the_other_places() -> None:
    text = "Woods of the Chilterns and the Chiltern Hills."
    assert hidden(mask(text, NAMES, MANCHESTER, 2)) == ["Chilterns", "Chiltern Hills"]
    assert hidden(mask(text, NAMES, MANCHESTER, 1)) == []


def test_a_line_of_a_list_that_ends_with_a_dash_is_read() -> None:
    names, place = place_names(Sample()), find_place(Sample(), "Greater Manchester")
    assert mask("CDC\tCity -\nGM\tGreater Manchester", names, place, 1).level == 1
