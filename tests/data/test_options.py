"""A user's own options: the template reads back, and every fault is told with row and column."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from placewise.data.barriers import read_barriers
from placewise.data.option_columns import EXAMPLES
from placewise.data.option_template import (
    HEADER,
    option_template_csv,
    option_template_xlsx,
    write_option_template,
)
from placewise.data.options import read_options
from placewise.errors import InputError
from placewise.model.options import Span

KEYS = tuple(one.key for one in read_barriers())


def written(folder: Path, *rows: dict[str, str], name: str = "options.csv") -> Path:
    file = folder / name
    if name.endswith(".csv"):
        text = io.StringIO()
        writer = csv.DictWriter(text, HEADER, restval="")
        writer.writeheader()
        writer.writerows(rows)
        file.write_text(text.getvalue(), encoding="utf-8")
        return file
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("options")
        for column, title in enumerate(HEADER):
            sheet.write_string(0, column, title)
            for row, values in enumerate(rows, 1):
                if values.get(title):
                    sheet.write_string(row, column, values[title])
    return file


def good(**changes: str) -> dict[str, str]:
    return {**EXAMPLES[0], **changes}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_reads_back(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"template.{ending}"
    write_option_template(file, KEYS)
    advice, site = read_options(file, KEYS)
    assert advice.effect == Span(60, 120, 240, "lognormal")
    assert advice.costs == (1_200_000,) * 3
    assert (advice.reach.residents, advice.reach.firms) == (None, 400)
    assert advice.adjustments.leakage is None
    assert (site.requires, site.sectors) == (("example advice",), ("Electrical equipment",))
    assert site.value_per_unit is None
    assert site.mitigation == 0.2


def test_the_workbook_offers_lists_to_choose_from() -> None:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(option_template_xlsx(KEYS))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count('type="list"') == 7
    assert sheet.count('type="decimal"') == 15


@pytest.mark.parametrize("name", ["options.csv", "options.xlsx"])
def test_every_fault_is_told_at_once_with_row_and_column(tmp_path: Path, name: str) -> None:
    file = written(
        tmp_path,
        good(barrier="weather", effect_low="500", private_share="2", requires="nobody"),
        {},
        good(kind="sector", cost_year_1="cheap", duration="1.5", title="", decay="1"),
        name=name,
    )
    with pytest.raises(InputError) as raised:
        read_options(file, KEYS)
    said = str(raised.value)
    assert "- and 1 more" in said
    for fault in (
        'row 2, column barrier: "weather" is no barrier',
        "row 2, column effect_central: low, central and high are out of order",
        'row 2, column private_share: "2" is above 1',
        'row 2, column requires: no option has the key "nobody"',
        "row 4, column title: is empty",
        "row 4, column sectors: is empty, but the option is for sectors",
        'row 4, column cost_year_1: "cheap" is no amount',
        'row 4, column duration: "1.5" is no whole number of years',
        'row 4, column decay: "1" is not below 1',
    ):
        assert fault in said


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"deadweight_low": "0.3", "deadweight_central": "", "deadweight_high": "1"},
         'deadweight_central: is empty'),
        ({"deadweight_high": "1.2"}, "deadweight_high: is no share"),
        ({"multiplier_low": "-1", "multiplier_central": "1", "multiplier_high": "2"},
         "multiplier_low: is below 0"),
        ({"effect_low": "-1"}, "effect_low: is not above 0, which a lognormal needs"),
        ({"effect_low": "", "effect_central": "", "effect_high": ""}, "effect_low"),
        ({"cost_year_0": "", "cost_year_1": "", "cost_year_2": ""}, "no cost in any year"),
        ({"cost_year_0": "nan"}, 'cost_year_0: "nan"'),
        ({"sectors": "Metals"}, "names sectors, but the option is horizontal"),
        ({"requires": "example advice"}, "names the option itself"),
        ({"duration": "0"}, "lasts a year at least"),
        ({"reach_jobs": "-3"}, 'reach_jobs: "-3" is no number of at least 0'),
        ({"power": "strong"}, 'power: "strong" is none of held'),
    ],
)  # fmt: skip
def test_faults_of_a_cell(tmp_path: Path, changes: dict[str, str], fault: str) -> None:
    with pytest.raises(InputError) as raised:
        read_options(written(tmp_path, good(**changes)), KEYS)
    assert fault in str(raised.value)


def test_columns_must_be_there_and_known(tmp_path: Path) -> None:
    file = tmp_path / "o.csv"
    file.write_text("key,colour,cost_year_0,cost_year_2\nx,red,1,2\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_options(file, KEYS)
    for fault in ("columns title, ", '"colour" is not known', "without a gap"):
        assert fault in str(raised.value)


def test_an_option_cannot_need_what_it_excludes(tmp_path: Path) -> None:
    rows = [good(key="a", requires="b", excludes="b"), good(key="b")]
    with pytest.raises(InputError, match='excludes: "b" is required as well'):
        read_options(written(tmp_path, *rows), KEYS)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_files_that_cannot_be_read_or_hold_nothing_are_refused(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"o.{ending}"
    with pytest.raises(InputError, match="Cannot read the options"):
        read_options(file, KEYS)
    file.write_bytes(b"\xff\xfe\x00broken")
    with pytest.raises(InputError, match="Cannot read the options"):
        read_options(file, KEYS)
    with pytest.raises(InputError, match="no option in it"):
        read_options(written(tmp_path, name=f"e.{ending}"), KEYS)
    with pytest.raises(InputError, match="ods"):
        write_option_template(tmp_path / "o.ods", KEYS)


def test_a_row_with_more_cells_than_columns_is_told(tmp_path: Path) -> None:
    file = tmp_path / "o.csv"
    text = option_template_csv().splitlines()
    file.write_text("\n".join([text[0], text[1] + ",surplus", text[2]]), encoding="utf-8")
    with pytest.raises(InputError, match="more cells than columns"):
        read_options(file, KEYS)


def test_a_row_that_ends_early_has_empty_cells(tmp_path: Path) -> None:
    file = tmp_path / "o.csv"
    text = option_template_csv().splitlines()
    file.write_text(f"{text[0]}\nshort,Short\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 2, column intervention: is empty"):
        read_options(file, KEYS)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(HEADER), st.text(max_size=8), min_size=1, max_size=6))
def test_any_cell_is_read_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, changes: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("options")
    file, said = written(folder, good(**changes)), "read"
    try:
        read_options(file, KEYS)
    except InputError as error:
        said = error.what
    assert said == "read" or said.startswith(("The options are not", "Cannot read the options"))


def test_an_error_explains_the_columns_that_are_wrong_and_no_others(tmp_path: Path) -> None:
    row = EXAMPLES[0] | {"duration": "soon", "private_share": ""}
    with pytest.raises(InputError) as raised:
        read_options(written(tmp_path, row), KEYS)
    told = str(raised.value)
    assert 'duration: "soon" is no number of at least 0' in told
    assert "private_share: is empty: write 0 where there is none" in told
    assert "leakage_low" not in told
    assert len(told) < 700


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"key;title;barrier\na;b;c\n", "separated by semicolons"),
        ("key,title\ncaf\u00e9,b\n".encode("latin-1"), "no UTF-8"),
    ],
)
def test_a_file_that_is_none_is_told_in_plain_words(
    tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "options.csv"
    file.write_bytes(content)
    with pytest.raises(InputError, match=told):
        read_options(file, KEYS)


def test_a_folder_or_no_workbook_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="it is a folder"):
        read_options(tmp_path, KEYS)
    broken = tmp_path / "options.xlsx"
    broken.write_bytes(b"no archive")
    with pytest.raises(InputError, match="it is no workbook"):
        read_options(broken, KEYS)
    with pytest.raises(InputError, match="there is no such file"):
        read_options(tmp_path / "none.xlsx", KEYS)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_thousands_and_per_cents_are_read_where_they_can_mean_one_thing(
    tmp_path: Path, ending: str
) -> None:
    row = good(
        cost_year_0="1,000,000", cost_year_1="25,000.50", private_share="20%", decay="7 %",
        deadweight_low="25%", deadweight_central="0.3", deadweight_high="35 %",
    )  # fmt: skip
    (option,) = read_options(written(tmp_path, row, name=f"options.{ending}"), KEYS)
    assert option.costs[:2] == (1_000_000.0, 25_000.5)
    assert (option.private_share, option.decay) == (0.2, 0.07)
    assert option.adjustments.deadweight == Span(0.25, 0.3, 0.35)


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("cost_year_0", "£1m", "digits alone, without a currency or a unit"),
        ("cost_year_0", "1,00", "write decimals with a point"),
        ("cost_year_0", "1,0000,000", "digits alone"),
        ("private_share", "0,250", "write decimals with a point"),
        ("effect_low", "25%", "a per-cent sign is read in shares alone"),
        ("private_share", "120%", '"1.2" is above 1'),
        ("effect_high", "", "column effect_high: is empty"),
    ],
)
def test_numbers_that_could_mean_two_things_are_refused_with_what_to_write(
    tmp_path: Path, column: str, text: str, said: str
) -> None:
    with pytest.raises(InputError) as error:
        read_options(written(tmp_path, good(**{column: text})), KEYS)
    assert said in str(error.value)


def test_options_that_need_one_another_in_a_circle_are_refused_once_with_the_circle(
    tmp_path: Path,
) -> None:
    rows = [
        good(key=key, requires=needs)
        for key, needs in (("a", "b; d"), ("b", "c"), ("c", "a"), ("d", ""), ("e", "a"))
    ]
    with pytest.raises(InputError) as error:
        read_options(written(tmp_path, *rows), KEYS)
    told = str(error.value)
    assert '"a" requires "b", which requires "c", which requires "a"' in told
    assert told.count("need one another") == 1
    assert len(read_options(written(tmp_path, *rows[:2], rows[3], good(key="c")), KEYS)) == 4
