"""Documents go into a corpus by the command line, and what is anyone's in them comes out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.review.reuse_texts import invented

from placewise.cli.app import run
from placewise.data.corpus import Corpus
from placewise.model.corpus import Entry
from placewise.review.identification.features import terms_of
from placewise.review.likeness import SingleWords, similarity_of_words
from placewise.review.plain_text import plain_document
from placewise.review.reuse.names import own_name_spans
from placewise.review.reuse.words import words_of
from placewise.workbench.corpus import changes_since, earlier_plans, reuse_of, words_indexing
from placewise.workbench.reviewing.words import kept_single_words, word_profiles

SHARED = (
    "{} has strong foundations in advanced manufacturing, and the people of {} will gain from "
    "the skilled jobs that its firms create when colleges and employers plan together."
)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    for place in ("Leeds", "Hull"):
        own = " ".join(invented(60, sum(map(ord, place))))
        (folder / f"{place}.md").write_text(
            f"# Plan\n\n{SHARED.format(place, place)}\n\n{own}\n", encoding="utf-8"
        )
    (folder / "corpus.csv").write_text("file,place\nHull.md,Kingston upon Hull\n", encoding="utf-8")
    return folder


def test_add_list_and_remove(
    documents: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = str(tmp_path / "c")
    run(["corpus", "add", str(documents), "--corpus", corpus])
    assert "Added 2 documents" in capsys.readouterr().out
    (documents / "York.txt").write_text("Our plan for the city is to be written.", encoding="utf-8")
    (documents / "Exeter.pdf").write_bytes(b"%PDF-1.7 broken")
    with pytest.raises(SystemExit) as left:
        run(["corpus", "add", str(documents), "--corpus", corpus])
    assert left.value.code == 3
    said = capsys.readouterr()
    assert "Already there: Hull.md (Kingston upon Hull)." in said.out
    assert "Added 1 documents" in said.out
    assert "Not read: Exeter.pdf" in said.err
    run(["corpus", "list", "--corpus", corpus])
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "3 documents of 3 places."
    run(["corpus", "remove", lines[0].split()[0], "--corpus", corpus])
    run(["corpus", "list", "--corpus", corpus])
    assert capsys.readouterr().out.endswith("2 documents of 2 places.\n")
    with pytest.raises(SystemExit):
        run(["corpus", "list", "--corpus", str(tmp_path / "nothing")])
    assert "There is no corpus here" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        run(["corpus", "add", str(documents / "York.txt"), "--corpus", corpus])
    assert "must be a table of texts" in capsys.readouterr().err


def test_a_passage_with_the_name_swapped_is_anyones(documents: Path, tmp_path: Path) -> None:
    run(["corpus", "add", str(documents), "--corpus", str(tmp_path / "c")])
    corpus = Corpus.open(tmp_path / "c")
    document = plain_document(SHARED.format("York", "York"), "york.txt", "", "00")
    found = reuse_of(document, "York", corpus)
    assert found.passages["places"].to_list() == [2]
    assert found.passages["verdict"].to_list() == ["the same"]
    leeds = found.matches.filter(pl.col("place") == "Leeds").row(0, named=True)
    assert leeds["share"] == 1
    there = corpus.text(leeds["document"])
    assert there[leeds["other_start"] : leeds["other_end"]].startswith("has strong foundations")


def test_earlier_plans_of_a_place_are_no_other_place(tmp_path: Path) -> None:
    old, new = (
        plain_document(f"{SHARED.format('York', 'York')}\n\n{' '.join(invented(40, seed))}",
                       f"{seed}.txt", "", f"{seed}" * 16)
        for seed in (1, 2)
    )  # fmt: skip
    corpus = Corpus.create(tmp_path / "c")
    corpus.add([(Entry("York", year="2010"), old), (Entry("York", year="2020"), new)],
               words_indexing())  # fmt: skip
    assert reuse_of(new, "york", corpus).matches.is_empty()
    earlier = earlier_plans(corpus, "york", new.sha256)
    assert earlier["year"].to_list() == ["2010"]
    changes = changes_since(new, corpus.document(earlier["document"][0]), "York")
    assert changes.passages["change"].to_list() == ["kept", "new"]
    assert changes.dropped["passage"].to_list() == [1]


def test_single_words_are_kept_until_a_document_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = Corpus.create(tmp_path / "c")

    def add(seed: int) -> None:
        text = " ".join(invented(60, seed))
        document = plain_document(text, f"{seed}.txt", "", f"{seed}" * 16)
        corpus.add([(Entry(f"Place {seed}"), document)], words_indexing())

    add(1)
    add(2)
    first = kept_single_words(corpus, word_profiles(corpus))
    with monkeypatch.context() as patched:
        patched.setattr(SingleWords, "of", None)  # nothing is computed again
        again = kept_single_words(corpus, word_profiles(corpus))
    assert np.array_equal(first.products, again.products)
    add(3)
    grown = kept_single_words(corpus, word_profiles(corpus))
    assert grown.products.shape == (3, 3)
    terms = terms_of(" ".join(invented(60, 2)))
    assert np.argmax(similarity_of_words(terms, grown)[0, 1:]) == 1


def test_lines_become_passages() -> None:
    lines = ["Short.", "", *["word " * 20 + "end."] * 12, *["never ends " * 10] * 12]
    document = plain_document("\n".join(lines), "t.txt", "T", "0")
    assert [len(p.text) < 1200 for p in document.passages] == [True] * len(document.passages)
    assert document.passages[0].text == "Short."
    assert document.passages[1].text.endswith("end.")
    assert all(document.text[p.start : p.end] == p.text for p in document.passages)
    assert " ".join(p.text for p in document.passages).split() == " ".join(lines).split()


def words_without(text: str, place: str) -> list[int]:
    numbers: list[int] = words_of(text, own_name_spans(text, place)).hashes.tolist()
    return numbers


@pytest.mark.shared
@pytest.mark.slow
def test_the_known_overlaps_are_found(shared: Path, tmp_path: Path) -> None:
    file = shared / "text" / "us_ca_general_plans_dev.parquet"
    if not file.exists():
        pytest.skip("the Californian plans are not there")
    pairs = (("Jackson", "Plymouth"), ("Montague", "Mount Shasta"),
             ("Hermosa Beach", "Manhattan Beach"))  # fmt: skip
    names = [f"{name}, California" for pair in pairs for name in pair]
    rows = pl.read_parquet(file)
    others = rows.filter(~pl.col("place").is_in(names)).head(25)
    pl.concat([rows.filter(pl.col("place").is_in(names)), others]).write_parquet(
        tmp_path / "plans.parquet"
    )
    run(["corpus", "add", str(tmp_path / "plans.parquet"), "--corpus", str(tmp_path / "c")])
    corpus = Corpus.open(tmp_path / "c")
    documents = dict(corpus.documents().select("place", "document").iter_rows())
    for pair in pairs:
        one, other = (f"{name}, California" for name in pair)
        found = reuse_of(corpus.document(documents[one]), one, corpus)
        counts = found.matches.group_by("place").len().sort("len", descending=True)
        assert counts["place"][0] == other
        for row in found.matches.head(50).iter_rows(named=True):
            theirs, mine = corpus.text(row["document"]), corpus.text(documents[one])
            for span in row["spans"]:
                here = mine[span["start"] : span["end"]]
                there = theirs[span["other_start"] : span["other_end"]]
                assert words_without(here, one) == words_without(there, row["place"])
