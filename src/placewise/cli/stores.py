"""The commands on what is kept: tables of a workspace, own places, corpora of strategies."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from placewise.cli.options import Workspace

data = App(name="data", help="Load tables into a workspace, and look at what is there.")
own_place = App(name="place", help="Put places of your own together.")
corpus = App(
    name="corpus", help="Keep the strategies of many places, indexed once, to compare with."
)


@data.command
def create(folder: Path) -> None:
    """Create an empty workspace.

    Args:
        folder: A folder that does not exist yet, or is empty.
    """
    from placewise.cli.loading import create_workspace

    create_workspace(folder)


@data.command
def load(
    recipe: str,
    *,
    source: Annotated[Path, Parameter(name="--from")],
    workspace: Annotated[Path, Parameter(name=["--workspace", "-w"])],
    replace: bool = False,
    wait: float = 60.0,
) -> None:
    """Load tables by a recipe: all of them, or none.

    Args:
        recipe: Name of a recipe that ships, or path of a TOML file.
        source: Folder that holds the files.
        workspace: Folder of the workspace; created if it does not exist.
        replace: Replace datasets that are loaded already.
        wait: Seconds to wait for another load to finish.
    """
    from placewise.cli.loading import load_recipe

    load_recipe(recipe, source, workspace, replace, wait)


@data.command(name="list")
def list_datasets(*, workspace: Workspace = "sample") -> None:
    """List the datasets with their source, vintage and rows."""
    from placewise.cli.loading import list_all

    list_all(workspace)


@data.command
def show(name: str, *, workspace: Workspace = "sample") -> None:
    """Show one dataset or table: columns, rows, years, source, first rows.

    Args:
        name: A dataset of `placewise data list`, or a table such as industries.
    """
    from placewise.cli.loading import show_one

    show_one(name, workspace)


@data.command
def recipes() -> None:
    """List the recipes that ship."""
    from placewise.cli.loading import list_recipes

    list_recipes()


@own_place.command
def add(
    name: str,
    *,
    areas: str,
    workspace: Annotated[Path, Parameter(name=["--workspace", "-w"])],
) -> None:
    """Add a place of your own to a workspace.

    Args:
        name: Its name.
        areas: Codes or names of its areas, separated by commas (semicolons if names hold commas).
        workspace: Folder of the workspace.
    """
    from placewise.cli.loading import add_place

    add_place(name, areas, workspace)


@own_place.command
def remove(name: str, *, workspace: Annotated[Path, Parameter(name=["--workspace", "-w"])]) -> None:
    """Remove a place of your own from a workspace."""
    from placewise.cli.loading import remove_place

    remove_place(name, workspace)


CorpusFolder = Annotated[Path, Parameter(name="--corpus", help="Folder of the corpus.")]


@corpus.command(name="add")
def add_documents(
    source: Path,
    *,
    corpus: CorpusFolder = Path("corpus"),
    listed: Annotated[Path | None, Parameter(name="--list")] = None,
    workspace: Workspace = "sample",
    wait: float = 60.0,
) -> None:
    """Add documents to a corpus; those that are there already are passed over.

    Args:
        source: Folder of documents; or a Parquet or CSV file with columns place, year, title, text.
        corpus: Folder of the corpus; created if it does not exist.
        listed: File that says which place a document is about (columns file, place, kind, year,
            title); else corpus.csv or corpus.toml in the folder, else the names of files and of
            folders.
        wait: Seconds to wait for another process that writes to the corpus.
    """
    from placewise.cli.corpus import add_documents

    add_documents(source, corpus, listed, workspace, wait)


@corpus.command(name="list")
def list_documents(*, corpus: CorpusFolder = Path("corpus")) -> None:
    """List the documents of a corpus with their places."""
    from placewise.cli.corpus import list_documents

    list_documents(corpus)


@corpus.command(name="remove")
def remove_document(
    document: str, *, corpus: CorpusFolder = Path("corpus"), wait: float = 60.0
) -> None:
    """Remove a document from a corpus, with its text.

    Args:
        document: Its name, as `placewise corpus list` shows it.
        wait: Seconds to wait for another process that writes to the corpus.
    """
    from placewise.cli.corpus import remove_document

    remove_document(document, corpus, wait)
