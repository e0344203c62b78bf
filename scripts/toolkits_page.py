"""Write docs/reference/toolkits/: a page for every policy area, and a list of them.

python -m scripts.toolkits_page
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from placewise.model.plan import Toolkit
from placewise.report.charts import Row
from placewise.report.toolkit_section import counts, share
from placewise.report.toolkit_text import cost_words, level
from placewise.workbench.toolkits import toolkit_areas, toolkits_for

FOLDER = Path(__file__).parents[1] / "docs/reference/toolkits"
WRITTEN = "Written by `python -m scripts.toolkits_page`; a test holds it."


def name(area: str) -> str:
    """Return the name of the page of an area."""
    return area.replace(" ", "-") + ".md"


def pages() -> dict[str, str]:
    """Return every page by its file name."""
    toolkits = toolkits_for(toolkit_areas())
    return {"index.md": index(toolkits)} | {name(one.area): page(one) for one in toolkits}


def index(toolkits: Sequence[Toolkit]) -> str:
    """Return the list of toolkits."""
    rows = [
        (f"[{one.area}]({name(one.area)})", str(one.found.height),
         str(one.found["share"].drop_nulls().len()), example_link(one) or "none")
        for one in toolkits
    ]  # fmt: skip
    lines = [
        "# Toolkits", "", WRITTEN, "",
        "One page a policy area: which failure it answers and when it is the wrong answer, what "
        "evaluations found, what it cost, which choices of design mattered, and how to evaluate "
        "it. `placewise evidence toolkit AREA` shows the same, and counts records of your own "
        "with `--own FILE`.", "",
        "Statements end with what they rest on: *direct* was read at its source, *secondary* "
        "through a third party, *derived* follows from what is named, *memory* was not checked, "
        "*proposal* is our own. A count that a source does not state is unknown, never nought.",
        "", *table(("Policy area", "Records", "With counts", "Worked example"), rows),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def page(toolkit: Toolkit) -> str:
    """Return the page of one toolkit."""
    lines = [f"# {toolkit.title}", "", WRITTEN, "", *(f"- {one}" for one in toolkit.headline)]
    lines += ["", "## Which failure it answers, and when it is the wrong answer", ""]
    lines += [
        f"- {sentence} *{basis}*"
        for sentence, basis in zip(toolkit.rationale, toolkit.rests_on, strict=True)
    ]
    if toolkit.rules is not None:
        rows = toolkit.rules.to_dicts()
        lines += ["", *table(
            ("Against", "Failures", "Advice", "What, and why", "Rests on"),
            [(row["barrier_title"], row["failures"], row["advice"],
              f"{row['title']}. {row['reason']}", basis_of(row)) for row in rows],
        )]  # fmt: skip
    lines += ["", "## What evaluations found", ""]
    lines += table(
        ("What was tried", "For what", "Positive", "Share (95 % interval)", "Finding",
         "Effect as stated", "Maryland scale", "Rests on"),
        [(row["intervention"], row["outcome"], counts(row), share(row), row["sentence"],
          row["effect"], row["strength"], linked(row)) for row in toolkit.found.to_dicts()],
    ) or ["No record was collected: unknown, not none."]  # fmt: skip
    lines += ["", "## What it costs", ""]
    lines += [f"- {cost_words(row)} *{basis_of(row)}*" for row in toolkit.cost.to_dicts()]
    lines += ["", "## Choices of design that mattered", ""]
    lines += [
        f"- **{row['choice']}**: {row['found']} *{linked(row)}*"
        for row in toolkit.design.to_dicts()
    ] or ["None is known from what was collected."]
    lines += ["", "## How to evaluate it", ""]
    lines += [
        f"- **{row['step'].capitalize()}**{level(row)}: {row['how']} *{basis_of(row)}*"
        for row in toolkit.evaluate.to_dicts()
    ]
    if toolkit.example:
        lines += ["", f"Worked example: {example_link(toolkit)}."]
    return "\n".join([*lines, "", "[All toolkits](index.md)"]) + "\n"


def example_link(toolkit: Toolkit) -> str:
    """Return a link to the worked example; nothing where there is none."""
    example = toolkit.example
    return f"[{example}](../../how-to/worked-examples/{example}.md)" if example else ""


def basis_of(row: Row) -> str:
    """Return what a statement rests on."""
    return f"{row['status']}: {row['source']}" if row["source"] else str(row["status"])


def linked(row: Row) -> str:
    """Return what a statement rests on, with the address where it can be read."""
    if not row["url"]:
        return basis_of(row)
    return f"{row['status']}: [{row['source']}]({row['url']})"


def table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table; none without rows."""
    if not rows:
        return []
    return [line(titles), line(["---"] * len(titles)), *(line(row) for row in rows)]


def line(cells: Iterable[str]) -> str:
    """Return one line of a table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main() -> None:
    """Write the pages, and remove those of areas that are gone."""
    written = pages()
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.md"):
        if old.name not in written:
            old.unlink()
    for file, text in written.items():
        (FOLDER / file).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
