"""Sentences written for this test, with the strengths that a careful reader would find in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placewise.data.lexicons import read_claim_lexicon, read_concordance
from placewise.model.claims import Claim
from placewise.model.document import Document, Passage
from placewise.review.claims.finder import ClaimFinder, RuleClaimFinder
from placewise.review.plain_text import plain_document

Find = Callable[[str], list[Claim]]


@pytest.fixture(scope="module")
def finder() -> RuleClaimFinder:
    return RuleClaimFinder(
        read_claim_lexicon(), read_concordance(), ["Northmoor"], ["Southvale", "Eastport"]
    )


@pytest.fixture(scope="module")
def find(finder: RuleClaimFinder) -> Find:
    def strengths(text: str) -> list[Claim]:
        found = finder.find(plain_document(text, "test", "", ""))
        return [claim for claim in found if claim.kind == "sector strength"]

    return strengths


def standing(claims: list[Claim]) -> set[str | None]:
    return {claim.sector for claim in claims if claim.stands}


@pytest.mark.parametrize(
    ("text", "sectors"),
    [
        ("Northmoor is world-leading in life sciences.", {"life sciences"}),
        ("The area is home to a cluster of aerospace firms.", {"aerospace"}),
        ("We have a nationally significant food and drink sector.", {"food and drink"}),
        (
            "The region has strengths in advanced manufacturing, digital and life sciences.",
            {"advanced manufacturing", "digital", "life sciences"},
        ),
        ("Our strengths include offshore wind and chemicals.", {"offshore wind", "chemicals"}),
        ("The county boasts a thriving visitor economy.", {"visitor economy"}),
        ("Logistics is a key sector for Northmoor.", {"logistics"}),
        ("The majority of residents are employed in the manufacturing sector.", {"manufacturing"}),
        (
            "Chemicals (13.1%) and steel (12.0%) are the most dominant employment sectors, "
            "followed by hospitality (8.8%).",
            {"chemicals", "metals", "hospitality"},
        ),
        ("The council will preserve the agricultural economic base.", {"agriculture"}),
        ("Farm land is vital to the local economy. Agricultural land is vital to our economy.",
         {"agriculture"}),
        ("Strengthen the life sciences cluster.", {"life sciences"}),
        ("Lands Agriculture is the primary industry in the area.", {"agriculture"}),
        ("Agriculture remains the backbone of the local economy.", {"agriculture"}),
        ("Construction is a key industry within the district.", {"construction"}),
        ("The city is a globally recognised centre for fintech.", {"fintech"}),
        ("The city is a globally recognized center of biotechnology.", {"biotechnology"}),
        (
            "Specialisms in automotive and in rail engineering set us apart.",
            {"automotive", "rail"},
        ),
        ("The Valley specializes in semiconductors and robotics.", {"electronics", "machinery"}),
        ("Northmoor has a strong manufacturing base.", {"manufacturing"}),
        ("The town is renowned for its furniture making.", {"furniture"}),
        (
            "Key growth sectors are creative industries, cyber security and agri-tech.",
            {"creative industries", "cyber security", "agri-tech"},
        ),
        ("Tourism is an important part of the local economy.", {"visitor economy"}),
        ("People here are mainly employed in logistics and retail.", {"logistics", "retail"}),
        ("Fishing is the foundation of the town's economy.", {"fishing"}),
        ("Northmoor is the fishing capital of the north.", {"fishing"}),
        ("The bay is a popular destination for tourism and sport.", {"visitor economy", "sport"}),
        (
            "The largest employers are in health care and higher education.",
            {"health", "education"},
        ),
        ("Manufacturing dominates the employment base.", {"manufacturing"}),
        ("The economy is dominated by agriculture and food processing.",
         {"agriculture", "food and drink"}),
        ("It lies within the nationally important screen cluster.", {"screen"}),
        ("There is a concentration of games studios around the old docks.", {"games"}),
        ("We are recognised as a leader in hydrogen and carbon capture.", {"hydrogen"}),
        ("Employment is concentrated in hospitality and retail.", {"hospitality", "retail"}),
        (
            "Northmoor has a higher share of jobs in financial services than the nation.",
            {"financial services"},
        ),
        ("The plan builds on our expertise in space & satellite technology.", {"space"}),
        ("We lead not only in pharmaceuticals: our strengths in medical technologies, "
         "space innovation and digital are known.", {"health technology", "space", "digital"}),
        ("Defense manufacturing is one of the largest industries in the county.", {"defence"}),
        ("A well-established textiles industry supports 4,000 jobs.", {"textiles"}),
        ("There is a chance to expand the town's already strong retail base.", {"retail"}),
        ("The aim is to use our strong life science cluster.", {"life sciences"}),
        ("Government and retail trade are the largest employers.", {"public sector", "retail"}),
        ("Growth is due to the strong presence of the manufacturing industry.",
         {"manufacturing"}),
        ("Agriculture is the fifth largest component of the county's economy.", {"agriculture"}),
        ("Northern England is a world leader in hydrogen.", {"hydrogen"}),
        ("It is a regional centre for tourist activities, and has much open space.",
         {"visitor economy"}),
        ("It lies within the West of Northmoor Screen cluster.", {"screen"}),
        ("The largest industry in town is retail.", {"retail"}),
    ],
)  # fmt: skip
def test_strengths_are_found(find: Find, text: str, sectors: set[str]) -> None:
    assert standing(find(text)) == sectors


@pytest.mark.parametrize(
    "text",
    [
        "We lack strengths in life sciences.",
        "Northmoor is not home to a cluster of aerospace firms.",
        "The district has no strong manufacturing base.",
        "The area does not have a thriving visitor economy.",
        "Financial services are not a strength of the county.",
        "Northmoor is no longer a leader in textiles.",
        "The town has not yet a strong digital sector.",
        "Northmoor was once renowned for its shipbuilding.",
        "Its economy was historically based on mining.",
        "There are few strengths in the creative industries.",
    ],
)
def test_what_is_denied_does_not_stand(find: Find, text: str) -> None:
    claims = find(text)
    assert standing(claims) == set()
    assert all(claim.negated for claim in claims)


@pytest.mark.parametrize(
    "text",
    [
        "Northmoor could become a leader in hydrogen.",
        "We aspire to be home to a cluster of fintech firms.",
        "Our vision is a world-leading life sciences sector.",
        "There is an opportunity to become a hub for green technology firms.",
        "The city should attract a strong digital sector.",
        "Goal E-5: Be a leader in clean energy.",
        "The aim is to develop a thriving creative industries sector.",
        "Respondents said that the town has a strong visitor economy.",
        "Encourage a critical mass of biotechnology companies.",
    ],
)
def test_hopes_and_what_others_say_are_hedged(find: Find, text: str) -> None:
    claims = find(text)
    assert claims
    assert standing(claims) == set()
    assert all(claim.hedged for claim in claims)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The UK is world-leading in life sciences.", "uk"),
        ("The United Kingdom is a leader in offshore wind.", "united kingdom"),
        ("In many parts of the land, agriculture is a key sector.", "many parts"),
        ("Southvale is home to a cluster of aerospace firms.", "southvale"),
        ("England has a strong creative industries sector.", "england"),
        ("The country's strengths in offshore wind are known.", "country"),
    ],
)
def test_strengths_of_others_are_not_the_plans_own(find: Find, text: str, place: str) -> None:
    claims = find(text)
    assert [claim.place for claim in claims] == [place]
    assert standing(claims) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Major employers in Westmark County are retail businesses.",
        "Agriculture has been a predominant industry in Westmark County.",
        "The Westmark County economy depends on agriculture.",
    ],
)
def test_a_county_that_is_named_is_another_place(find: Find, text: str) -> None:
    claims = find(text)
    assert {claim.place for claim in claims} == {"westmark county"}
    own = RuleClaimFinder(read_claim_lexicon(), read_concordance(), ["Westmark County"])
    assert any(claim.stands for claim in own.find(plain_document(text, "test", "", "")))


def test_the_county_is_another_place_in_the_plan_of_a_town(find: Find) -> None:
    said = "Logistics is the largest industry in the county."
    town = "The city adopted this plan. The city will review it.\n\nThe city council meets."
    assert standing(find(said)) == {"logistics"}
    (claim,) = [one for one in find(f"{town}\n\n{said}") if one.sector == "logistics"]
    assert claim.place == "the county"
    ours = "As one of the county's old ports, Northmoor is world-leading in logistics."
    assert "logistics" in standing(find(f"{town}\n\n{ours}"))


def test_a_sector_that_describes_the_next_is_not_named(find: Find) -> None:
    assert standing(find("Sports manufacturing is a key sector here.")) == {"manufacturing"}
    assert "aerospace" in standing(find("The area is an aerospace research hub."))


def test_what_is_still_to_come_ends_a_list(find: Find) -> None:
    text = "The region has strengths in agriculture and emerging digital industries."
    assert standing(find(text)) == {"agriculture"}


def test_what_is_to_be_kept_is_there_and_what_is_to_come_is_not(find: Find) -> None:
    assert standing(find("The plan will build on the aerospace cluster.")) == {"aerospace"}
    assert standing(find("The plan will create an aerospace cluster.")) == set()


def test_the_nearest_name_decides(find: Find) -> None:
    text = "Unlike Southvale, Northmoor is world-leading in life sciences."
    assert standing(find(text)) == {"life sciences"}


@pytest.mark.parametrize(
    "text",
    [
        "Dwellings shall meet the nationally described space standards.",
        "Retail uses shall be clustered along the corridor.",
        "A concentration of retail uses anchors the street.",
        "Mobility hubs connect buses and trains.",
        "The Center for the Arts offers a programme of concerts.",
        "Certification under Leadership in Energy and Environmental Design is required.",
        "The policy encourages strong design of buildings.",
        "There is strong demand for industrial and warehousing space.",
        "Community leaders in business and education took part.",
        "The strength of concrete in construction projects varies.",
        "Concentrations of different chemicals are limited by permits.",
        "Major transportation corridors cross the city.",
        "Housing is important to everyone.",
        "Development will be predominantly residential.",
        "Major employers include Oakfield General Hospital and the Brightwater Foods Company.",
        "The main employment sectors at the site are logistics and engineering.",
        "Allowable uses include research, light manufacturing and large logistics firms.",
        "The mayor and other leaders in resolving issues of health met.",
        "A registered engineer with expertise in foundation engineering checks it.",
        "The two shops are the only two major employers in the retail sector.",
        "Footpaths join key tourist and employment zones.",
        "This company specialized in steel bells.",
        "Projects strengthen Oakfield Circuit as the centre of automotive excellence.",
        "The hospital is an important asset to the economy of the health sector.",
        "An efficient logistics system is an important component of a strong economy.",
        "A robust retail sector provides revenue.",
        "The economy depends on skilled digital workers.",
        "It is likely that the majority of these workers are in mining.",
        "The leisure and hospitality industry has represented a growing share of employment.",
        "The quay is the historic centre of the fishing industry.",
        "Fishing and forestry were the primary industries that supported the early residents.",
        "There are important issues around energy production.",
    ],
)
def test_what_only_looks_like_a_strength(find: Find, text: str) -> None:
    assert standing(find(text)) == set()


def test_headings_and_tables_claim_nothing(finder: ClaimFinder) -> None:
    text = "Our strengths in life sciences"
    for kind, count in (("heading", 0), ("table", 0), ("paragraph", 1), ("list item", 1)):
        passage = Passage(0, kind, text, 0, len(text), page=3)
        claims = finder.find(Document("test", "text", "", text, (passage,)))
        assert len(claims) == count, kind
        assert all(claim.page == 3 for claim in claims)


def test_prose_in_a_cell_is_read(finder: ClaimFinder) -> None:
    cell = "Over the whole period the area will stay world-leading in life sciences and aerospace"
    text = f"Policy 1\tNotes\n{cell}\tsee below"
    (one, other) = finder.find(
        Document("test", "text", "", text, (Passage(0, "table", text, 0, len(text)),))
    )
    assert text[one.start : one.end] == text[other.start : other.end] == cell


def test_a_claim_says_where_and_why(find: Find) -> None:
    text = "First sentence, e.g. this one.\n\nNorthmoor is world-leading in AI. A third follows."
    document = plain_document(text, "test", "", "")
    (claim,) = find(text)
    assert document.text[claim.start : claim.end] == claim.text
    assert claim.text == "Northmoor is world-leading in AI."
    assert claim.passage == 1
    assert claim.why == (
        'leading in the world or the nation: "world-leading" leads others'
    )  # fmt: skip


@settings(deadline=None)  # the first text also waits for the patterns to be compiled
@given(st.text(max_size=300))
def test_no_text_breaks_the_rules(text: str) -> None:
    finder = RuleClaimFinder(read_claim_lexicon(), read_concordance(), ["A"], ["B"])
    document = plain_document(text, "test", "", "")
    for claim in finder.find(document):
        assert document.text[claim.start : claim.end] == claim.text
        assert 0 <= claim.passage < len(document.passages)
