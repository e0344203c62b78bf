"""Families of wordings in which strategies claim strengths, and sentences that only look like it.

All sentences are invented for this test, as British and American strategies word theirs.
"""

from __future__ import annotations

import pytest

from placewise.data.lexicons import read_claim_lexicon, read_concordance
from placewise.model.document import Document, Passage
from placewise.review.claims.finder import RuleClaimFinder
from placewise.review.plain_text import plain_document


@pytest.fixture(scope="module")
def finder() -> RuleClaimFinder:
    return RuleClaimFinder(
        read_claim_lexicon(), read_concordance(), ["Northmoor"], ["Southvale", "Eastport"]
    )


def standing(finder: RuleClaimFinder, text: str) -> set[str]:
    claims = finder.strengths(plain_document(text, "test", "", ""))
    return {claim.sector or "" for claim in claims if claim.stands}


CLAIMS = [
    # Clusters and significance beyond the place.
    ("Northmoor hosts the UK's largest cluster of chemical companies.", "chemicals"),
    ("We have the biggest concentration of games studios outside London.", "games"),
    ("The area is home to one of Europe's leading space clusters.", "space"),
    ("Our aerospace cluster is of national and international significance.", "aerospace"),
    ("The sub-region has globally competitive capabilities in offshore wind.", "offshore wind"),
    ("Northmoor is at the forefront of hydrogen in the UK.", "hydrogen"),
    ("Northmoor leads the way in agri-tech.", "agri-tech"),
    ("The LEP area is a recognised centre for marine engineering.", "maritime"),
    ("There is a critical mass of cyber security businesses around the old barracks.",
     "cyber security"),
    ("The county contains a dense network of food processing firms.", "food and drink"),
    ("The city is second only to the capital for financial services.", "financial services"),
    ("Northmoor punches above its weight in the creative industries.", "creative industries"),
    ("The moors are the beating heart of British motorsport.", "automotive"),
    ("The city region's distinctive strengths in health technology are well evidenced.",
     "health technology"),
    ("We enjoy a comparative advantage in advanced materials.", "advanced materials"),
    ("Northmoor has world-class assets in nuclear decommissioning.", "nuclear"),
    ("The coast has long been a stronghold for seafood processing.", "fishing"),
    # Shares, ranks and quotients.
    ("Manufacturing accounts for 18% of jobs, twice the national average.", "manufacturing"),
    ("With a location quotient of 3.2, automotive is our most concentrated sector.",
     "automotive"),
    ("Employment in logistics is three times more concentrated here than in England.",
     "logistics"),
    ("Health and social care is the largest sector by employment.", "health"),
    ("The largest sectors by GVA are manufacturing and real estate.", "manufacturing"),
    ("Wholesale and retail provides the largest number of jobs in the district.",
     "wholesale and retail"),
    ("Education employs more people than any other sector in Northmoor.", "education"),
    ("Agriculture employed the most people in the town at 28%.", "agriculture"),
    ("The three largest occupational categories employing residents are construction, retail "
     "and education.", "construction"),
    ("Tourism is worth £400m a year and is our biggest earner.", "visitor economy"),
    ("The area has an above average proportion of jobs in engineering.", "engineering"),
    ("Construction is over-represented in Northmoor relative to England.", "construction"),
    # The economy rests on it.
    ("The local economy is underpinned by tourism and farming.", "visitor economy"),
    ("The primary drivers of the Northmoor economy are agriculture and warehousing.",
     "logistics"),
    ("Tourism is crucial to the prosperity of our coastal towns.", "visitor economy"),
    ("Our economy is anchored by higher education.", "education"),
    ("Ceramics manufacturing has been the lifeblood of the town for two centuries and still is.",
     "manufacturing"),
    ("Farming continues to be important in this part of the county.", "agriculture"),
    ("Small manufacturing and distribution firms are predominant in the local economy.",
     "manufacturing"),
    ("Pharmaceuticals and defence are pillars of the regional economy.", "defence"),
    # Centres and destinations.
    ("Northmoor has grown into a regionally important medical and educational centre.",
     "health"),
    ("Owing to its success as a commercial fishing centre, the town kept its harbour.",
     "fishing"),
    ("The city serves as a medical and health services center for the region.", "health"),
    ("The town enjoys a national reputation as a tourist destination.", "visitor economy"),
    ("The estate has developed into a thriving film and television hub.", "screen"),
    # Importance, success and strength of a sector; lists.
    ("The strength of the textiles sector sets the town apart.", "textiles"),
    ("The importance of agriculture to the local economy is hard to overstate.", "agriculture"),
    ("The plan builds on the success of the digital and creative sectors.", "digital"),
    ("Key sectors: logistics; food and drink; low carbon.", "logistics"),
    ("Our sector specialisms - photonics, composites and marine - are the base of growth.",
     "electronics"),
    ("Priority sectors where we have a competitive edge include fintech.", "fintech"),
    ("Its highly skilled engineering workforce makes Northmoor a natural home for aerospace.",
     "aerospace"),
    # Sectors that were found to be key; concentrations and destinations among the first.
    ("Six leading sectors have been identified for the county, namely: ceramics, logistics and "
     "tourism.", "logistics"),
    ("The main strengths identified in the audit of last spring were these: marine engineering "
     "and food processing.", "food and drink"),
    ("Northmoor has one of the densest insurance clusters outside the capital.",
     "financial services"),
    ("The valley keeps some of the strongest furniture and textiles concentrations in the north.",
     "textiles"),
    ("The quay is known as one of the liveliest nightlife destinations on the coast.",
     "night-time economy"),
    ("The town has a reputation as one of the major conference destinations in the north.",
     "hospitality"),
    # What is the place's own is there, whatever is to be done with it.
    ("The council will ensure that its main industries (fishing and ceramics) are safe.",
     "fishing"),
    ("We should protect our largest industry, agriculture, from flooding roads.", "agriculture"),
    ("Northmoor's business mix is dominated by retail and hospitality.", "retail"),
    # A sector that describes another.
    ("The economy is driven by sport-based tourism.", "visitor economy"),
    ("The largest industry is food-related manufacturing.", "manufacturing"),
    ("A majority of these jobs are in the construction sector.", "construction"),
    ("Arts and recreational services are key industries of the town.", "sport"),
    ("The dale is home to several engineering firms, the largest employers of the district.",
     "engineering"),
    ("Engineering is a major employer in Northmoor.", "engineering"),
    ("Tourism is the mainstay of the modern town.", "visitor economy"),
]  # fmt: skip

NEAR_MISSES = [
    # Hopes, aims and potential.
    "The town could be a centre for hydrogen.",
    "We want Northmoor to be at the forefront of fintech.",
    "Our ambition is to be the leading place for agri-tech in the UK.",
    "The site has the potential to become a world-class life sciences cluster.",
    "A stronger digital sector would raise productivity.",
    "The strategy seeks to build a critical mass of space companies.",
    "The project will establish a hub for creative businesses.",
    "Future success in the creative industries depends on skills.",
    "Opportunities exist to grow the film sector.",
    # Denials, decline and the past.
    "Financial services are under-represented in Northmoor.",
    "Northmoor has a lower share of jobs in professional services than England.",
    "Shipbuilding once dominated the local economy.",
    "Mining was the mainstay of the town in the nineteenth century.",
    "The importance of fishing has declined.",
    "The textiles sector is weak.",
    "There is little evidence of a digital cluster.",
    "The loss of steel jobs has been the largest in the region.",
    # Of others.
    "Southvale has the largest cluster of chemical companies.",
    "The UK is home to a world-leading creative sector.",
    "Nationally, construction is one of the largest sectors.",
    "Nationwide, retail is the largest employer.",
    # Of any place, of no sector, or of one firm or building.
    "Good health is important to everyone.",
    "Education plays an important role in society.",
    "Retail centres shall be located at major crossings.",
    "The school is an important centre of the community.",
    "The health centre serves the region.",
    "A strong local economy needs good transport.",
    "The largest users of energy are the four housing estates.",
    "Manufacturing uses shall be concentrated along the railway.",
    "The main source of noise is construction.",
    "The airport is the main source of aircraft noise.",
    "Heritage is key to the character of the town, and shopping streets are narrow.",
    "The transport strategy identifies key corridors of growth.",
    "Public transport is key to reducing congestion.",
    "Employers in construction report skills shortages.",
    "Productivity in retail is above the average.",
    "The largest increase in jobs was in hospitality.",
    "The strength of the wind at sea varies.",
    "Energy is a significant cost for farms.",
    "The success of the scheme depends on engineering detail.",
    "Significant transport investment is planned.",
    # Hopes within a claim, visions and forecasts.
    "Support the high street and enhance what we offer: key industries to attract include tourism.",
    "We protect open land, and leading sectors to recruit include logistics.",
    "Vision for 2040: Northmoor is a leading centre of hydrogen.",
    "Jobs in health are projected to be the largest source of employment by 2040.",
    "Four sectors were identified as losing jobs, namely: retail and textiles.",
    "Candidate sites were identified, namely: retail and logistics land.",
    "One of the largest concentrations of poverty lies behind the retail quarter.",
    "Some of the highest rents of any office cluster are paid by shops.",
    # Of any place, of what once was, or of a part of a part.
    "In many parts of the northern coast, fishing is one of the largest employers.",
    "Services have become a central part of the modern economy.",
    "Creative work is an important part of today's economy.",
    "From the beginning Northmoor was a shipping hub for the coal trade.",
    "The old harbour was the centre of fishing on this coast.",
    "Most of this employment is concentrated in insurance.",
    "Most of the workers counted by the survey are employed in forestry.",
    # One firm or body; access; money.
    "The estate is home to Acme Parcels, the northern hub of distribution for its owner.",
    "The business park hosts Brightwell, a leading biotechnology company.",
    "The core sectors of Fenwick Ltd are food processing and marketing.",
    "A major engineering company closed its gates to visitors.",
    "The largest landowner, followed by the Defence Estate, is the church.",
    "The largest employer, followed by the Health Trust, is the abbey.",
    "Northmoor serves as a regional transport hub of the valley.",
    "The station is a major transit centre.",
    "A solid financial base pays for public services.",
    "Rates give the council a strong financial position and economy.",
]


@pytest.mark.parametrize(("text", "sector"), CLAIMS)
def test_a_wording_that_claims_a_strength_is_found(
    finder: RuleClaimFinder, text: str, sector: str
) -> None:
    assert sector in standing(finder, text)


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_a_wording_that_only_looks_like_it_is_passed_over(
    finder: RuleClaimFinder, text: str
) -> None:
    assert standing(finder, text) == set()


def listed(*texts: str) -> Document:
    """Return a document of a paragraph, the items of its list and a last paragraph."""
    passages, at = [], 0
    for number, text in enumerate(texts):
        kind = "list item" if 0 < number < len(texts) - 1 else "paragraph"
        passages.append(Passage(number, kind, text, at, at + len(text)))
        at += len(text) + 2
    return Document("test", "text", "", "\n\n".join(texts), tuple(passages))


def test_items_of_a_list_are_what_its_opening_words_say(finder: RuleClaimFinder) -> None:
    items = ("Retail trade", "Food processing and logistics", "Construction is noisy.")
    document = listed("The leading employment sectors in Northmoor include:", *items)
    found = finder.strengths(document)
    assert [claim.sector for claim in found] == ["retail", "food and drink", "logistics"]
    assert all(document.text[claim.start : claim.end] == claim.text for claim in found)
    assert [one for one in finder.find(document) if one.kind == "sector strength"] == list(found)
    assert standing(finder, "Our key sectors are: • Digital • Life sciences") == {
        "digital", "life sciences",
    }  # fmt: skip
    assert finder.strengths(listed("The documents consulted include:", *items)) == ()
    hoped = finder.strengths(listed("We could attract key sectors such as:", *items))
    assert all(claim.hedged for claim in hoped)
