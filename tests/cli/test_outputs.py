"""What cannot be written, or would destroy what is read, is refused before any work, everywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placewise.cli.app import run
from placewise.cli.outputs import FOLDER, PAGE, TABLE, Target, check_targets
from placewise.cli.reviewing import names_of
from placewise.errors import InputError
from placewise.workbench.bench import Workbench

PLACE = "Tees Valley"
OPTIONS = Path(__file__).parents[2] / "examples" / "worked" / "transport.csv"
COMMANDS = {
    "diagnose": ["diagnose", PLACE],
    "explain": ["explain", PLACE, "paths"],
    "barriers": ["barriers", PLACE],
    "plan": ["plan", PLACE],
    "compare": ["compare", "--all"],
    "review": ["review", "plan.txt", "--place", PLACE],
    "mask": ["mask", "plan.txt", "--place", PLACE],
    "appraise": ["appraise", "options.csv"],
    "claim": ["claim", PLACE, "manufacturing"],
    "read": ["read", "plan.txt"],
    "sectors": ["sectors"],
    "evidence list": ["evidence", "list"],
    "evidence show": ["evidence", "show", "x"],
    "evidence search": ["evidence", "search", "jobs"],
    "evidence check": ["evidence", "check", "own.csv"],
    "evidence toolkit": ["evidence", "toolkit"],
}
PAGES = ("diagnose", "explain", "barriers", "plan", "compare", "review")
BOOKS = ("plan", "compare", "review", "appraise")
FILES = [
    *((name, "--json") for name in COMMANDS if name != "mask"),
    *((name, "--out") for name in (*PAGES, "mask")),
    *((name, "--xlsx") for name in BOOKS), ("mask", "--csv"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the commands read, in which no work may begin."""

    def begun(*_: object, **__: object) -> None:
        raise AssertionError("work has begun")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Workbench, "open", begun)
    (tmp_path / "plan.txt").write_text("Jobs in Tees Valley grew.", encoding="utf-8")
    (tmp_path / "options.csv").write_bytes(OPTIONS.read_bytes())
    (tmp_path / "own.csv").write_text("key\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    return tmp_path


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Return the one error that a command line gets, which leaves all files as they were."""
    before = {path: path.is_file() and path.read_bytes() for path in Path().rglob("*")}
    with pytest.raises(SystemExit) as left:
        run(arguments)
    assert left.value.code == 2
    assert {path: path.is_file() and path.read_bytes() for path in Path().rglob("*")} == before
    told = capsys.readouterr()
    assert not told.out
    assert told.err.startswith("placewise: ")
    assert told.err.count("placewise: ") == 1
    return told.err


@pytest.mark.parametrize(("command", "option"), FILES)
def test_no_command_begins_what_it_cannot_write(
    command: str, option: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = COMMANDS[command]
    assert "it is a folder" in refused([*typed, option, "folder"], capsys)
    assert "plan.txt is no folder" in refused([*typed, option, "plan.txt/x"], capsys)
    assert "may not be written to" in refused([*typed, option, "/proc/x/y"], capsys)
    said = refused([*typed, option, "answer.ods"], capsys)
    assert f"Where: {option} answer.ods" in said
    assert "Allowed: ." in said
    assert "What to do: Call it answer." in said
    kept = folder / "kept"
    kept.write_text("kept", encoding="utf-8")
    kept.chmod(0o444)
    assert "the file is read-only" in refused([*typed, option, "kept"], capsys)


@pytest.mark.parametrize("command", PAGES)
def test_tables_need_a_folder(
    command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = COMMANDS[command]
    said = refused([*typed, "--csv", "plan.txt"], capsys)
    assert "it is a file, and a folder is needed" in said
    assert "may not be written to" in refused([*typed, "--csv", "/proc/x"], capsys)
    assert "plan.txt is no folder" in refused([*typed, "--csv", "plan.txt/x"], capsys)


@pytest.mark.parametrize("command", PAGES)
def test_two_outputs_take_two_places(
    command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = COMMANDS[command]
    said = refused([*typed, "--out", "both", "--json", "./both"], capsys)
    assert "Two outputs would be written to one place" in said
    assert "--out both and --json both" in said
    assert "one place" in refused([*typed, "--out", "both", "--csv", "both/tables"], capsys)


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["review", "plan.txt", "--place", PLACE, "--out", "./plan.txt"], ""),
        (["review", "note", "--place", PLACE, "--out", "./note"], "FILE"),
        (["mask", "plan.txt", "--place", PLACE, "--out", "folder/../plan.txt"], "FILE"),
        (["mask", "plan.txt", "--place", PLACE, "--names", "note", "--out", "note"], "--names"),
        (["read", "note", "--json", "note"], "FILE"),
        (["appraise", "note", "--json", "note"], "FILE"),
        (["plan", PLACE, "--rules", "note", "--xlsx", "note"], "--rules"),
        (["plan", PLACE, "--options", "options.csv", "--csv", "."], "--options"),
        (["barriers", PLACE, "--evidence", "own.csv", "--csv", "."], "--evidence"),
        (["compare", "--places", "note", "--json", "note"], "--places"),
        (["evidence", "list", "--own", "note", "--json", "note"], "--own"),
        (["sectors", "--own", "note", "--json", "note"], "--own"),
        (["diagnose", PLACE, "-w", "folder", "--json", "folder/manifest.json"], "manifest"),
    ],
)
def test_what_is_read_is_not_written_over(
    arguments: list[str], option: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "note").write_text("note", encoding="utf-8")
    (folder / "folder" / "manifest.json").write_text("{}", encoding="utf-8")
    said = refused(arguments, capsys)
    if option:
        assert "is read, and" in said
        assert option in said
    else:
        assert "does not end as its format does" in said


def test_a_link_to_what_is_read_is_seen(tmp_path: Path) -> None:
    read, link = tmp_path / "read.csv", tmp_path / "link.csv"
    read.write_text("read", encoding="utf-8")
    link.symlink_to(read)
    with pytest.raises(InputError, match="written over"):
        check_targets([Target("--csv", link, TABLE)], {"FILE": read})


@pytest.mark.parametrize(
    "name", ["page.HTML", "page", "St. Helens", "plan 2.1", "new/deep/page.htm"]
)
def test_what_may_be_written_leaves_no_trace(name: str, tmp_path: Path) -> None:
    targets = [Target("--out", tmp_path / name, PAGE), Target("--csv", tmp_path / "t", FOLDER)]
    check_targets(targets, {"FILE": tmp_path / "read.csv", "--own": None})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("path", "why"),
    [("/dev/null", "a device or a pipe"), ("x" * 300, "too long"), ("-", "only --json"),
     ("/", "it is a folder")],
)  # fmt: skip
def test_what_is_no_file_is_said(path: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        check_targets([Target("--out", Path(path), PAGE)], {})


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        (["appraise", "--template"], ".csv"), (["plan", PLACE, "--template"], ".xlsx"),
        (["barriers", "--template"], ".csv"), (["evidence", "template"], ".csv"),
    ],
)  # fmt: skip
def test_a_template_is_not_written_over_what_was_filled_in(
    typed: list[str], right: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / f"mine{right}").write_text("mine", encoding="utf-8")
    assert "may have been filled in" in refused([*typed, f"mine{right}"], capsys)
    assert "does not end as its format does" in refused([*typed, "template"], capsys)
    assert "does not end as its format does" in refused([*typed, "template.ods"], capsys)
    assert "may not be written to" in refused([*typed, f"/proc/x{right}"], capsys)


def test_a_template_may_lie_in_a_new_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, typed in enumerate(
        (["appraise", "--template"], ["plan", PLACE, "--template"], ["barriers", "--template"],
         ["evidence", "template"])
    ):  # fmt: skip
        file = tmp_path / str(number) / "template.csv"
        run([*typed, str(file)])
        assert file.read_text(encoding="utf-8-sig").count("\n") > 1


def test_printed_json_keeps_no_named_file_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run(["explain", PLACE, "skills", "--json", "-", "--csv", "tables", "--out", "page.html"])
    assert json.loads(capsys.readouterr().out)["topic"] == "skills"
    assert list(Path("tables").glob("*.csv"))
    assert not list(Path("tables").glob(".*"))
    assert Path("page.html").stat().st_size > 1000
    run(["explain", PLACE, "skills", "--json", "-"])
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["diagnose", "--all", "--out", "plan.txt"], "a folder is needed"),
        (["diagnose", "--all", "--out", "new", "--json", "x.json"], "no place or further output"),
        (["review", "folder", "--out", "plan.txt"], "a folder is needed"),
        (["review", "folder", "--out", "new", "--xlsx", "x.xlsx"], "no place or further output"),
        (["review", "folder", "--out", "folder"], "would lie among the documents"),
        (["review", "folder", "--out", "folder/reports"], "would lie among the documents"),
    ],
)
def test_reports_of_many_go_to_a_folder_of_their_own(
    arguments: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(arguments, capsys)


def test_documents_that_are_called_alike_get_a_report_each(tmp_path: Path) -> None:
    source, out = tmp_path / "plans", tmp_path / "reviews"
    source.mkdir()
    for ending in ("txt", "md"):
        text = f"Tees Valley is home to {1000 + len(ending)} firms in steel. Our plan is good."
        (source / f"tees-valley.{ending}").write_text(text, encoding="utf-8")
    run(["review", str(source), "--out", str(out)])
    assert sorted(path.name for path in out.glob("*.json")) == [
        "tees-valley-md.json", "tees-valley-txt.json",
    ]  # fmt: skip
    (source / "tees-valley.md").unlink()
    run(["review", str(source), "--out", str(out)])
    index = (out / "index.html").read_text(encoding="utf-8")
    assert 'href="tees-valley.html"' in index
    assert "tees-valley-md.html" not in index  # of a document that the folder no longer holds


def test_no_report_is_written_over_another_or_over_the_page_of_all(tmp_path: Path) -> None:
    names = ("a/plan.md", "b/Plan.txt", "c/index.md", "a-plan-md.txt", "other.md")
    files = [tmp_path / name for name in names]
    called = names_of(tmp_path, files)
    assert called[tmp_path / "other.md"] == "other"
    assert called[tmp_path / "c" / "index.md"] == "index-2"
    assert called[tmp_path / "b" / "Plan.txt"] == "b-Plan-txt"
    assert len({name.casefold() for name in called.values()} | {"index"}) == len(files) + 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["data", "create", "file"], "This is a file, and a folder is needed"),
        (["data", "load", "uk", "--from", ".", "-w", "file"], "This is a file, and a folder is"),
        (["corpus", "add", "docs", "--corpus", "file"], "This is a file, and a folder is needed"),
        (["corpus", "add", "nowhere"], "There is no such folder or file"),
    ],
)
def test_what_is_no_folder_becomes_no_store(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("file", encoding="utf-8")
    (tmp_path / "docs").mkdir()
    with pytest.raises(SystemExit):
        run(arguments)
    assert said in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["docs", "file"]
