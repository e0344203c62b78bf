"""A workspace is as before a load or as after it, whatever happens in between."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import polars as pl
import pytest

from placewise.data.workspace import Load, Workspace
from placewise.errors import (
    InputError,
    UnknownNameError,
    WorkspaceBusyError,
    WorkspaceError,
    WorkspaceVersionError,
)
from placewise.model.words import Provenance

SOURCE = Provenance("areas", "Areas", "Office", "CC BY 4.0", "2024")


def areas(*codes: str) -> Load:
    frame = pl.DataFrame(
        {"code": codes, "name": [f"Area {code}" for code in codes], "kind": "district"},
        schema_overrides={"code": pl.String},
    ).with_columns(parent=pl.lit(None, pl.String), dataset=pl.lit(""))
    return Load("areas", {"areas": frame}, SOURCE, "by hand")


def codes(folder: Path) -> list[str]:
    return sorted(Workspace.open(folder).table("areas").collect()["code"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Workspace.create(tmp_path / "w").commit([areas("A", "B")])
    return tmp_path / "w"


CHILD = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from tests.data.test_workspace import areas
from placewise.data.workspace import Workspace
def die(step):
    if step == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
Workspace.open(Path(sys.argv[1])).commit([areas("X", "Y", "Z")], replace=True, checkpoint=die)
"""


@pytest.mark.parametrize(
    ("step", "after"),
    [
        ("swept", False),
        ("wrote areas", False),
        ("before the switch", False),
        ("switched", True),
        ("never", True),
    ],
)
def test_a_load_killed_anywhere_leaves_before_or_after(
    folder: Path, step: str, after: bool
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(folder), step, str(Path(__file__).parents[2])],
        check=False,
    )
    assert done.returncode == (0 if step == "never" else -signal.SIGKILL)
    assert codes(folder) == (["X", "Y", "Z"] if after else ["A", "B"])
    # The next load works, takes the dead writer's lock over, and clears up what was left behind.
    Workspace.open(folder).commit([areas("C")], replace=True, wait=1)
    assert codes(folder) == ["C"]
    assert len(list((folder / "tables").glob("*/*.parquet"))) == 1


def test_kills_at_random_moments_leave_before_or_after(folder: Path) -> None:
    for pause in (0.0, 0.3, 0.5, 0.7, 0.9):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(folder), "never", str(Path(__file__).parents[2])]
        )
        time.sleep(pause)
        child.kill()
        child.wait()
        assert codes(folder) in (["A", "B"], ["X", "Y", "Z"])
        Workspace.open(folder).commit([areas("A", "B")], replace=True)


def test_a_second_writer_is_told_who_holds_the_lock(folder: Path) -> None:
    def second(step: str) -> None:
        if step == "swept":
            with pytest.raises(WorkspaceBusyError, match=f"process {os.getpid()}"):
                Workspace.open(folder).commit([areas("C")], replace=True, wait=0.1)

    Workspace.open(folder).commit([areas("D")], replace=True, checkpoint=second)
    assert codes(folder) == ["D"]


def test_a_second_writer_waits_for_the_first(folder: Path) -> None:
    child = subprocess.Popen(
        [
            sys.executable,
            "-c",
            CHILD.replace("if step == sys.argv[2]:", "if step == 'swept':").replace(
                "os.kill(os.getpid(), signal.SIGKILL)", "print('in', flush=True); time.sleep(1)"
            ).replace("import os,", "import time, os,"),
            str(folder), "", str(Path(__file__).parents[2]),
        ],
        stdout=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None
    child.stdout.readline()
    Workspace.open(folder).commit([areas("C")], replace=True, wait=30)
    assert child.wait() == 0
    child.stdout.close()
    assert codes(folder) == ["C"]


def test_readers_see_one_state(folder: Path) -> None:
    reader = Workspace.open(folder)

    def read(step: str) -> None:
        assert sorted(reader.table("areas").collect()["code"]) == ["A", "B"] or step == "switched"

    Workspace.open(folder).commit([areas("X")], replace=True, checkpoint=read)


def test_any_duckdb_client_reads_it(folder: Path) -> None:
    with duckdb.connect(str(folder / "workspace.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from areas").fetchall() == [(2,)]
        assert connection.execute("select dataset, row_count from manifest").fetchall() == [
            ("areas", 2)
        ]


def test_places_of_ones_own_survive_loads(folder: Path) -> None:
    Workspace.open(folder).add_place("Both", ["A", "Area B"])
    Workspace.open(folder).commit([areas("A", "B", "C")], replace=True)
    assert [place.areas for place in Workspace.open(folder).own_places()] == [("A", "B")]
    with pytest.raises(InputError, match="taken"):
        Workspace.open(folder).add_place("both", ["C"])
    with pytest.raises(UnknownNameError, match='Did you mean "Area C"'):
        Workspace.open(folder).add_place("Other", ["Area CC"])
    Workspace.open(folder).remove_place("Both")
    assert Workspace.open(folder).own_places() == ()


def test_what_is_no_workspace_says_so(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(WorkspaceError, match="There is no workspace here"):
        Workspace.open(tmp_path / "nothing")
    with pytest.raises(WorkspaceError, match="not empty"):
        Workspace.create(folder)
    manifest = folder / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(json.dumps(json.loads(text) | {"schema_version": 99}), encoding="utf-8")
    with pytest.raises(WorkspaceVersionError, match="version 99"):
        Workspace.open(folder)
    manifest.write_text(text[:40], encoding="utf-8")
    with pytest.raises(WorkspaceError, match="cannot be read"):
        Workspace.open(folder)


def test_a_lost_file_is_named(folder: Path) -> None:
    for path in (folder / "tables").glob("*/*.parquet"):
        path.unlink()
    with pytest.raises(WorkspaceError, match="is gone"):
        Workspace.open(folder).table("areas")


def test_removing_a_dataset(folder: Path) -> None:
    Workspace.open(folder).remove("areas")
    assert Workspace.open(folder).tables() == ()
    with pytest.raises(UnknownNameError):
        Workspace.open(folder).remove("areas")
