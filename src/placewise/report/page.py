"""Pages: templates, style sheet and tables that every report is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from placewise.model.wording import capital

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a page.

    Attributes:
        summary: the line that opens it.
        caption: what it holds, with unit, year and base.
        columns: titles.
        rows: cells as they are written, the first of each row its heading.
        marked: for each row, whether it stands out.
        text: the first so many columns hold words, the others numbers.
        links: for each row, where its heading leads, such as ``#p3``; ``""`` for nowhere.
        ids: for each row, its id; ``""`` for none.
    """

    summary: str
    caption: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    marked: Sequence[bool]
    text: int = 1
    links: Sequence[str] = ()
    ids: Sequence[str] = ()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    from placewise.report.drawing import draw

    environment = Environment(
        loader=PackageLoader("placewise.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["capital"] = capital  # ITL2 stays ITL2
    environment.filters["whole_sentence"] = whole_sentence
    environment.filters["drawn"] = lambda chart: Markup(draw(chart))  # noqa: S704 - draw escapes
    environment.filters["rows"] = lambda table: Markup(_rows(table))  # noqa: S704 - _rows escapes
    for name, file in {
        "css": "page", "answer_css": "answer", "review_css": "review", "plan_css": "plan",
        "compare_css": "compare",
    }.items():  # fmt: skip
        style = (files("placewise.report") / f"templates/{file}.css").read_text(encoding="utf-8")
        environment.globals[name] = Markup(style)  # noqa: S704 - our own files
    return environment


def page(template: str, **values: Any) -> str:
    """Return a page made of one of the templates; charts pass through the filter ``drawn``.

    A number and its per cent sign stay on one line, and so do a sign and its currency.
    """
    text = _environment().get_template(template).render(**values)
    text = re.sub("([+\N{MINUS SIGN}])(?=[£$€])", "\\1\N{WORD JOINER}", text)
    return re.sub(r"(\d) %", "\\1\N{NO-BREAK SPACE}%", text)


def whole_sentence(text: str) -> str:
    """Return a text with a capital at its start and a stop at its end."""
    return f"{capital(text)}{'' if not text or text[-1] in '.?!' else '.'}"


def _rows(table: Table) -> str:
    """Return the body of a table; written here because a page holds thousands of cells."""
    from html import escape

    starts = ['<td class="text">'] * (table.text - 1) + ["<td>"] * len(table.columns)
    nothing = [""] * len(table.rows)
    return "\n".join(
        f"<tr{f' id={key}' if key else ''}{' class=here' if marked else ''}>"
        f'<th scope="row">{_linked(escape(cells[0]), link)}</th>'
        + "".join(
            f"{start}{escape(cell)}</td>" for start, cell in zip(starts, cells[1:], strict=False)
        )
        + "</tr>"
        for cells, marked, link, key in zip(
            table.rows, table.marked, table.links or nothing, table.ids or nothing, strict=True
        )
    )


def _linked(heading: str, link: str) -> str:
    return f'<a href="{link}">{heading}</a>' if link else heading
