"""The concordance of sectors: its codes exist, none is counted twice, a user's own is heard."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from placewise.data.lexicons import read_claim_lexicon, read_concordance
from placewise.diagnose.industry_codes import SECTIONS, nested, prefixes
from placewise.errors import RecipeError
from placewise.model.claims import CLAIM_KINDS

WANTED = (
    "advanced manufacturing", "clean energy", "creative industries", "defence", "digital",
    "financial services", "life sciences", "professional and business services",
)  # fmt: skip


def test_sixty_sectors_and_the_eight_of_the_industrial_strategy() -> None:
    sectors = read_concordance().sectors
    assert len(sectors) >= 60
    named = {sector.key for sector in sectors if sector.modern_industrial_strategy}
    assert named == set(WANTED)
    for sector in sectors:
        assert sector.sic
        assert sector.naics
        assert sector.basis
        assert (sector.measurable > 0.9) or sector.judged in {
            "close", "partial", "not measurable", "official definition"
        }  # fmt: skip


@pytest.mark.parametrize("classification", ["SIC 2007", "NAICS 2017"])
def test_no_code_is_counted_twice(classification: str) -> None:
    for sector in read_concordance().sectors:
        assert nested(sector.codes(classification), classification) == [], sector.key


def test_a_section_and_its_division_are_nested() -> None:
    assert nested(["C", "29"], "SIC 2007") == [("29", "C")]
    assert nested(["31-33", "3254"], "NAICS 2017") == [("3254", "31-33")]
    assert nested(["29", "301"], "SIC 2007") == []


@pytest.mark.shared
def test_every_sic_code_is_in_the_register(shared: Path) -> None:
    register = pl.read_csv(
        shared / "data" / "uk" / "lookup_sic2007_hierarchy_register.tsv",
        separator="\t", infer_schema=False,
    )["industrial-classification-2007"].str.replace_all(".", "", literal=True)  # fmt: skip
    nomis = pl.read_csv(
        shared / "data" / "uk" / "lookup_sic2007_section_2_3_5digit_nomis.csv", infer_schema=False
    )
    known = set(register) | set(nomis["SIC_5DIGIT_CODE"]) | set(nomis["SIC_3DIGIT_CODE"])
    wrong = [
        (s.key, code) for s in read_concordance().sectors for code in s.sic if code not in known
    ]
    assert wrong == []


@pytest.mark.shared
def test_sections_hold_the_divisions_of_the_register(shared: Path) -> None:
    nomis = pl.read_csv(
        shared / "data" / "uk" / "lookup_sic2007_section_2_3_5digit_nomis.csv", infer_schema=False
    )
    for division, section in nomis.select(
        pl.col("SIC_2DIGIT_CODE").str.zfill(2), "SIC_SECTION_LETTER"
    ).unique().iter_rows():  # fmt: skip
        assert division in prefixes(section, "SIC 2007"), division
    assert sum(len(prefixes(section, "SIC 2007")) for section in SECTIONS) == 88


@pytest.mark.shared
def test_every_naics_code_is_in_the_tables(shared: Path) -> None:
    """County Business Patterns leaves out farms, rail, government and one industry of shells."""
    tables = shared / "data" / "us"
    known = set(pl.read_parquet(tables / "us_cbp_cbsa_naics_2019.parquet")["naics"])
    known |= set(pl.read_parquet(tables / "us_cbp_county_naics6_2017_2021.parquet")["naics"])
    known |= {"31-33", "44-45", "48-49"}
    outside = {"111", "112", "1125", "482", "491", "92", "92811", "92212"}
    wrong = [
        (s.key, code)
        for s in read_concordance().sectors
        for code in s.naics
        if code not in known and code not in outside
    ]
    assert wrong == []


@pytest.mark.shared
def test_national_jobs_are_those_of_the_tables(shared: Path) -> None:
    from scripts.national_jobs import national_jobs

    jobs = read_concordance().jobs
    written = national_jobs(shared / "data")
    assert written.height == sum(len(codes) for codes in jobs.values())
    for classification, code, value in written.iter_rows():
        assert jobs[classification][code] == value


def test_most_codes_have_jobs() -> None:
    concordance = read_concordance()
    without = [
        (sector.key, code)
        for sector in concordance.sectors
        for code in sector.sic
        if not any(c.startswith(prefixes(code, "SIC 2007")) for c in concordance.jobs["SIC 2007"])
    ]
    assert without == [("space", "5122"), ("mining", "07")]


def test_a_file_of_ones_own_adds_and_replaces(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[[sector]]\nkey = "cheese"\nterms = ["Cheese", "dairy products"]\nsic = ["1051"]\n'
        'naics = ["31151"]\nmeasurable = 1.0\njudged = "official definition"\nbasis = "SIC 10.51"\n'
        '[[sector]]\nkey = "rail"\nterms = ["trains"]\nsic = ["302"]\nmeasurable = 0.5\n'
        'judged = "partial"\nbasis = "Makers alone"\n',
        encoding="utf-8",
    )
    concordance = read_concordance(own)
    cheese, rail = concordance.sector("cheese"), concordance.sector("rail")
    assert cheese is not None
    assert cheese.terms == ("cheese", "dairy products")
    assert rail is not None
    assert rail.sic == ("302",)
    assert concordance.sector("retail") is not None
    own.write_text("replace = true\n" + own.read_text(encoding="utf-8"), encoding="utf-8")
    assert [sector.key for sector in read_concordance(own).sectors] == ["cheese", "rail"]


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[[sector]]\nkey = "bread"\nterms = ["retail"]\nsic = ["47", "471"]\nmeasurable = 2\n'
        'judged = "well"\ncolour = "red"\n',
        encoding="utf-8",
    )
    with pytest.raises(RecipeError) as raised:
        read_concordance(own)
    message = str(raised.value)
    for part in (
        "471 lies in 47", "share from 0 to 1", "judged is one of", '"colour" is not known',
        "basis says", '"retail" means both retail and bread', str(own),
    ):  # fmt: skip
        assert part in message


@pytest.mark.parametrize("read", [read_concordance, read_claim_lexicon])
def test_a_file_that_is_none(tmp_path: Path, read: object) -> None:
    assert callable(read)
    with pytest.raises(RecipeError, match="cannot be read"):
        read(tmp_path / "missing.toml")
    broken = tmp_path / "broken.toml"
    broken.write_text("[[sector", encoding="utf-8")
    with pytest.raises(RecipeError, match="not valid TOML"):
        read(broken)


def test_every_rule_of_claims_says_what_its_words_say() -> None:
    lexicon = read_claim_lexicon()
    kinds = {cue.kind for cue in lexicon.cues}
    assert kinds == set(CLAIM_KINDS)
    assert all(cue.says for cue in lexicon.cues)
    keys = {sector.key for sector in read_concordance().sectors}
    assert set(lexicon.needs_noun) <= keys


def test_cues_of_ones_own_and_their_faults(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'hedges = [\'\\bperhaps\\b\']\n[[cue]]\nname = "cradle of"\nkind = "sector strength"\n'
        'pattern = \'\\bcradle of\\b\'\nsays = "is the cradle"\nsectors = "after"\n',
        encoding="utf-8",
    )
    lexicon = read_claim_lexicon(own)
    assert lexicon.cues[-1].name == "cradle of"
    assert lexicon.hedges[-1] == r"\bperhaps\b"
    own.write_text(
        "hedges = ['(']\nbarriers = 'x'\n[[cue]]\nname = \"a\"\nkind = \"boast\"\n"
        "pattern = 'x*'\nsectors = \"left\"\nreach = 99\n",
        encoding="utf-8",
    )
    with pytest.raises(RecipeError) as raised:
        read_claim_lexicon(own)
    for part in (
        "no regular expression", "barriers is a list of words", "kind is one of",
        "fits everything", "sectors is one of", "reach is a number", "says tells",
    ):  # fmt: skip
        assert part in str(raised.value)


def test_words_that_patterns_share_are_spelled_out(tmp_path: Path) -> None:
    cue = "[[cue]]\nname = 'cradle'\nkind = 'sector strength'\nsays = 's'\nsectors = 'after'\n"
    own = tmp_path / "own.toml"
    own.write_text(f"{cue}pattern = '<nest> of'\n[words]\nnest = 'cradle|birthplace'\n")
    (mine,) = [one for one in read_claim_lexicon(own).cues if one.name == "cradle"]
    assert mine.pattern == "(?:cradle|birthplace) of"
    own.write_text(f"{cue}pattern = '<nets> of'\n")
    with pytest.raises(RecipeError, match=r"<nets> is not under \[words\]"):
        read_claim_lexicon(own)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("words = 'nest'", r"words is a table"),
        ("[words]\npart = ['nest', 'cradle']", r"\[words\], part: a text"),
        ("[words]\npart = ''", r"\[words\], part: a text"),
    ],
)
def test_words_that_patterns_share_are_texts(text: str, said: str, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text)
    with pytest.raises(RecipeError, match=said):
        read_claim_lexicon(own)
