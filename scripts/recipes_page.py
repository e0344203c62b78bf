"""Write docs/reference/recipes.md: every file that the shipped recipes read, and those they do not.

python -m scripts.recipes_page
"""

from __future__ import annotations

from pathlib import Path

from placewise.data.recipe import Recipe, read_recipe

PAGE = Path(__file__).parents[1] / "docs/reference/recipes.md"

NOT_LOADED = {
    "uk": {
        "els_indicator_metadata.json": "words on indicators of Explore Local Statistics; titles "
        "and units stand in the table of figures itself",
        "panel_english_lad_latest.parquet": "made from other files here: the latest figure of "
        "each indicator, joined by district",
        "panel_english_lad_latest_years.json": "the years of the columns of that panel",
    },
    "us": {},
}
"""Files that no recipe reads, with the reason."""


def files_of(recipe: Recipe) -> dict[str, list[tuple[str, str]]]:
    """Return for each file of a recipe the datasets and tables that are made from it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for dataset in recipe.datasets:
        tables = ", ".join(dict.fromkeys(table.into for table in dataset.tables))
        found.setdefault(dataset.file, []).append((dataset.name, tables))
    return dict(sorted(found.items()))


def page() -> str:
    """Return the page."""
    lines = [
        "# What the shipped recipes load",
        "",
        "Written by `python -m scripts.recipes_page`; a test holds it to the recipes and to the "
        "folders of official tables.",
    ]
    for name in NOT_LOADED:
        recipe = read_recipe(name)
        lines += ["", f"## {name}", "", recipe.title + ".", "", "| file | dataset | tables |"]
        lines.append("|---|---|---|")
        for file, datasets in files_of(recipe).items():
            for dataset, tables in datasets:
                lines.append(f"| `{file}` | {dataset} | {tables} |")
        if NOT_LOADED[name]:
            lines += ["", "Not loaded:", "", "| file | why |", "|---|---|"]
        lines += [f"| `{file}` | {why} |" for file, why in NOT_LOADED[name].items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Written to {PAGE}")
