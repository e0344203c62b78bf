"""``placewise evidence`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placewise.cli.app import run


def test_list_shows_counts_shares_and_what_they_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    run(["evidence", "list", "--area", "broadband"])
    said = capsys.readouterr().out
    assert "14/16" in said
    assert "80% (60%-95%)" in said
    assert "no probability" in said
    assert "business advice" not in said


def test_list_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["evidence", "list", "--outcome", "survival", "--json", "-"])
    printed = json.loads(capsys.readouterr().out)
    assert {row["key"] for row in printed["records"]} == {
        "finance-firm-survival", "incubators-firm-survival",
    }  # fmt: skip
    row = printed["records"][0]
    assert (row["kept"], row["positive"], row["zero"]) == (5, 2, None)
    assert row["share"]["basis"] == "counts"
    assert "no probability" in printed["note"]
    run(["evidence", "list", "--json", str(tmp_path / "all.json")])
    assert len(json.loads((tmp_path / "all.json").read_text("utf-8"))["records"]) == 78
    assert "innovation" in capsys.readouterr().out


def test_show(capsys: pytest.CaptureFixture[str]) -> None:
    run(["evidence", "show", "legi-employment"])
    said = capsys.readouterr().out
    for words in ("level 4", "418 million", "considered ?", "2026-11-25", "https://", "direct"):
        assert words in said
    with pytest.raises(SystemExit) as left:
        run(["evidence", "show", "legi-employmen"])
    assert left.value.code == 2
    assert "legi-employment" in capsys.readouterr().err


@pytest.mark.parametrize("asked", [[""], ["   "], ["the", "of"], ["broadband", "--most", "0"]])
def test_a_search_for_nothing(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run(["evidence", "search", *asked])
    assert left.value.code == 2
    told = capsys.readouterr()
    assert "at least one record" in told.err
    assert "evidence list" in told.err
    assert not told.out


def test_search(capsys: pytest.CaptureFixture[str]) -> None:
    run(["evidence", "search", "braodband", "vouchers", "--most", "1"])
    assert capsys.readouterr().out.startswith("broadband-vouchers-gva")
    run(["evidence", "search", "zzzqqq"])
    assert "No record fits" in capsys.readouterr().out


def test_check_names_every_fault_and_leaves_with_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "own.csv"
    run(["evidence", "template", str(file)])
    run(["evidence", "check", str(file)])
    assert "no fault" in capsys.readouterr().out
    run(["evidence", "show", "example-advice-jobs", "--own", str(file)])
    assert "4 of 6 evaluations" in capsys.readouterr().out
    text = file.read_text(encoding="utf-8").replace(",direct,", ",seen,").replace(",40,6,", ",4,6,")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        run(["evidence", "check", str(file), "--json", str(tmp_path / "faults.json")])
    assert left.value.code == 3
    told = capsys.readouterr()
    assert 'row 2 "example-advice-jobs", status: "seen" is not known. Allowed: one of' in told.out
    assert "row 2" in told.out.splitlines()[1]
    assert "2 faults; 0 of 1 records" in told.err
    faults = json.loads((tmp_path / "faults.json").read_text("utf-8"))
    assert {fault["column"] for fault in faults} == {"status", "kept"}
    with pytest.raises(SystemExit) as left:
        run(["evidence", "list", "--own", str(file)])
    assert left.value.code == 3


def test_toolkits_are_listed_and_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["evidence", "toolkit"])
    said = capsys.readouterr().out
    assert "area-based initiatives" in said
    assert "institutions" in said
    run(["evidence", "toolkit", "Area based initiatives"])
    said = " ".join(capsys.readouterr().out.split())
    for words in (
        "wrong answer", "33,000 (4,000 to 200,000) pounds per net additional job", "(level 4 of 5)",
        "0 of 1 evaluations positive, share 5", "[level 4", "Distance rings", "proposal",
    ):  # fmt: skip
        assert words in said, words
    run(["evidence", "toolkit", "transport"])
    said = " ".join(capsys.readouterr().out.split())
    assert "No study good enough was found: that is not the same as no effect." in said
    file = tmp_path / "toolkit.json"
    run(["evidence", "toolkit", "broadband", "--json", str(file)])
    assert "Broadband" in capsys.readouterr().out
    (written,) = json.loads(file.read_text("utf-8"))
    run(["evidence", "toolkit", "broadband", "--json", "-"])
    assert json.loads(capsys.readouterr().out) == [written]
    assert [row["share"] is None for row in written["found"]] == [False, True]
    with pytest.raises(SystemExit) as left:
        run(["evidence", "toolkit", "transprot"])
    assert left.value.code == 2
    assert "transport" in capsys.readouterr().err
