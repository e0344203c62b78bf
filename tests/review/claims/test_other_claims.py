"""Targets, challenges, commitments, causes, comparisons, and strengths given as reasons."""

from __future__ import annotations

import pytest

from placewise.data.lexicons import read_claim_lexicon, read_concordance
from placewise.model.claims import Claim
from placewise.model.document import Document, Passage
from placewise.review.claims.finder import RuleClaimFinder
from placewise.review.claims.reasons import horizontal_actions, strengths_as_reasons
from placewise.review.claims.sectors import find_sector, mentions, sector_index, sector_named
from placewise.review.plain_text import plain_document
from placewise.review.sentences import split

LEXICON = read_claim_lexicon()
FINDER = RuleClaimFinder(LEXICON, read_concordance(), ["Northmoor"])


def of_kind(text: str, kind: str) -> list[Claim]:
    return [
        claim for claim in FINDER.find(plain_document(text, "test", "", "")) if claim.kind == kind
    ]


@pytest.mark.parametrize(
    ("text", "number", "unit", "year"),
    [
        ("We will create 12,000 new jobs by 2035.", 12_000, "jobs", 2035),
        ("Our target is 4,500 apprenticeships a year.", 4_500, "jobs", None),
        ("The plan will deliver 1.5 million square feet of workspace.", 1_500_000, "square feet",
         None),
        ("The aim is to reduce emissions by 40 per cent by 2030.", 40, "per cent", 2030),
        ("The county will be net zero by 2045.", None, "", 2045),
        ("Action 3.2: Train 600 adults and 250 apprentices by 2028.", 600, "people", 2028),
        ("The programme will attract £20m of investment.", 20_000_000, "GBP", None),
        ("Between 5,000 and 6,000 net additional jobs will be created by 2033.", 5_000,
         "jobs", 2033),
        ("The council will increase the employment rate by 3 percent.", 3, "per cent", None),
        ("A target of 700 homes could be met on sites of 10 or more.", 700, "homes", None),
        ("This plan enables 11,000 new homes to be built.", 11_000, "homes", None),
        ("A housing requirement of 9,400 dwellings is set.", 9_400, "homes", None),
        ("Objective: assist 15 lower income families annually.", 15, "lower income families", None),
        ("Objective: 12 loans.", 12, "loans", None),
        ("Goal: provide 20-30 loans thru 2030.", 20, "loans", 2030),
        ("Achieve five second units annually.", 5, "second units", None),
        ("The city will increase the number of loans to at least 6 per year.", 6, "per year", None),
        ("Between 2031 and 2041, the district will build 7,000 homes.", 7_000, "homes", 2041),
        ("A goal is set that exports will double by 2040.", None, "", 2040),
        ("The City targets 170 households (below 80 percent of the median income).", 170, "people",
         None),
        ("By 2035, the council will plant 9,000 trees.", 9_000, "trees", 2035),
        ("Adopt a cycling plan by June 2031.", None, "", 2031),
        ("Objective: leaflets printed by 6/30/29.", None, "", 2029),
    ],
)  # fmt: skip
def test_targets(text: str, number: float | None, unit: str, year: int | None) -> None:
    (claim,) = of_kind(text, "target")
    assert (claim.number, claim.unit, claim.year) == (number, unit, year)


@pytest.mark.parametrize(
    "text",
    [
        "The town had 12,000 jobs in 2019.",
        "We will create new jobs.",
        "Setbacks shall be at least 20 feet.",
        "Sites of 10 or more dwellings are required to provide 40% affordable homes.",
        "The population is projected to grow by 8 percent by 2040.",
        "Unemployment was 5% in 2020.",
        "Policy 12 was adopted in 2011.",
        "The median rent could rise by 10 percent by 2030.",
        "The state requires cities to reach a target of 75 percent by 2030.",
        "The goal of 300 homes was exceeded.",
        "Output increased to 83 percent by 2021.",
        "A cycling plan was adopted by the council.",
        "By 2010 the town was 57 percent built.",
        "By 2040 the town will comprise 3 percent of all jobs.",
        "The town will grow by 18 percent.",
        "The programme will provide loans of up to $40,000.",
        "The plan was unable to deliver 300 homes by 2015.",
        "There is a 21 percent chance of an earthquake before 2040.",
        "Clusters grew 23 percent between 2012 and 2020.",
        "In order to meet this need, the inventory includes 4 sites.",
        "Quantified Objective: N/A March 3, 2031 Page 7",
        "Objective: To keep the register. Policy 3-2: See Program 12.",
        "Table 1 Quantified Objectives 8 Table 2 Population 19 Table 3 Ages 20 Table 4 Rents 21 "
        "Table 5 Jobs 22",
        "The new hall will be completed by 2031.",
        "Demand will grow by a third by 2031.",
    ],
)
def test_numbers_that_are_no_targets(text: str) -> None:
    assert of_kind(text, "target") == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Quantified Objective: 12 for a hostel.", "objective with its number"),
        ("Objectives: Very low 12, others. Funding: 900 a home.", "objective with its number"),
        ("The department set a goal of six for the year.", "objective with its number"),
        ("Quantified Objectives Very Low 12 Low 30 Moderate 9 Total 51", "table of objectives"),
        ("The council plans to open the hostel by June 2031.", "promise with a deadline"),
        ("Advice will be given by 2031.", "promise with a deadline"),
        ("Target 1.6: Review the code by 2031.", "objective with a deadline"),
    ],
)
def test_targets_of_labels_tables_and_promises(text: str, rule: str) -> None:
    (claim,) = of_kind(text, "target")
    assert claim.why.startswith(rule)


def test_items_of_a_list_stand_under_its_label() -> None:
    """The label reaches the items up to the next label, and no passage further."""
    text = (
        "Objectives: \u2022 Keep the register. \u2022 Very low 30, low 9. "
        "Funding: Grants. \u2022 Fees 40, 50."
    )
    claims = of_kind(text, "target")
    assert [claim.text for claim in claims] == ["Very low 30, low 9."]
    assert of_kind("Objectives:\n\nVery low 30, low 12.", "target") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A shortage of engineers holds firms back.", "challenge"),
        ("Productivity lags behind the national average.", "challenge"),
        ("The main challenge is an ageing workforce.", "challenge"),
        ("We will invest in bus services.", "commitment"),
        ("The Combined Authority will work with colleges.", "commitment"),
        ("Policy ED-1.2: Support small businesses.", "commitment"),
        ("Growth has led to congestion.", "causal claim"),
        ("The new bridge will unlock growth.", "causal claim"),
        ("Wages are lower than the national average.", "comparison"),
        ("It has the second highest share of graduates in the region.", "comparison"),
    ],
)
def test_other_kinds(text: str, kind: str) -> None:
    (claim,) = of_kind(text, kind)
    assert claim.text == text
    assert claim.why.startswith(tuple(cue.name for cue in LEXICON.cues))


def test_plain_prose_claims_nothing() -> None:
    text = "The river runs through the town. It was crossed by a ferry until 1890."
    assert FINDER.find(plain_document(text, "test", "", "")) == ()


def passages(*texts: str) -> Document:
    return plain_document("\n\n".join(texts), "test", "", "")


STRENGTH = "Northmoor is home to a cluster of space companies, so we will fund an incubator for it."


def test_a_strength_as_the_only_reason_is_pointed_out() -> None:
    document = passages("An introduction.", STRENGTH, "A closing word.")
    (reason,) = strengths_as_reasons(document, FINDER.find(document), LEXICON)
    assert (reason.passage, reason.sectors) == (1, ("space",))
    assert document.text[reason.start : reason.end] == STRENGTH
    assert "we will" in reason.reason


@pytest.mark.parametrize(
    "texts",
    [
        (STRENGTH[:-1] + " because firms cannot find premises: there is a shortage of labs.",),
        (STRENGTH, "A lack of test sites holds back firms."),
        ("Firms underinvest because of spillovers.", STRENGTH),
        ("Northmoor is home to a cluster of space companies.",),
        ("We will fund an incubator for space companies.",),
        ("Northmoor is not home to a cluster of space companies, so we will fund an incubator.",),
    ],
)
def test_a_barrier_nearby_or_no_promise_is_no_finding(texts: tuple[str, ...]) -> None:
    document = passages(*texts)
    assert strengths_as_reasons(document, FINDER.find(document), LEXICON) == ()


def test_a_barrier_two_passages_away_does_not_count() -> None:
    document = passages(STRENGTH, "A neutral passage.", "A shortage of skills.")
    assert len(strengths_as_reasons(document, FINDER.find(document), LEXICON)) == 1


def test_actions_across_sectors() -> None:
    document = passages(
        "We will invest in skills and bus services.",
        "The council will release brownfield land for homes.",
        "Skills matter.",
        "We will support small businesses with advice.",
    )
    found = {action.kind: action.passages for action in horizontal_actions(document, LEXICON)}
    assert found == {
        "skills": (0,), "transport": (0,), "land": (1,), "housing": (1,),
        "business support": (3,), "innovation": (), "finance": (), "digital": (),
        "health and work": (),
    }  # fmt: skip


def test_sentences_know_abbreviations_and_offsets() -> None:
    text = "Firms, e.g. those of St. Mary, grew by 3.5 per cent. Next! • A point; and more"
    passage = Passage(0, "paragraph", text, 100, 100 + len(text))
    found = list(split(passage))
    assert [s.text for s in found] == [
        "Firms, e.g. those of St. Mary, grew by 3.5 per cent.", "Next!", "A point; and more",
    ]  # fmt: skip
    assert all(text[s.start - 100 :].startswith(s.text) for s in found)


def test_words_of_sectors_in_both_spellings_and_numbers() -> None:
    concordance = read_concordance()
    for words, key in {
        "Life Sciences": "life sciences", "life-science": "life sciences",
        "food & drink": "food and drink", "the defense industry": None,
        "defense": "defence", "call centers": "contact centres",
        "data centre": "digital",
        "tourism sector": "visitor economy", "Real estate": "property", "alchemy": None, "": None,
    }.items():  # fmt: skip
        found = sector_named(concordance, words)
        assert (found.key if found else None) == key, words
    assert find_sector(concordance, "agritech").key == "agri-tech"


def test_the_longest_term_wins() -> None:
    index = sector_index(read_concordance())
    text = "creative and digital firms, financial and professional services"
    assert [m.sector for m in mentions(text, index)] == [
        "creative industries", "digital", "professional and business services",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "set_by_the_plan"),
    [
        ("Objective: one loan.", True),
        ("The agency estimates that the measures will reduce waste by 30 percent by 2030.", False),
        ("The housing goal set by the state agency is 900 units by 2030.", False),
        ("The housing goal set by the city is 900 units by 2030.", True),
        ("The agency has allocated the town a target of 900 homes.", False),
        ("Comply with Assembly Bill 900 requirements of 75 percent diversion by 2030.", False),
        ("Our work included identification of a reduction goal of 15 percent by 2030.", False),
    ],
)
def test_what_others_set_is_no_target_of_the_plan(text: str, *, set_by_the_plan: bool) -> None:
    kinds = {claim.kind for claim in FINDER.find(plain_document(text, "test", "", ""))}
    assert ("target" in kinds) == set_by_the_plan
