"""A command line that cannot be parsed is told what is wrong, where and what to do."""

from __future__ import annotations

import pytest

from placewise.cli.app import run


@pytest.mark.parametrize(
    ("typed", "what", "where", "action"),
    [
        (("diagnose", "Tees", "Valley"), "One word too many: Valley", "placewise diagnose",
         'in quotes, like "Tees Valley"'),
        (("review",), "No file given", "placewise review", "placewise review --help"),
        (("evidence", "show"), "No key given", "placewise evidence show", "write it behind"),
        (("diagnose", "London", "--json"), "--json needs a value", "placewise diagnose",
         'or "-" to print instead'),
        (("plan", "--budget"), "--budget needs a value", "placewise plan", "write it behind"),
        (("compare", "--all", "--draws", "many"), "Not a whole number: many",
         "placewise compare, --draws", "placewise compare --help"),
        (("diagnose", "London", "--threshold", "high"), "Not a number: high",
         "placewise diagnose, --threshold", "placewise diagnose --help"),
        (("plan", "London", "--budgte", "3m"), "Did you mean --budget?", "placewise plan",
         "placewise plan --help"),
        (("data", "lod"), 'Did you mean "load"?', "placewise data", "placewise data --help"),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_gets_one_clear_error(
    typed: tuple[str, ...], what: str, where: str, action: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        run(list(typed))
    assert left.value.code == 2
    said = capsys.readouterr()
    assert not said.out
    lines = said.err.splitlines()
    assert lines[0].startswith("placewise: ")
    assert what in lines[0]
    assert f"Where: {where}" in lines
    assert action in lines[-1]
